package io.atalaya.api.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.api.ApiClient;
import io.atalaya.api.FakeGateway;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.Until;
import io.atalaya.api.identity.SigningKeys;
import io.atalaya.api.platform.Database;
import io.atalaya.contract.gateway.FailureKind;
import io.atalaya.contract.gateway.IngestState;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class HealthLoopTest {
  private static final String BODY = "{\"source\":\"rtsp://u:p%40ss@10.1.2.3:8554/s?ch=1\"}";

  @TestHTTPResource URI base;

  @ConfigProperty(name = "atalaya.gateway-url")
  URI gatewayUrl;

  @Inject Database database;
  @Inject ObjectMapper json;
  @Inject SigningKeys keys;
  @Inject Looks looks;
  @Inject GatewayWatch watch;
  @Inject Lanes lanes;

  private FakeGateway gateway;
  private ApiClient acme;
  private ApiClient globex;

  @BeforeEach
  void an_empty_platform() {
    acme = ApiClient.at(base).asAdminOf("sync-acme");
    globex = ApiClient.at(base).asAdminOf("sync-globex");
    database.acrossTenants(handle -> handle.execute("delete from camera"));
    gateway = FakeGateway.at(gatewayUrl, json, keys::published);
  }

  @AfterEach
  void no_gateway() {
    gateway.close();
  }

  @Test
  void a_new_camera_reaches_the_gateway_by_itself_with_its_credentials() {
    acme.put("/api/v1/cameras/lobby", BODY);
    Until.holds("provisioned", () -> gateway.camera("sync-acme", "lobby").isPresent());
    var request = gateway.camera("sync-acme", "lobby").orElseThrow().request();
    assertEquals("rtsp://u:p%40ss@10.1.2.3:8554/s?ch=1", request.source());
    assertEquals(1, request.generation());
    Until.holds("online", () -> summary(acme, "lobby").equals("online"));
  }

  @Test
  void a_sync_by_hand_answers_with_conditions_and_what_the_gateway_measured() {
    acme.put("/api/v1/cameras/lobby", BODY);
    JsonNode health = acme.post("/api/v1/cameras/lobby/sync-health", null).body();
    assertEquals("online", health.path("summary").asText(), health.toString());
    assertEquals("Reachable", health.path("conditions").get(0).path("type").asText());
    assertEquals("true", health.path("conditions").get(0).path("status").asText());
    JsonNode measured = health.path("gateway");
    assertEquals(15.0, measured.path("fps").asDouble());
    assertEquals(300, measured.path("startup").path("keyFrameMillis").asInt());
    assertEquals(3, measured.path("packetsLost").asInt());
    assertEquals(health, acme.get("/api/v1/cameras/lobby/health").body(), "and it is kept");
    assertEquals(404, globex.get("/api/v1/cameras/lobby/health").status());
    assertEquals(404, globex.post("/api/v1/cameras/lobby/sync-health", null).status());
  }

  @Test
  void health_says_when_it_looks_next() {
    acme.put("/api/v1/cameras/lobby", BODY);
    JsonNode health = acme.post("/api/v1/cameras/lobby/sync-health", null).body();
    Instant next = Instant.parse(health.path("nextSyncAt").asText("missing"));
    Instant last = Instant.parse(health.path("lastSyncAt").asText("missing"));
    assertTrue(next.isAfter(last), health.toString());
    assertTrue(!next.isAfter(last.plus(Duration.ofSeconds(16))), health.toString());
  }

  @Test
  void cameras_of_a_restarted_gateway_are_provisioned_again() {
    for (int i = 0; i < 5; i++) {
      acme.put("/api/v1/cameras/cam-" + i, BODY);
      globex.put("/api/v1/cameras/cam-" + i, BODY);
    }
    looks.all();
    gateway.forgetAll();
    looks.all();
    for (int i = 0; i < 5; i++) {
      assertTrue(gateway.camera("sync-acme", "cam-" + i).isPresent());
      assertTrue(gateway.camera("sync-globex", "cam-" + i).isPresent());
      assertEquals("online", summary(acme, "cam-" + i));
    }
  }

  @Test
  void a_gateway_that_was_started_anew_has_all_its_cameras_looked_at_within_seconds() {
    acme.put("/api/v1/cameras/lobby", BODY);
    globex.put("/api/v1/cameras/lobby", BODY);
    looks.all();
    Lane lane = lanes.all().getFirst();
    watch.look(lane);
    database.acrossTenants(
        handle -> handle.execute("update camera_sync set due_at = now() + interval '10 min'"));
    watch.look(lane);
    assertEquals(0, dueWithinSeconds(6), "nothing happened");
    gateway.restart();
    watch.look(lane);
    assertEquals(2, dueWithinSeconds(6));
  }

  @Test
  void a_camera_that_its_gateway_sees_well_again_is_looked_at_whatever_pause_it_is_in() {
    acme.put("/api/v1/cameras/lobby", BODY);
    acme.put("/api/v1/cameras/dead", BODY);
    looks.all();
    gateway.setState("sync-acme", "dead", IngestState.PARKED, FailureKind.CREDENTIALS_REJECTED);
    looks.all();
    assertEquals("auth_failed", summary(acme, "dead"));
    database.acrossTenants(
        handle -> handle.execute("update camera_sync set due_at = now() + interval '10 min'"));
    watch.compare(lanes.all().getFirst());
    assertEquals(0, dueWithinSeconds(0));
    gateway.setState("sync-acme", "dead", IngestState.LIVE, null);
    watch.compare(lanes.all().getFirst());
    assertEquals(1, dueWithinSeconds(0));
  }

  private int dueWithinSeconds(int seconds) {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                "select count(*) from camera_sync where due_at <= now() + make_interval(secs => :s)")
            .bind("s", seconds)
            .mapTo(int.class)
            .one());
  }

  @Test
  void a_gateway_that_is_away_makes_cameras_unknown_and_a_sync_by_hand_says_so() {
    acme.put("/api/v1/cameras/lobby", BODY);
    looks.all();
    assertEquals("online", summary(acme, "lobby"));
    gateway.close();
    looks.all();
    assertEquals("online", summary(acme, "lobby"), "one answer that is missing says nothing");
    looks.all();
    assertEquals("unknown", summary(acme, "lobby"));
    var refused = acme.post("/api/v1/cameras/lobby/sync-health", null);
    assertEquals(503, refused.status(), refused.toString());
    assertEquals("gateway_unavailable", refused.code());
    assertEquals("5", refused.header("Retry-After"));
    assertEquals("unknown", summary(acme, "lobby"));

    gateway = FakeGateway.at(gatewayUrl, json, keys::published);
    looks.all();
    assertEquals("online", summary(acme, "lobby"));
  }

  @Test
  void one_bad_camera_does_not_keep_the_others_from_being_judged() {
    acme.put("/api/v1/cameras/good", BODY);
    acme.put("/api/v1/cameras/locked", BODY);
    acme.put("/api/v1/cameras/dead", BODY);
    looks.all();
    gateway.setState("sync-acme", "locked", IngestState.PARKED, FailureKind.CREDENTIALS_REJECTED);
    gateway.setState("sync-acme", "dead", IngestState.RETRYING, FailureKind.UNREACHABLE);
    looks.all();
    assertEquals("online", summary(acme, "good"));
    assertEquals("auth_failed", summary(acme, "locked"));
    assertEquals("degraded", summary(acme, "dead"), "one failure");
    assertEquals("unreachable", acme.get("/api/v1/cameras/dead").body().path("reason").asText());
  }

  @Test
  void a_deleted_camera_is_gone_from_the_gateway_before_its_row_goes() {
    acme.put("/api/v1/cameras/lobby", BODY);
    globex.put("/api/v1/cameras/lobby", BODY);
    looks.all();
    gateway.close();
    acme.delete("/api/v1/cameras/lobby");
    looks.all();
    assertEquals(1, rows("sync-acme"), "no gateway has confirmed it");

    gateway = FakeGateway.at(gatewayUrl, json, keys::published);
    gateway.runOrphan("sync-acme", "lobby");
    looks.all();
    assertTrue(gateway.camera("sync-acme", "lobby").isEmpty());
    assertEquals(0, rows("sync-acme"));
    assertTrue(gateway.camera("sync-globex", "lobby").isPresent(), "the other tenant's runs on");
  }

  @Test
  void a_camera_that_nobody_knows_is_removed_from_the_gateway() {
    gateway.runOrphan("sync-acme", "ghost");
    gateway.runOrphan("tenant-of-nobody", "ghost");
    looks.all();
    assertTrue(gateway.camera("sync-acme", "ghost").isEmpty());
    assertTrue(gateway.camera("tenant-of-nobody", "ghost").isEmpty());
  }

  @Test
  void a_switched_off_camera_leaves_the_gateway_and_comes_back() {
    acme.put("/api/v1/cameras/lobby", BODY);
    looks.all();
    acme.patch("/api/v1/cameras/lobby", "{\"enabled\":false}");
    looks.all();
    assertTrue(gateway.camera("sync-acme", "lobby").isEmpty());
    assertEquals("disabled", summary(acme, "lobby"));
    acme.patch("/api/v1/cameras/lobby", "{\"enabled\":true}");
    looks.all();
    assertEquals(3, gateway.camera("sync-acme", "lobby").orElseThrow().request().generation());
    assertEquals("online", summary(acme, "lobby"));
  }

  @Test
  void a_suspended_tenants_cameras_are_pulled_no_more_until_it_is_resumed() {
    ApiClient admin = ApiClient.at(base).asPlatformAdmin();
    acme.put("/api/v1/cameras/lobby", BODY);
    globex.put("/api/v1/cameras/lobby", BODY);
    looks.all();
    admin.post("/api/v1/tenants/sync-acme:suspend", null);
    looks.all();
    assertTrue(gateway.camera("sync-acme", "lobby").isEmpty());
    assertTrue(gateway.camera("sync-globex", "lobby").isPresent());
    assertEquals(
        "tenant_suspended",
        acme.get("/api/v1/cameras/lobby").body().path("reason").asText(),
        "not just switched off: nobody of the tenant did that");
    admin.post("/api/v1/tenants/sync-acme:resume", null);
    looks.all();
    assertTrue(gateway.camera("sync-acme", "lobby").isPresent());
  }

  @Test
  void deprovisioning_one_tenant_empties_the_gateway_of_it_and_leaves_the_other() {
    ApiClient admin = ApiClient.at(base).asPlatformAdmin();
    ApiClient gone = ApiClient.at(base).asAdminOf("sync-gone");
    gone.put("/api/v1/cameras/lobby", BODY);
    globex.put("/api/v1/cameras/lobby", BODY);
    looks.all();
    var token = gone.post("/api/v1/cameras/lobby/stream-token", null);
    assertEquals(201, token.status(), token.toString());
    var report = admin.post("/api/v1/tenants/sync-gone:deprovision", null).body();
    assertEquals("deprovisioned", report.path("state").asText(), report.toString());
    assertTrue(gateway.camera("sync-gone", "lobby").isEmpty());
    assertEquals(0, rows("sync-gone"));
    assertTrue(gateway.camera("sync-globex", "lobby").isPresent());
    assertEquals("online", summary(globex, "lobby"));
    assertEquals(
        "deprovisioned",
        admin.post("/api/v1/tenants/sync-gone:deprovision", null).body().path("state").asText());
  }

  @Test
  void a_full_gateway_refuses_and_the_camera_says_why() {
    gateway.limitTo(0);
    acme.put("/api/v1/cameras/lobby", BODY);
    looks.all();
    var camera = acme.get("/api/v1/cameras/lobby").body();
    if (!camera.path("reason").asText().equals("gateway_at_capacity")) {
      camera = acme.post("/api/v1/cameras/lobby/sync-health", null).body();
    }
    assertEquals("gateway_at_capacity", camera.path("reason").asText(), camera.toString());
  }

  @Test
  void a_generation_from_the_future_is_replaced() {
    acme.put("/api/v1/cameras/lobby", BODY);
    acme.patch("/api/v1/cameras/lobby", "{\"onDemand\":true}");
    looks.all();
    database.acrossTenants(
        handle -> handle.execute("update camera set generation = 1 where tenant_id = 'sync-acme'"));
    looks.all();
    assertEquals(1, gateway.camera("sync-acme", "lobby").orElseThrow().request().generation());
  }

  @Test
  void the_operator_sees_the_gateway_up_and_down_and_nobody_else_does() {
    ApiClient admin = ApiClient.at(base).asPlatformAdmin();
    JsonNode up = admin.get("/api/v1/gateways").body().get(0);
    assertEquals("up", up.path("state").asText());
    assertEquals("gateway-1", up.path("nodeId").asText());
    assertEquals(500, up.path("cameraCapacity").asInt());
    gateway.close();
    JsonNode down = admin.get("/api/v1/gateways").body().get(0);
    assertEquals("down", down.path("state").asText());
    assertEquals(up.path("lastSeenAt"), down.path("lastSeenAt"));
    assertEquals("permission_denied", acme.get("/api/v1/gateways").code());
  }

  private static String summary(ApiClient client, String camera) {
    return client.get("/api/v1/cameras/" + camera).body().path("summary").asText();
  }

  private int rows(String tenant) {
    return database.acrossTenants(handle ->
        handle
            .createQuery("select count(*) from camera where tenant_id = :tenant")
            .bind("tenant", tenant)
            .mapTo(int.class)
            .one());
  }
}
