package io.atalaya.launcher.demo;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Makes tenants, people, keys and cameras through the api; doing it again changes nothing. */
final class DemoData {
  private static final int CREATED = 201;
  private static final int OK = 200;
  private static final int NO_CONTENT = 204;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final String KEY_ROLE = "tenant_admin";

  private final ApiClient api;

  DemoData(ApiClient api) {
    this.api = api;
  }

  void tenant(DemoTenant tenant, List<User> users) throws IOException, InterruptedException {
    var answer =
        api.call(
                "POST",
                "tenants",
                "",
                Map.of("tenantId", tenant.tenantId(), "name", tenant.name(), "plan", tenant.plan()))
            .require(CREATED, CONFLICT);
    if (answer.status() == CONFLICT) {
      api.call("PATCH", "tenants/" + tenant.tenantId(), "", Map.of("plan", tenant.plan()))
          .require(OK);
    }
    for (User user : users) {
      if (tenant.tenantId().equals(user.tenantId())) {
        var body =
            Map.of(
                "username", user.username(),
                "displayName", displayName(user.username()),
                "password", user.password(),
                "role", user.role());
        api.call("POST", "users", tenant.tenantId(), body).require(CREATED, CONFLICT);
      }
    }
  }

  private static String displayName(String username) {
    return Character.toUpperCase(username.charAt(0)) + username.substring(1);
  }

  ApiKey apiKey(String tenantId) throws IOException, InterruptedException {
    var answer =
        api.call("POST", "api-keys", tenantId, Map.of("name", "demo", "role", KEY_ROLE))
            .require(CREATED);
    return new ApiKey(tenantId, KEY_ROLE, answer.body().path("key").asText());
  }

  void camera(CameraSource camera, String name) throws IOException, InterruptedException {
    api.call(
            "PUT",
            "cameras/" + camera.cameraId(),
            camera.tenantId(),
            Map.of("name", name, "source", camera.source()))
        .require(OK, CREATED);
  }

  /** Those that an earlier start with a larger number left behind. */
  void removeExtraCamerasBeyond(int number, String tenantId)
      throws IOException, InterruptedException {
    for (int extra = number + 1; ; extra++) {
      var answer =
          api.call("DELETE", "cameras/" + DemoTenant.extraId(extra), tenantId, Map.of())
              .require(NO_CONTENT, NOT_FOUND);
      if (answer.status() == NOT_FOUND) {
        return;
      }
    }
  }
}
