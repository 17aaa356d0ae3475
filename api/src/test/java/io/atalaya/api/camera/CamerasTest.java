package io.atalaya.api.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.platform.Database;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class CamerasTest {
  private static final String LOBBY =
      """
      {"name":"Lobby","source":"rtsp://viewer:s3cr3t-pw@10.1.2.3/stream","labels":{"site":"hq"}}
      """;

  @TestHTTPResource URI base;
  @Inject Database database;

  private ApiClient acme;
  private ApiClient globex;

  @BeforeEach
  void two_tenants() {
    acme = ApiClient.at(base).asAdminOf("cam-acme");
    globex = ApiClient.at(base).asAdminOf("cam-globex");
    database.acrossTenants(handle ->
        handle.execute("delete from camera where tenant_id in ('cam-acme', 'cam-globex')"));
  }

  @Test
  @DisplayName("isolates same cameraId across different tenants without collisions")
  void isolates_same_camera_id_across_different_tenants_without_collisions() {
    assertEquals(201, acme.put("/api/v1/cameras/lobby", LOBBY).status());
    String other = LOBBY.replace("Lobby", "Globex lobby").replace("10.1.2.3", "10.9.9.9");
    assertEquals(201, globex.put("/api/v1/cameras/lobby", other).status());

    assertEquals("Lobby", acme.get("/api/v1/cameras/lobby").body().path("name").asText());
    var theirs = globex.get("/api/v1/cameras/lobby").body();
    assertEquals("Globex lobby", theirs.path("name").asText());
    assertEquals("rtsp://***:***@10.9.9.9/stream", theirs.path("source").asText());

    assertEquals(204, acme.delete("/api/v1/cameras/lobby").status());
    assertEquals(404, acme.get("/api/v1/cameras/lobby").status());
    assertEquals(
        withoutHealth(theirs),
        withoutHealth(globex.get("/api/v1/cameras/lobby").body()),
        "the other one is untouched");
    assertEquals(1, globex.get("/api/v1/cameras").body().path("items").size());
  }

  @Test
  void removing_one_tenant_leaves_the_other_tenants_cameras() {
    ApiClient gone = ApiClient.at(base).asAdminOf("cam-gone");
    assertEquals(201, gone.put("/api/v1/cameras/lobby", LOBBY).status());
    assertEquals(201, globex.put("/api/v1/cameras/lobby", LOBBY).status());
    var admin = ApiClient.at(base).asPlatformAdmin();
    // No gateway answers, so nothing may be purged yet.
    var stuck = admin.post("/api/v1/tenants/cam-gone:deprovision", null);
    assertEquals("deprovisioning", stuck.body().path("state").asText(), stuck.toString());
    assertEquals(1, rows("cam-gone"));
    assertEquals(200, globex.get("/api/v1/cameras/lobby").status());
  }

  @Test
  void what_is_said_is_kept_and_a_gateway_sees_a_new_generation_only_when_it_must() {
    var made = acme.put("/api/v1/cameras/lobby", LOBBY);
    assertEquals("\"1\"", made.header("ETag"));
    assertEquals(1, made.body().path("generation").asInt());
    assertEquals("provisioned", made.body().path("lifecycle").asText());
    assertEquals("auto", made.body().path("engine").asText());
    assertEquals("hq", made.body().path("labels").path("site").asText());

    var again = acme.put("/api/v1/cameras/lobby", LOBBY);
    assertEquals(200, again.status());
    assertEquals("\"1\"", again.header("ETag"), "nothing changed");

    var renamed = acme.patch("/api/v1/cameras/lobby", "{\"name\":\"Front\"}");
    assertEquals("\"2\"", renamed.header("ETag"));
    assertEquals(1, renamed.body().path("generation").asInt(), "a name is not the gateway's");
    assertEquals("rtsp://***:***@10.1.2.3/stream", renamed.body().path("source").asText());

    var demand = acme.patch("/api/v1/cameras/lobby", "{\"onDemand\":true,\"engine\":\"ffmpeg\"}");
    assertEquals(2, demand.body().path("generation").asInt());

    var off = acme.post("/api/v1/cameras/lobby/deprovision", null);
    assertEquals("deprovisioned", off.body().path("lifecycle").asText());
    assertEquals(3, off.body().path("generation").asInt());
    var offAgain = acme.post("/api/v1/cameras/lobby/deprovision", null);
    assertEquals(3, offAgain.body().path("generation").asInt(), "idempotent");
    assertEquals(
        4, acme.post("/api/v1/cameras/lobby/provision", null).body().path("generation").asInt());
  }

  @Test
  void edits_are_refused_when_somebody_else_was_faster() {
    acme.put("/api/v1/cameras/lobby", LOBBY);
    acme.patch("/api/v1/cameras/lobby", "{\"name\":\"Front\"}");
    var stale = acme.with("If-Match", "\"1\"").patch("/api/v1/cameras/lobby", "{\"name\":\"X\"}");
    assertEquals(412, stale.status(), stale.toString());
    assertEquals(412, acme.with("If-Match", "\"1\"").delete("/api/v1/cameras/lobby").status());
    assertEquals(
        200,
        acme.with("If-Match", "\"2\"").patch("/api/v1/cameras/lobby", "{\"name\":\"X\"}").status());
    assertEquals(
        412, acme.with("If-Match", "\"1\"").put("/api/v1/cameras/unknown", LOBBY).status());
    var taken = acme.with("If-None-Match", "*").put("/api/v1/cameras/lobby", LOBBY);
    assertEquals(409, taken.status());
    assertEquals("camera_already_exists", taken.code());
  }

  @Test
  void a_camera_deleted_while_no_gateway_answers_can_be_made_anew_and_is_another_generation() {
    acme.put("/api/v1/cameras/lobby", LOBBY);
    acme.delete("/api/v1/cameras/lobby");
    assertEquals(404, acme.delete("/api/v1/cameras/lobby").status());
    assertEquals(1, rows("cam-acme"), "the row waits for the gateway");
    var anew = acme.put("/api/v1/cameras/lobby", LOBBY);
    assertEquals(201, anew.status());
    assertEquals(3, anew.body().path("generation").asInt());
  }

  @Test
  void pages_follow_each_other_without_gap_or_repetition() {
    for (int i = 0; i < 5; i++) {
      acme.put("/api/v1/cameras/cam-" + i, LOBBY);
    }
    globex.put("/api/v1/cameras/cam-1", LOBBY);
    var seen = new ArrayList<String>();
    String cursor = "";
    do {
      var page = acme.get("/api/v1/cameras?limit=2" + cursor).body();
      page.path("items").forEach(item -> seen.add(item.path("cameraId").asText()));
      cursor = page.has("nextCursor") ? "&cursor=" + page.path("nextCursor").asText() : null;
    } while (cursor != null);
    assertEquals(List.of("cam-0", "cam-1", "cam-2", "cam-3", "cam-4"), seen);
  }

  @Test
  void people_of_the_platform_list_all_tenants_or_the_one_they_name() {
    acme.put("/api/v1/cameras/lobby", LOBBY);
    globex.put("/api/v1/cameras/lobby", LOBBY);
    var admin = ApiClient.at(base).asPlatformAdmin();
    var tenants = new ArrayList<String>();
    admin
        .get("/api/v1/cameras?limit=200")
        .body()
        .path("items")
        .forEach(item -> tenants.add(item.path("tenantId").asText()));
    assertTrue(tenants.containsAll(List.of("cam-acme", "cam-globex")), tenants.toString());
    var one = admin.get("/api/v1/cameras?tenantId=cam-globex").body().path("items");
    assertEquals(1, one.size());
    assertEquals("cam-globex", one.get(0).path("tenantId").asText());
    assertEquals(404, acme.get("/api/v1/cameras?tenantId=cam-globex").status());
    assertEquals("tenant_required", admin.get("/api/v1/cameras/lobby").code());
  }

  @Test
  void a_plan_allows_so_many_cameras_and_no_more() {
    ApiClient small = ApiClient.at(base).asAdminOf("cam-small", "starter");
    for (int i = 0; i < 10; i++) {
      assertEquals(201, small.put("/api/v1/cameras/cam-" + i, LOBBY).status());
    }
    var refused = small.put("/api/v1/cameras/one-more", LOBBY);
    assertEquals(403, refused.status());
    assertEquals("entitlement_denied", refused.code());
    assertEquals(10, refused.body().path("details").path("limit").asInt());
    assertEquals(
        200, small.put("/api/v1/cameras/cam-0", LOBBY).status(), "replacing is no new one");
    var inUse = small.get("/api/v1/usage").body().path("entitlements").path("maxCameras");
    assertEquals(10, inUse.path("inUse").asInt());
  }

  @Test
  void a_source_is_never_readable_in_clear() {
    var log = new CapturedLog();
    Logger.getLogger("").addHandler(log);
    try {
      acme.put("/api/v1/cameras/lobby", LOBBY);
      acme.patch("/api/v1/cameras/lobby", "{\"source\":\"rtsp://viewer:s3cr3t-pw@127.0.0.1/x\"}");
      acme.get("/api/v1/cameras/lobby/health");
    } finally {
      Logger.getLogger("").removeHandler(log);
    }
    assertFalse(log.text().contains("s3cr3t-pw"), "in the log");
    assertFalse(acme.get("/api/v1/cameras/lobby").toString().contains("s3cr3t-pw"), "in a GET");
    assertFalse(acme.get("/api/v1/cameras").toString().contains("s3cr3t-pw"), "in a list");
    List<String> stored =
        database.acrossTenants(handle ->
            handle
                .createQuery(
                    "select c::text || encode(source, 'escape') from camera c"
                        + " where tenant_id = 'cam-acme'")
                .mapTo(String.class)
                .list());
    assertEquals(1, stored.size());
    assertFalse(stored.getFirst().contains("s3cr3t-pw"), "in the row");
    assertFalse(stored.getFirst().contains("viewer"), "the user name in the row");
  }

  @Test
  void a_sealed_source_moved_to_another_camera_does_not_open_there() {
    acme.put("/api/v1/cameras/lobby", LOBBY);
    globex.put("/api/v1/cameras/lobby", LOBBY);
    byte[] mine = sealed("cam-acme");
    assertNotEquals(
        new String(mine, StandardCharsets.ISO_8859_1),
        new String(sealed("cam-globex"), StandardCharsets.ISO_8859_1));
    database.acrossTenants(handle ->
        handle.execute("update camera set source = ? where tenant_id = 'cam-globex'", mine));
    assertEquals(500, globex.patch("/api/v1/cameras/lobby", "{\"name\":\"X\"}").status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://10.1.2.3/x",
        "rtsp://10.1.2.3/a\\u0000b",
        "rtsp://10.1.2.3/a\\nb",
        "rtsp://127.0.0.1/x",
        "rtsp://[::1]/x",
        "rtsp://[::ffff:127.0.0.1]/x",
        "rtsp://localhost/x",
        "rtsp://169.254.1.1/x",
        "rtsp://169.254.169.254/latest",
        "rtsp://[fe80::1]/x",
        "rtsp://0x7f000001/x",
        "rtsp://2130706433/x",
        "rtsp://127.1/x",
        "rtsp://0177.0.0.1/x",
        "rtsp://0.0.0.0/x",
        "rtsp://224.0.0.1/x",
        "rtsp://[64:ff9b::7f00:1]/x",
        "rtsp://[1:2:3]/x",
        "rtsp://***:***@10.1.2.3/x",
        "",
      })
  void a_bad_source_is_a_400_that_names_it_and_nothing_is_stored(String source) {
    var refused = acme.put("/api/v1/cameras/bad", "{\"source\":\"%s\"}".formatted(source));
    assertEquals(400, refused.status(), refused.toString());
    assertTrue(
        List.of("validation_failed", "source_not_allowed").contains(refused.code()),
        refused.toString());
    var violations = refused.body().path("details").path("violations");
    assertEquals("source", violations.get(0).path("field").asText(), refused.toString());
    assertEquals(0, rows("cam-acme"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"source\":\"rtsp://10.1.2.3/x\",\"colour\":\"red\"}",
        "{\"source\":\"rtsp://10.1.2.3/x\",\"engine\":\"magic\"}",
        "{\"source\":\"rtsp://10.1.2.3/x\",\"name\":\"\"}",
        "{\"source\":\"rtsp://10.1.2.3/x\",\"name\":\"a\\u0007b\"}",
        "{\"source\":\"rtsp://10.1.2.3/x\",\"labels\":{\"Bad Key\":\"x\"}}",
        "{\"source\":\"rtsp://10.1.2.3/x\",\"labels\":{\"site\":null}}",
      })
  void a_bad_body_is_a_400_and_nothing_is_stored(String body) {
    var refused = acme.put("/api/v1/cameras/bad", body);
    assertEquals(400, refused.status(), refused.toString());
    assertEquals(0, rows("cam-acme"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Lobby", "-lobby", "lob_by", "l%20b", "%00"})
  void a_bad_id_is_a_400(String id) {
    var refused = acme.put("/api/v1/cameras/" + id, LOBBY);
    assertEquals(400, refused.status(), refused.toString());
    assertEquals("validation_failed", refused.code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=201", "limit=x", "cursor=%21", "cursor=YQ"})
  void a_bad_page_is_a_400(String query) {
    var refused = acme.get("/api/v1/cameras?" + query);
    assertEquals(400, refused.status(), refused.toString());
  }

  @Test
  void a_viewer_sees_cameras_and_changes_none() {
    acme.put("/api/v1/cameras/lobby", LOBBY);
    acme.post(
        "/api/v1/users",
        """
        {"username":"vera","displayName":"Vera","role":"viewer","password":"veras-own-password"}
        """);
    ApiClient vera = ApiClient.at(base).signedIn("cam-acme", "vera", "veras-own-password");
    assertEquals(200, vera.get("/api/v1/cameras/lobby").status());
    assertEquals("permission_denied", vera.put("/api/v1/cameras/lobby", LOBBY).code());
    assertEquals("permission_denied", vera.delete("/api/v1/cameras/lobby").code());
    assertEquals("permission_denied", vera.post("/api/v1/cameras/lobby/sync-health", null).code());
    assertNull(vera.get("/api/v1/cameras/lobby").code());
  }

  /** What the health loop writes by itself meanwhile is left out. */
  private static JsonNode withoutHealth(JsonNode camera) {
    ObjectNode copy = camera.deepCopy();
    return copy.remove(List.of("summary", "summarySince", "reason"));
  }

  private byte[] sealed(String tenant) {
    return database.acrossTenants(handle ->
        handle
            .createQuery("select source from camera where tenant_id = :tenant")
            .bind("tenant", tenant)
            .mapTo(byte[].class)
            .one());
  }

  private int rows(String tenant) {
    return database.acrossTenants(handle ->
        handle
            .createQuery("select count(*) from camera where tenant_id = :tenant")
            .bind("tenant", tenant)
            .mapTo(int.class)
            .one());
  }

  private static final class CapturedLog extends Handler {
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void publish(LogRecord record) {
      lines.add(record.getMessage() + " " + record.getThrown());
    }

    String text() {
      return String.join("\n", lines);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
