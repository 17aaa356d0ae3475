package io.atalaya.api.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.ApiClient.Answer;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.identity.Role;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What each role meets over HTTP; which cells there are is {@link PolicyMatrixTest}'s. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class RolesTest {
  private static final String TENANT = "roles";
  private static final String PASSWORD = "password-of-" + TENANT;
  private static final String NOBODY = "01890000-0000-7000-8000-000000000000";

  @TestHTTPResource URI base;
  @Inject Policy policy;
  private ApiClient owner;
  private final Map<Role, ApiClient> callers = new EnumMap<>(Role.class);

  /** An endpoint, called with something that is wrong if it gets that far. */
  private record Call(String method, String path, String body, Action action) {}

  private static final List<Call> CALLS =
      List.of(
          new Call("GET", "/tenants/" + TENANT, null, Action.TENANT_READ),
          new Call("GET", "/tenants", null, Action.TENANT_READ_ALL),
          new Call("POST", "/tenants", "{}", Action.TENANT_MANAGE),
          new Call("PATCH", "/tenants/" + TENANT, "[]", Action.TENANT_MANAGE),
          new Call("GET", "/platform-users", null, Action.PLATFORM_USER_MANAGE),
          new Call("POST", "/platform-users", "{}", Action.PLATFORM_USER_MANAGE),
          new Call("DELETE", "/platform-users/" + NOBODY, null, Action.PLATFORM_USER_MANAGE),
          new Call("GET", "/plans", null, Action.PLAN_READ),
          new Call("GET", "/plans/no-plan", null, Action.PLAN_READ),
          new Call("PUT", "/plans/NO PLAN".replace(" ", "%20"), "{}", Action.PLAN_MANAGE),
          new Call("GET", "/gateways", null, Action.GATEWAY_READ),
          new Call("GET", "/users", null, Action.USER_READ),
          new Call("GET", "/users/" + NOBODY, null, Action.USER_READ),
          new Call("POST", "/users", "not json", Action.USER_MANAGE),
          new Call("PATCH", "/users/" + NOBODY, "{}", Action.USER_MANAGE),
          new Call("DELETE", "/users/" + NOBODY, null, Action.USER_MANAGE),
          new Call("GET", "/api-keys", null, Action.API_KEY_READ),
          new Call("POST", "/api-keys", "{}", Action.API_KEY_MANAGE),
          new Call("DELETE", "/api-keys/" + NOBODY, null, Action.API_KEY_MANAGE),
          new Call("GET", "/cameras", null, Action.CAMERA_READ),
          new Call("GET", "/cameras/none/health", null, Action.CAMERA_READ),
          new Call("PUT", "/cameras/NONE", "{}", Action.CAMERA_MANAGE),
          new Call("DELETE", "/cameras/none", null, Action.CAMERA_MANAGE),
          new Call("POST", "/cameras/none/sync-health", null, Action.HEALTH_SYNC),
          new Call("POST", "/cameras/none/stream-token", null, Action.STREAM_WATCH),
          new Call("POST", "/sessions", "{}", Action.STREAM_WATCH),
          new Call("GET", "/sessions", null, Action.SESSION_READ),
          new Call("POST", "/sessions/" + NOBODY + "/end", null, Action.SESSION_END),
          new Call("POST", "/sessions/" + NOBODY + "/leave", "{}", Action.SESSION_END),
          new Call("GET", "/usage", null, Action.USAGE_READ),
          new Call("POST", "/policy:simulate", "{}", Action.POLICY_SIMULATE),
          new Call("GET", "/webhooks", null, Action.WEBHOOK_READ),
          new Call("GET", "/webhooks/" + NOBODY + "/deliveries", null, Action.WEBHOOK_READ),
          new Call("POST", "/webhooks", "{}", Action.WEBHOOK_MANAGE),
          new Call("DELETE", "/webhooks/" + NOBODY, null, Action.WEBHOOK_MANAGE));

  @BeforeEach
  void somebody_in_every_role() {
    owner = ApiClient.at(base).asAdminOf(TENANT);
    for (Role role : Role.values()) {
      callers.put(
          role,
          switch (role) {
            case PLATFORM_ADMIN -> ApiClient.at(base).asPlatformAdmin().with("Tenant-Id", TENANT);
            case PLATFORM_SUPPORT -> support().with("Tenant-Id", TENANT);
            case TENANT_OWNER -> owner;
            case TENANT_ADMIN, OPERATOR, VIEWER, AUDITOR, API_CLIENT -> inTenant(role);
          });
    }
  }

  @TestFactory
  Stream<DynamicTest> each_role_is_refused_what_the_matrix_denies_and_nothing_else() {
    return Arrays.stream(Role.values())
        .flatMap(role ->
            CALLS.stream()
                .map(call ->
                    DynamicTest.dynamicTest(
                        role + " " + call.method + " " + call.path,
                        () -> assertPermit(role, call))));
  }

  private void assertPermit(Role role, Call call) {
    Answer answer = callers.get(role).send(call.method, "/api/v1" + call.path, call.body);
    if (policy.allows(role, call.action)) {
      assertNotEquals(403, answer.status(), answer.toString());
    } else {
      // Whatever else is wrong with the request: who may not, is told nothing about it.
      assertEquals(403, answer.status(), answer.toString());
      assertEquals("permission_denied", answer.code());
      assertEquals(call.action.toString(), answer.body().path("details").path("action").asText());
    }
  }

  @Test
  void another_tenant_is_not_found_even_by_those_who_may_do_nothing_there() {
    ApiClient.at(base).asAdminOf("roles-other");
    ApiClient viewer = callers.get(Role.VIEWER);
    assertEquals("permission_denied", viewer.get("/api/v1/tenants/" + TENANT).code());
    for (String other : List.of("roles-other", "roles-nowhere")) {
      assertEquals("tenant_not_found", viewer.get("/api/v1/tenants/" + other).code());
      assertEquals(
          "tenant_not_found", viewer.post("/api/v1/tenants/" + other + ":suspend", null).code());
    }
  }

  @Test
  void me_lists_what_the_matrix_permits() {
    for (Role role : Role.values()) {
      JsonNode me = callers.get(role).get("/api/v1/me").body();
      assertEquals(role.toString(), me.path("role").asText());
      assertEquals(
          policy.actionsOf(role).stream().map(Action::toString).toList(),
          me.path("permissions").valueStream().map(JsonNode::asText).toList());
    }
  }

  @Test
  void the_first_person_of_a_tenant_owns_it_and_an_administrator_cannot_touch_that() {
    JsonNode me = owner.get("/api/v1/me").body();
    assertEquals("tenant_owner", me.path("role").asText());
    String path = "/api/v1/users/" + me.path("userId").asText();
    ApiClient admin = callers.get(Role.TENANT_ADMIN);
    assertRoleRefused("tenant_owner", admin.patch(path, "{\"displayName\":\"Nobody\"}"));
    assertRoleRefused("tenant_owner", admin.patch(path, "{\"role\":\"viewer\"}"));
    assertRoleRefused("tenant_owner", admin.delete(path));
    assertRoleRefused("tenant_owner", admin.post("/api/v1/users", user("second", "tenant_owner")));
    assertEquals(200, owner.get("/api/v1/me").status(), "is still there, and signed in");
  }

  @Test
  void an_administrator_makes_people_up_to_their_own_role_and_promotes_nobody_above_it() {
    ApiClient admin = callers.get(Role.TENANT_ADMIN);
    Answer made = admin.post("/api/v1/users", user("peer", "tenant_admin"));
    assertEquals(201, made.status(), made.toString());
    String path = "/api/v1/users/" + made.body().path("userId").asText();
    assertRoleRefused("tenant_owner", admin.patch(path, "{\"role\":\"tenant_owner\"}"));
    assertEquals("tenant_admin", admin.get(path).body().path("role").asText());
    assertEquals(200, owner.patch(path, "{\"role\":\"tenant_owner\"}").status());
    assertRoleRefused("tenant_owner", admin.delete(path));
    assertEquals(204, owner.delete(path).status());
    assertEquals("user_not_found", admin.delete(path).code());
    assertEquals("validation_failed", owner.post("/api/v1/users", user("x1", "root")).code());
    for (String role : List.of("platform_admin", "platform_support")) {
      Answer refused = owner.post("/api/v1/users", user("above", role));
      assertEquals(403, refused.status(), refused.toString());
      Answer senseless = callers.get(Role.PLATFORM_ADMIN).post("/api/v1/users", user("x2", role));
      assertEquals("validation_failed", senseless.code());
    }
  }

  @Test
  void a_key_is_an_api_client_unless_it_is_made_as_something_else() {
    ApiClient admin = callers.get(Role.TENANT_ADMIN);
    Answer key = admin.post("/api/v1/api-keys", "{\"name\":\"integration\"}");
    assertEquals(201, key.status(), key.toString());
    assertEquals("api_client", key.body().path("role").asText());
    Answer auditing = admin.post("/api/v1/api-keys", "{\"name\":\"report\",\"role\":\"auditor\"}");
    assertEquals("auditor", auditing.body().path("role").asText());
    assertRoleRefused(
        "tenant_owner",
        admin.post("/api/v1/api-keys", "{\"name\":\"root\",\"role\":\"tenant_owner\"}"));
    Answer owners = owner.post("/api/v1/api-keys", "{\"name\":\"root\",\"role\":\"tenant_owner\"}");
    String path = "/api/v1/api-keys/" + owners.body().path("keyId").asText();
    assertRoleRefused("tenant_owner", admin.delete(path));
    assertEquals(204, owner.delete(path).status());
    assertEquals("api_key_not_found", owner.delete(path).code());
  }

  @Test
  void operators_end_what_others_watch_auditors_only_see_it_and_viewers_see_their_own() {
    owner.put("/api/v1/cameras/hall", "{\"source\":\"rtsp://10.1.2.3/s\"}");
    Answer made = owner.post("/api/v1/sessions", "{\"cameraId\":\"hall\"}");
    assertEquals(201, made.status(), made.toString());
    String path = "/api/v1/sessions/" + made.body().path("id").asText();
    assertEquals("session_not_found", callers.get(Role.VIEWER).get(path).code());
    assertEquals("session_not_found", callers.get(Role.VIEWER).post(path + "/end", null).code());
    assertEquals(200, callers.get(Role.AUDITOR).get(path).status());
    assertEquals("permission_denied", callers.get(Role.AUDITOR).post(path + "/end", null).code());
    assertEquals(
        "session_not_found", callers.get(Role.API_CLIENT).post(path + "/end", null).code());
    Answer ended = callers.get(Role.OPERATOR).post(path + "/end", null);
    assertEquals("ended", ended.body().path("state").asText(), ended.toString());
    assertEquals("admin", ended.body().path("endReason").asText());
  }

  @Test
  void support_reads_every_tenants_cameras_and_watches_none() {
    owner.put("/api/v1/cameras/hall", "{\"source\":\"rtsp://10.1.2.3/s\"}");
    ApiClient support = callers.get(Role.PLATFORM_SUPPORT);
    assertEquals(200, support.get("/api/v1/cameras/hall").status());
    assertEquals(200, support().get("/api/v1/cameras").status());
    assertEquals(200, support().get("/api/v1/tenants/" + TENANT).status());
    assertEquals(
        "permission_denied", support.post("/api/v1/cameras/hall/stream-token", null).code());
    assertEquals("permission_denied", support.patch("/api/v1/cameras/hall", "{}").code());
  }

  private static void assertRoleRefused(String role, Answer answer) {
    assertEquals(403, answer.status(), answer.toString());
    assertEquals("permission_denied", answer.code());
    assertEquals(role, answer.body().path("details").path("role").asText());
  }

  private ApiClient inTenant(Role role) {
    Answer made = owner.post("/api/v1/users", user(role.toString(), role.toString()));
    if (made.status() != 201 && made.status() != 409) {
      throw new AssertionError(made.toString());
    }
    return ApiClient.at(base).signedIn(TENANT, role.toString(), PASSWORD);
  }

  private static String user(String name, String role) {
    return "{\"username\":\"%s\",\"password\":\"%s\",\"role\":\"%s\"}"
        .formatted(name, PASSWORD, role);
  }

  private ApiClient support() {
    Answer made =
        ApiClient.at(base)
            .asPlatformAdmin()
            .post("/api/v1/platform-users", user("roles-support", "platform_support"));
    if (made.status() != 201 && made.status() != 409) {
      throw new AssertionError(made.toString());
    }
    return ApiClient.at(base).signedIn(null, "roles-support", PASSWORD);
  }
}
