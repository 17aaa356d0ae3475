package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.DatabaseClock;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.TestSql;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A page goes away: a reload comes back into the same session, a closed tab frees its slot. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class LeavingTest {
  private static final String TOKEN = "/api/v1/cameras/lobby/stream-token";
  private static final String TENANT = "leave-acme";
  private static final int LIMIT = 2;

  @TestHTTPResource URI base;
  @Inject SessionSweeper sweeper;

  private GatewayCalls gateway;
  private ApiClient boss;
  private ApiClient vera;
  private TestSql sql;
  private DatabaseClock clock;

  @BeforeEach
  void a_tenant_with_two_streams_and_a_stopped_clock() {
    gateway = new GatewayCalls(base);
    ApiClient.at(base)
        .asPlatformAdmin()
        .put(
            "/api/v1/plans/leave-two",
            """
            {"name":"Two","entitlements":{"maxConcurrentStreams":%d,
             "maxConcurrentStreamsPerUser":10,"maxViewersPerCamera":10,"maxCameras":10,
             "maxSessionSeconds":3600}}
            """
                .formatted(LIMIT));
    boss = ApiClient.at(base).asAdminOf(TENANT, "leave-two");
    boss.put("/api/v1/cameras/lobby", "{\"source\":\"rtsp://10.1.2.3/s\"}");
    String password = "vera-and-a-long-password";
    boss.post(
        "/api/v1/users",
        "{\"username\":\"vera\",\"displayName\":\"Vera\",\"role\":\"viewer\",\"password\":\"%s\"}"
            .formatted(password));
    vera = ApiClient.at(base).signedIn(TENANT, "vera", password);
    sql = TestSql.ofRunningApi();
    sql.execute("delete from stream_session where tenant_id = ?", TENANT);
    clock = DatabaseClock.ofRunningApi();
    clock.stopAt(Instant.now());
  }

  @AfterEach
  void time_goes_on() {
    clock.close();
    sql.close();
  }

  @Test
  void a_reloaded_page_goes_on_in_its_session_at_the_limit() {
    JsonNode before = watched(vera, "tab-1");
    watched(boss, "tab-1");
    assertEquals(200, leave(vera, before).status());
    clock.pass(Duration.ofSeconds(4));
    assertEquals(409, take(boss, "tab-2").status(), "its slot is kept for it");

    JsonNode after = ticket(vera, "tab-1");

    assertEquals(id(before), id(after));
    assertEquals("active", state(after));
    assertEquals(200, gateway.activate(after).status());
    clock.pass(Duration.ofSeconds(20));
    assertEquals("active", state(after), "nothing is left of the leave");
    beat(after, Duration.ZERO);
    clock.pass(Duration.ofSeconds(40));
    assertEquals("active", state(after), "a heartbeat renews as ever");
  }

  @Test
  void a_closed_page_frees_its_slot_when_it_did_not_come_back() {
    JsonNode closed = watched(vera, "tab-1");
    watched(boss, "tab-1");
    assertEquals(200, leave(vera, closed).status());
    ApiClient.Answer refused = take(boss, "tab-2");
    assertEquals(409, refused.status());
    int wait = refused.body().path("details").path("retryAfterSeconds").asInt();
    assertTrue(wait <= 6, "the refusal knows: " + wait);

    clock.pass(SessionDecision.RETURN_WINDOW);

    assertEquals("expired", state(closed), "nobody swept yet");
    assertEquals(201, take(boss, "tab-2").status());
    assertNotEquals(id(closed), take(vera, "tab-1").body().path("session").path("id").asText());
    sweeper.sweep();
    assertEquals("expired/viewer_left", stored(closed));
  }

  @Test
  void media_of_the_page_that_left_does_not_keep_its_slot() {
    JsonNode closed = watched(vera, "tab-1");
    assertEquals(200, leave(vera, closed).status());
    clock.pass(Duration.ofSeconds(3));
    assertEquals(0, beat(closed, Duration.ofSeconds(2)).body().path("cut").size());
    assertEquals(0, beat(closed, Duration.ZERO).body().path("cut").size(), "it may come back");
    clock.pass(Duration.ofSeconds(2));
    JsonNode cut = beat(closed, Duration.ZERO).body().path("cut");
    assertEquals("viewer_left", cut.path(0).path("reason").asText(), cut.toString());
  }

  /** A beacon may be overtaken by the page that comes back. */
  @Test
  void a_leave_that_comes_after_the_return_changes_nothing() {
    JsonNode before = watched(vera, "tab-1");
    JsonNode after = ticket(vera, "tab-1");
    assertEquals(200, leave(vera, before).status());
    assertEquals(200, gateway.activate(after).status());
    clock.pass(Duration.ofSeconds(20));
    assertEquals("active", state(after));
  }

  /** Of two pages under one name the last one speaks for both; the other one asks again. */
  @Test
  void of_two_pages_in_one_session_only_the_one_that_came_last_can_leave_it() {
    JsonNode first = watched(vera, "tab-1");
    JsonNode second = watched(vera, "tab-1");
    assertEquals(id(first), id(second));
    leave(vera, first);
    clock.pass(Duration.ofSeconds(10));
    assertEquals("active", state(first));
    leave(vera, second);
    clock.pass(Duration.ofSeconds(10));
    assertEquals("expired", state(first));
    JsonNode own = watched(vera, "tab-1");
    assertNotEquals(id(first), id(own));
    leave(vera, second);
    clock.pass(Duration.ofSeconds(10));
    assertEquals("active", state(own));
  }

  @Test
  void the_token_of_a_page_that_left_opens_nothing() {
    JsonNode unopened = ticket(vera, "tab-1");
    assertEquals(200, leave(vera, unopened).status());
    assertEquals("session_state_conflict", gateway.activate(unopened).code());
    assertEquals("issued", state(unopened));
    clock.pass(SessionDecision.RETURN_WINDOW);
    assertEquals("expired", state(unopened));
    sweeper.sweep();
    assertEquals("expired/never_claimed", stored(unopened));
  }

  @Test
  void leaving_again_gives_no_more_time_and_what_is_over_stays_so() {
    JsonNode closed = watched(vera, "tab-1");
    leave(vera, closed);
    clock.pass(Duration.ofSeconds(4));
    assertEquals(200, leave(vera, closed).status());
    clock.pass(Duration.ofSeconds(1));
    ApiClient.Answer over = leave(vera, closed);
    assertEquals(200, over.status());
    assertEquals("viewer_left", over.body().path("endReason").asText());
    assertEquals(over.body(), leave(vera, closed).body());
  }

  @Test
  void an_end_after_the_leave_is_an_end() {
    JsonNode stopped = watched(vera, "tab-1");
    leave(vera, stopped);
    vera.post("/api/v1/sessions/" + id(stopped) + "/end", null);
    assertEquals("ended/viewer", stored(stopped));
    leave(vera, stopped);
    assertEquals("ended/viewer", stored(stopped));
  }

  @Test
  void nobody_leaves_for_somebody_else() {
    JsonNode hers = watched(vera, "tab-1");
    ApiClient globex = ApiClient.at(base).asAdminOf("leave-globex");
    for (ApiClient other : new ApiClient[] {boss, globex}) {
      ApiClient.Answer refused = leave(other, hers);
      assertEquals(404, refused.status());
      assertEquals("session_not_found", refused.code());
    }
    assertEquals(
        leave(globex, hers).body().path("code"),
        globex
            .post(
                "/api/v1/sessions/" + UUID.randomUUID() + "/leave",
                "{\"tokenId\":\"%s\"}".formatted(UUID.randomUUID()))
            .body()
            .path("code"));
    clock.pass(Duration.ofSeconds(20));
    assertEquals("active", state(hers));
  }

  @Test
  void a_leave_names_a_token() {
    String path = "/api/v1/sessions/" + id(watched(vera, "tab-1")) + "/leave";
    for (String body : new String[] {null, "{}", "{\"tokenId\":\"x\"}"}) {
      ApiClient.Answer refused = vera.post(path, body);
      assertEquals(400, refused.status(), body + ": " + refused);
    }
  }

  private JsonNode watched(ApiClient viewer, String tab) {
    JsonNode ticket = ticket(viewer, tab);
    assertEquals(200, gateway.activate(ticket).status());
    return ticket;
  }

  private static JsonNode ticket(ApiClient viewer, String tab) {
    ApiClient.Answer answer = take(viewer, tab);
    assertEquals(201, answer.status(), answer.toString());
    return answer.body();
  }

  private static ApiClient.Answer take(ApiClient viewer, String tab) {
    return viewer.post(TOKEN, "{\"clientInstanceId\":\"%s\"}".formatted(tab));
  }

  private static ApiClient.Answer leave(ApiClient viewer, JsonNode ticket) {
    return viewer.post(
        "/api/v1/sessions/" + id(ticket) + "/leave",
        "{\"tokenId\":\"%s\"}".formatted(ticket.path("tokenId").asText()));
  }

  private ApiClient.Answer beat(JsonNode ticket, Duration idle) {
    return gateway.heartbeat(TENANT + "/" + id(ticket) + "/" + idle.toMillis());
  }

  private String state(JsonNode ticket) {
    return boss.get("/api/v1/sessions/" + id(ticket)).body().path("state").asText();
  }

  private String stored(JsonNode ticket) {
    return sql.text(
        """
        select state || '/' || coalesce(end_reason, 'null') from stream_session
        where session_id = ?::uuid
        """,
        id(ticket));
  }

  private static String id(JsonNode ticket) {
    return ticket.path("session").path("id").asText();
  }
}
