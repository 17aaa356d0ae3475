package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.ApiClient.Answer;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.identity.Role;
import io.atalaya.api.platform.Database;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Policy;
import io.atalaya.contract.id.TenantId;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class SimulationTest {
  private static final String TENANT = "simulated";
  private static final String TENANT_PATH = "/api/v1/tenants/" + TENANT;
  private static final String PASSWORD = "veras-own-password";
  private static final String CAMERA = "{\"source\":\"rtsp://10.1.2.3/s\",\"enabled\":true}";

  @TestHTTPResource URI base;
  @Inject Database database;
  @Inject Policy policy;
  private ApiClient platform;
  private ApiClient owner;
  private ApiClient vera;

  /** Starter: 4 streams, 4 a person, 4 a camera, 10 cameras. */
  @BeforeEach
  void an_owner_and_a_viewer() {
    platform = ApiClient.at(base).asPlatformAdmin().with("Tenant-Id", TENANT);
    owner = ApiClient.at(base).asAdminOf(TENANT, "starter");
    owner.post(
        "/api/v1/users",
        "{\"username\":\"vera\",\"role\":\"viewer\",\"password\":\"" + PASSWORD + "\"}");
    vera = ApiClient.at(base).signedIn(TENANT, "vera", PASSWORD);
    platform.post(TENANT_PATH + ":resume", null);
    overridden("{}");
    database.inTenant(new TenantId(TENANT), handle -> handle.execute("delete from stream_session"));
    owner.put("/api/v1/cameras/hall", CAMERA);
  }

  @TestFactory
  Stream<DynamicTest> a_role_alone_is_answered_from_the_matrix() {
    return Arrays.stream(Role.values())
        .flatMap(role ->
            Arrays.stream(Action.values())
                .map(action ->
                    DynamicTest.dynamicTest(
                        role + " × " + action,
                        () -> {
                          JsonNode decision = simulated("\"role\":\"" + role + "\"", action, null);
                          boolean allowed = policy.allows(role, action);
                          assertDecision(decision, allowed ? null : "permission_denied", "matrix");
                          assertEquals(policy.version(), decision.path("policyVersion").asInt());
                          assertEquals(0, decision.path("quota").size());
                        })));
  }

  @Test
  void who_may_watch_is_told_what_is_left_and_nothing_is_taken() {
    assertEquals(201, owner.post("/api/v1/cameras/hall/stream-token", null).status());
    JsonNode decision = asVera("hall");
    assertDecision(decision, null, "slot");
    assertQuota(decision, 0, "tenant maxConcurrentStreams 4 1 true");
    assertQuota(decision, 1, "user maxConcurrentStreamsPerUser 4 0 true");
    assertQuota(decision, 2, "camera maxViewersPerCamera 4 1 true");
    assertEquals(decision, asVera("hall"));
    assertEquals(1, sessions(), "asking opens no session");
  }

  @Test
  void a_full_tenant_a_full_person_and_a_full_camera_are_told_apart() {
    for (int i = 0; i < 2; i++) {
      assertEquals(201, vera.post("/api/v1/cameras/hall/stream-token", null).status());
    }
    overridden("{\"maxConcurrentStreams\":2}");
    JsonNode tenantFull = asVera("hall");
    assertSameAsReal(tenantFull, "hall", "stream_limit_reached", "slot");
    assertQuota(tenantFull, 0, "tenant maxConcurrentStreams 2 2 false");
    assertQuota(tenantFull, 1, "user maxConcurrentStreamsPerUser 4 2 true");
    overridden("{\"maxConcurrentStreamsPerUser\":2}");
    JsonNode userFull = asVera("hall");
    assertSameAsReal(userFull, "hall", "stream_limit_reached", "slot");
    assertQuota(userFull, 1, "user maxConcurrentStreamsPerUser 2 2 false");
    assertDecision(simulated("\"role\":\"viewer\"", Action.STREAM_WATCH, "hall"), null, "slot");
    overridden("{\"maxViewersPerCamera\":1}");
    assertQuota(asVera("hall"), 2, "camera maxViewersPerCamera 1 2 false");
    assertSameAsReal(asVera("hall"), "hall", "stream_limit_reached", "slot");
  }

  @Test
  void what_the_plan_never_allows_is_no_matter_of_slots() {
    overridden("{\"maxConcurrentStreams\":0}");
    assertSameAsReal(asVera("hall"), "hall", "entitlement_denied", "entitlement");
  }

  @Test
  void a_camera_that_is_off_or_unknown_decides_before_the_slots() {
    owner.put("/api/v1/cameras/off", CAMERA.replace("true", "false"));
    assertSameAsReal(asVera("off"), "off", "camera_disabled", "camera");
    assertSameAsReal(asVera("none"), "none", "camera_not_found", "camera");
  }

  @Test
  void a_suspended_tenant_decides_before_the_camera() {
    platform.post(TENANT_PATH + ":suspend", null);
    assertSameAsReal(asVera("none"), "none", "tenant_suspended", "tenant");
  }

  @Test
  void a_new_camera_needs_room_and_an_old_one_does_not() {
    overridden("{\"maxCameras\":1}");
    owner.delete("/api/v1/cameras/off");
    JsonNode full = simulated("\"role\":\"operator\"", Action.CAMERA_MANAGE, "new");
    assertDecision(full, "entitlement_denied", "entitlement");
    assertQuota(full, 0, "tenant maxCameras 1 1 false");
    assertEquals("entitlement_denied", owner.put("/api/v1/cameras/new", CAMERA).code());
    assertDecision(
        simulated("\"role\":\"operator\"", Action.CAMERA_MANAGE, "hall"), null, "camera");
    assertDecision(
        simulated("\"role\":\"viewer\"", Action.CAMERA_MANAGE, "new"),
        "permission_denied",
        "matrix");
    overridden("{\"maxCameras\":2}");
    JsonNode room = simulated("\"role\":\"operator\"", Action.CAMERA_MANAGE, "new");
    assertDecision(room, null, "entitlement");
    assertQuota(room, 0, "tenant maxCameras 2 1 true");
    assertDecision(
        simulated("\"role\":\"viewer\"", Action.CAMERA_READ, "new"), "camera_not_found", "camera");
  }

  @Test
  void people_and_keys_are_found_by_id_and_only_in_this_tenant() {
    String veraId = vera.get("/api/v1/me").body().path("userId").asText();
    assertDecision(byId(veraId), null, "slot");
    Answer key = owner.post("/api/v1/api-keys", "{\"name\":\"k\",\"role\":\"auditor\"}");
    assertDecision(byId(key.body().path("keyId").asText()), "permission_denied", "matrix");
    ApiClient other = ApiClient.at(base).asAdminOf("simulated-other");
    assertEquals("user_not_found", other.post("/api/v1/policy:simulate", idBody(veraId)).code());
    assertEquals(
        "user_not_found",
        owner
            .post(
                "/api/v1/policy:simulate", "{\"username\":\"nobody\",\"action\":\"stream_watch\"}")
            .code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"action\":\"stream_watch\"}",
        "{\"action\":\"stream_watch\",\"username\":\"vera\",\"role\":\"viewer\"}",
        "{\"role\":\"viewer\"}",
        "{\"role\":\"viewer\",\"action\":\"fly\"}",
        "{\"role\":\"king\",\"action\":\"stream_watch\"}",
        "{\"role\":\"viewer\",\"action\":\"stream_watch\",\"cameraId\":\"NO\"}"
      })
  void a_question_that_is_none_is_a_400(String question) {
    Answer refused = owner.post("/api/v1/policy:simulate", question);
    assertEquals(400, refused.status(), refused.toString());
    assertEquals("validation_failed", refused.code());
  }

  @Test
  void people_of_the_platform_say_which_tenant_they_mean() {
    Answer refused =
        ApiClient.at(base)
            .asPlatformAdmin()
            .post("/api/v1/policy:simulate", "{\"role\":\"viewer\",\"action\":\"stream_watch\"}");
    assertEquals("tenant_required", refused.code());
  }

  private JsonNode asVera(String camera) {
    return simulated("\"username\":\"vera\"", Action.STREAM_WATCH, camera);
  }

  private JsonNode byId(String id) {
    Answer answer = owner.post("/api/v1/policy:simulate", idBody(id));
    assertEquals(200, answer.status(), answer.toString());
    return answer.body();
  }

  private static String idBody(String id) {
    return "{\"userId\":\"%s\",\"action\":\"stream_watch\",\"cameraId\":\"hall\"}".formatted(id);
  }

  private JsonNode simulated(String who, Action action, String camera) {
    Answer answer =
        platform.post(
            "/api/v1/policy:simulate",
            "{%s,\"action\":\"%s\"%s}"
                .formatted(who, action, camera == null ? "" : ",\"cameraId\":\"" + camera + "\""));
    assertEquals(200, answer.status(), answer.toString());
    return answer.body();
  }

  /** And vera, who tries, is told the same. */
  private void assertSameAsReal(JsonNode decision, String camera, String code, String rule) {
    assertDecision(decision, code, rule);
    Answer real = vera.post("/api/v1/cameras/" + camera + "/stream-token", null);
    assertEquals(code, real.code(), real.toString());
    assertEquals(decision.path("message"), real.body().path("message"));
  }

  private static void assertDecision(JsonNode decision, String code, String rule) {
    assertEquals(
        code == null ? "allow" : "deny", decision.path("decision").asText(), decision.toString());
    assertEquals(rule, decision.path("rule").asText(), decision.toString());
    if (code == null) {
      assertFalse(decision.has("code"), decision.toString());
    } else {
      assertEquals(code, decision.path("code").asText(), decision.toString());
    }
  }

  private static void assertQuota(JsonNode decision, int index, String expected) {
    JsonNode quota = decision.path("quota").path(index);
    assertEquals(
        expected,
        String.join(
            " ",
            quota.path("scope").asText(),
            quota.path("entitlement").asText(),
            quota.path("limit").asText(),
            quota.path("inUse").asText(),
            quota.path("wouldFit").asText()));
  }

  private void overridden(String overrides) {
    Answer changed = platform.patch(TENANT_PATH, "{\"overrides\":" + overrides + "}");
    assertEquals(200, changed.status(), changed.toString());
  }

  private int sessions() {
    return database.inTenant(
        new TenantId(TENANT),
        handle ->
            handle.createQuery("select count(*) from stream_session").mapTo(Integer.class).one());
  }
}
