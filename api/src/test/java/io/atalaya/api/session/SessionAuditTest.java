package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.platform.Database;
import io.atalaya.contract.id.TenantId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who watched what, when, how long, from where and why. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class SessionAuditTest {
  private static final String TOKEN = "/api/v1/cameras/lobby/stream-token";

  @TestHTTPResource URI base;
  @Inject Database database;
  @Inject Sessions sessions;
  @Inject SessionSweeper sweeper;

  private GatewayCalls gateway;
  private String tenant;
  private ApiClient boss;

  /** A tenant of its own for each test: the audit only grows. Starter: 4 streams. */
  @BeforeEach
  void a_tenant_with_a_camera() {
    gateway = new GatewayCalls(base);
    tenant = "aud-" + UUID.randomUUID().toString().substring(24);
    boss = ApiClient.at(base).asAdminOf(tenant, "starter").with("User-Agent", "Vera's browser/1.0");
    boss.put("/api/v1/cameras/lobby", "{\"source\":\"rtsp://10.1.2.3/s\"}");
  }

  @Test
  void each_step_says_who_what_when_how_long_from_where_and_why() {
    Instant before = databaseNow();
    ApiClient.Answer taken = boss.with("X-Request-Id", "req-1").post(TOKEN, null);
    String id = taken.body().path("session").path("id").asText();
    assertEquals(200, gateway.activate(taken.body()).status());
    set(id, "activated_at = activated_at - interval '90 seconds'");
    boss.post("/api/v1/sessions/" + id + "/end", "{\"reason\":\"seen enough\"}");

    List<JsonNode> events = events("?subject=session/" + id);
    assertEquals(List.of("session.ended", "session.active", "session.issued"), actions(events));
    JsonNode issued = events.get(2);
    JsonNode me = boss.get("/api/v1/me").body();
    assertEquals(tenant, issued.path("tenantId").asText());
    assertEquals("user", issued.path("actor").path("kind").asText());
    assertEquals("admin", issued.path("actor").path("name").asText());
    assertEquals(me.path("userId").asText(), issued.path("actor").path("id").asText());
    assertEquals(me.path("userId").asText(), issued.path("userId").asText());
    assertEquals("lobby", issued.path("cameraId").asText());
    assertEquals("127.0.0.1", issued.path("clientAddress").asText());
    assertEquals("Vera's browser/1.0", issued.path("userAgent").asText());
    assertEquals("req-1", issued.path("requestId").asText());
    assertFalse(issued.has("reason"));
    Instant at = Instant.parse(issued.path("at").asText());
    assertFalse(at.isBefore(before) || at.isAfter(databaseNow()), issued.toString());

    JsonNode active = events.get(1);
    assertEquals("gateway", active.path("actor").path("kind").asText());
    assertEquals("gateway-1", active.path("actor").path("id").asText());
    assertEquals("issued", active.path("details").path("from").asText());

    JsonNode ended = events.get(0);
    assertEquals("seen enough", ended.path("reason").asText());
    assertEquals("active", ended.path("details").path("from").asText());
    long watched = ended.path("details").path("watchedSeconds").asLong();
    assertTrue(watched >= 90 && watched < 120, ended.toString());
  }

  @Test
  void a_program_a_colleague_and_the_clock_are_told_apart() {
    String key =
        boss.post("/api/v1/api-keys", "{\"name\":\"wall\",\"role\":\"viewer\"}")
            .body()
            .path("key")
            .asText();
    ApiClient wall = ApiClient.at(base).with("Authorization", "Bearer " + key);
    String first = id(wall.post(TOKEN, null));
    String second = id(wall.post(TOKEN, null));
    assertEquals(200, boss.post("/api/v1/sessions/" + first + "/end", null).status());
    set(second, "lease_expires_at = clock_timestamp() - interval '1 second'");
    sweeper.sweep();

    JsonNode taken = events("?action=session.issued&subject=session/" + first).getFirst();
    assertEquals("api_key", taken.path("actor").path("kind").asText());
    assertEquals("wall", taken.path("actor").path("name").asText());
    JsonNode ended = events("?action=session.ended").getFirst();
    assertEquals("user", ended.path("actor").path("kind").asText());
    assertEquals("admin", ended.path("reason").asText());
    assertEquals(taken.path("userId"), ended.path("userId"), "whom it concerns");
    JsonNode expired = events("?action=session.expired").getFirst();
    assertEquals("system", expired.path("actor").path("kind").asText());
    assertEquals("never_claimed", expired.path("reason").asText());
    assertEquals(0, expired.path("details").path("watchedSeconds").asLong());
    assertFalse(expired.has("clientAddress"));
  }

  @Test
  void whoever_only_notices_that_time_ran_out_did_not_do_it() {
    String id = id(boss.post(TOKEN, null));
    set(id, "lease_expires_at = clock_timestamp() - interval '1 second'");
    boss.post("/api/v1/sessions/" + id + "/end", null);
    JsonNode expired = events("?subject=session/" + id).getFirst();
    assertEquals("session.expired", expired.path("action").asText());
    assertEquals("system", expired.path("actor").path("kind").asText());
  }

  @Test
  void a_token_minted_again_is_no_step() {
    String body = "{\"clientInstanceId\":\"tab-1\"}";
    String id = id(boss.post(TOKEN, body));
    assertEquals(id, id(boss.post(TOKEN, body)));
    assertEquals(List.of("session.issued"), actions(events("?subject=session/" + id)));
  }

  @Test
  void a_page_that_leaves_says_so_and_one_that_does_not_come_back_is_ended_by_time() {
    JsonNode ticket = boss.post(TOKEN, null).body();
    String id = ticket.path("session").path("id").asText();
    assertEquals(200, gateway.activate(ticket).status());
    String body = "{\"tokenId\":\"%s\"}".formatted(ticket.path("tokenId").asText());
    assertEquals(200, boss.post("/api/v1/sessions/" + id + "/leave", body).status());
    set(id, "lease_expires_at = clock_timestamp() - interval '1 second'");
    sweeper.sweep();
    List<JsonNode> events = events("?subject=session/" + id);
    assertEquals(
        List.of("session.expired", "session.left", "session.active", "session.issued"),
        actions(events));
    assertEquals("viewer_left", events.getFirst().path("reason").asText());
    assertEquals("system", events.getFirst().path("actor").path("kind").asText());
    assertEquals("admin", events.get(1).path("actor").path("name").asText());
    assertEquals("admin", events.get(1).path("details").path("username").asText());
  }

  @Test
  void what_is_rolled_back_was_never_audited() {
    String id = id(boss.post(TOKEN, null));
    assertThrows(
        IllegalStateException.class,
        () ->
            QuarkusTransaction.requiringNew()
                .run(() -> {
                  assertEquals(
                      1, sessions.endAll(new TenantId(tenant), EndReason.TENANT_SUSPENDED));
                  throw new IllegalStateException("on purpose");
                }));
    assertEquals("issued", boss.get("/api/v1/sessions/" + id).body().path("state").asText());
    assertEquals(List.of("session.issued"), actions(events("?subject=session/" + id)));
  }

  @Test
  void a_refusal_is_audited_although_its_transaction_was_rolled_back() {
    for (int i = 0; i < 4; i++) {
      assertEquals(201, boss.post(TOKEN, null).status());
    }
    for (int i = 0; i < 20; i++) {
      assertEquals(409, boss.post(TOKEN, null).status());
    }
    boss.patch("/api/v1/cameras/lobby", "{\"enabled\":false}");
    assertEquals("camera_disabled", boss.post(TOKEN, null).code());
    List<JsonNode> refused = events("?action=stream.refused&cameraId=lobby");
    assertEquals(2, refused.size(), "repetitions are counted, not written: " + refused);
    assertEquals("camera_disabled", refused.get(0).path("reason").asText());
    assertEquals("stream_limit_reached", refused.get(1).path("reason").asText());
    assertEquals("tenant", refused.get(1).path("details").path("scope").asText());
    assertEquals(4, refused.get(1).path("details").path("limit").asInt());
    assertEquals("camera/lobby", refused.get(1).path("subject").asText());
    assertEquals("admin", refused.get(1).path("actor").path("name").asText());
  }

  @Test
  void a_role_that_does_not_allow_it_leaves_a_trace() {
    ApiClient vera = person("vera");
    assertEquals(403, vera.get("/api/v1/audit").status());
    JsonNode denied = events("?action=access.denied").getFirst();
    assertEquals("action/audit_read", denied.path("subject").asText());
    assertEquals("vera", denied.path("actor").path("name").asText());
    assertEquals("permission_denied", denied.path("reason").asText());
  }

  @Test
  void pages_go_on_where_the_last_one_ended_and_filters_narrow() {
    for (int i = 0; i < 4; i++) {
      boss.post(TOKEN, null);
    }
    var seen = new ArrayList<String>();
    String cursor = "";
    do {
      JsonNode page = boss.get("/api/v1/audit?action=session.issued&limit=1" + cursor).body();
      page.path("items").forEach(item -> seen.add(item.path("id").asText()));
      cursor = page.has("nextCursor") ? "&cursor=" + page.path("nextCursor").asText() : "";
    } while (!cursor.isEmpty());
    assertEquals(4, seen.size());
    assertEquals(4, List.copyOf(new java.util.TreeSet<>(seen)).size(), "none twice");
    String me = boss.get("/api/v1/me").body().path("userId").asText();
    assertEquals(4, events("?action=session.issued&userId=" + me).size());
    assertEquals(0, events("?userId=" + UUID.randomUUID()).size());
    assertEquals(0, events("?cameraId=yard").size());
    Instant now = databaseNow();
    assertEquals(0, events("?from=" + now).size());
    String lately = "&from=" + now.minusSeconds(600) + "&to=" + now;
    assertEquals(4, events("?action=session.issued" + lately).size());
  }

  @Test
  void the_platform_sees_all_tenants_and_a_tenant_only_itself() {
    String id = id(boss.post(TOKEN, null));
    ApiClient admin = ApiClient.at(base).asPlatformAdmin();
    String query = "/api/v1/audit?subject=session/" + id;
    assertEquals(1, admin.get(query).body().path("items").size());
    assertEquals(1, admin.with("Tenant-Id", tenant).get(query).body().path("items").size());
    ApiClient other = ApiClient.at(base).asAdminOf("aud-other");
    assertEquals(0, other.get(query).body().path("items").size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?from=yesterday",
        "?to=2026-01-01",
        "?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
        "?from=-1000000000-01-01T00:00:00Z",
        "?to=%2B1000000000-01-01T00:00:00Z",
        "?action=DROP",
        "?action=session.",
        "?action=session.*",
        "?outcome=maybe",
        "?actorKind=robot",
        "?actorId=%0A",
        "?subject=%00",
        "?cameraId=X",
        "?userId=x",
        "?limit=0",
        "?cursor=YQ",
        "?cursor=YQpi"
      })
  void a_malformed_look_up_is_a_400(String query) {
    ApiClient.Answer refused = boss.get("/api/v1/audit" + query);
    assertEquals(400, refused.status(), refused.toString());
    assertEquals("validation_failed", refused.code());
  }

  private List<JsonNode> events(String query) {
    ApiClient.Answer answer = boss.get("/api/v1/audit" + query);
    assertEquals(200, answer.status(), answer.toString());
    var found = new ArrayList<JsonNode>();
    answer.body().path("items").forEach(found::add);
    return found;
  }

  private static List<String> actions(List<JsonNode> events) {
    return events.stream().map(event -> event.path("action").asText()).toList();
  }

  private static String id(ApiClient.Answer ticket) {
    assertEquals(201, ticket.status(), ticket.toString());
    return ticket.body().path("session").path("id").asText();
  }

  private ApiClient person(String name) {
    boss.post(
        "/api/v1/users",
        "{\"username\":\"%s\",\"displayName\":\"%s\",\"role\":\"viewer\",\"password\":\"%s\"}"
            .formatted(name, name, name + "-and-a-long-password"));
    return ApiClient.at(base).signedIn(tenant, name, name + "-and-a-long-password");
  }

  private Instant databaseNow() {
    return database.acrossTenants(
        handle -> handle.createQuery("select clock_timestamp()").mapTo(Instant.class).one());
  }

  private void set(String session, String assignments) {
    database.acrossTenants(handle ->
        handle.execute(
            "update stream_session set " + assignments + " where session_id = ?::uuid", session));
  }
}
