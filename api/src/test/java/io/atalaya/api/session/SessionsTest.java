package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.DatabaseClock;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.identity.SigningKeys;
import io.atalaya.api.platform.Database;
import io.atalaya.contract.token.CompactJws;
import io.atalaya.contract.token.Ed25519Keys;
import io.atalaya.contract.token.ServiceClaims;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class SessionsTest {
  private static final String LOBBY = "/api/v1/cameras/lobby";
  private static final String TOKEN = LOBBY + "/stream-token";
  private static final String CAMERA = "{\"source\":\"rtsp://10.1.2.3/s\"}";

  @TestHTTPResource URI base;
  @Inject Database database;
  @Inject SigningKeys keys;
  @Inject SessionSweeper sweeper;

  private GatewayCalls gateway;
  private ApiClient admin;
  private ApiClient acme;
  private ApiClient globex;
  private DatabaseClock clock;
  private Instant now;

  /** Starter: 4 streams, 4 a person, 4 a camera. */
  @BeforeEach
  void two_tenants_with_the_same_camera() {
    clock = DatabaseClock.ofRunningApi();
    gateway = new GatewayCalls(base);
    admin = ApiClient.at(base).asPlatformAdmin();
    acme = ApiClient.at(base).asAdminOf("ses-acme", "starter");
    globex = ApiClient.at(base).asAdminOf("ses-globex", "starter");
    database.acrossTenants(handle -> handle.execute("delete from stream_session"));
    for (ApiClient tenant : List.of(acme, globex)) {
      tenant.put(LOBBY, CAMERA);
      tenant.patch(LOBBY, "{\"enabled\":true}");
    }
  }

  @AfterEach
  void time_goes_on() {
    clock.close();
  }

  @Test
  void a_ticket_is_signed_for_one_session_of_one_tenant_and_camera() {
    JsonNode ticket = taken(acme, null);
    String token = ticket.path("token").asText();
    assertEquals(
        "https://video.example.test/live/" + token + "/index.m3u8",
        ticket.path("playbackUrl").asText());
    assertTrue(
        CompactJws.verifyEd25519(
                token,
                kid ->
                    keys.published().keys().stream()
                        .filter(key -> key.kid().equals(kid))
                        .findFirst()
                        .map(Ed25519Keys::fromJwk))
            .isPresent());
    JsonNode claims = GatewayCalls.claims(ticket);
    JsonNode session = ticket.path("session");
    assertEquals("stream-gateway", claims.path("aud").asText());
    assertEquals("ses-acme", claims.path("tid").asText());
    assertEquals("lobby", claims.path("cid").asText());
    assertEquals(session.path("id").asText(), claims.path("sid").asText());
    assertEquals(claims.path("iat"), claims.path("nbf"));
    assertEquals(30, claims.path("exp").asLong() - claims.path("iat").asLong());
    assertEquals("issued", session.path("state").asText());
    assertTrue(session.has("issuedAt") && session.has("leaseExpiresAt"));
    assertFalse(session.has("endReason"));
  }

  @Test
  void fifty_at_once_at_limit_ten_get_exactly_ten_slots() {
    // Globex is full all the while, which costs acme nothing.
    for (int i = 0; i < 4; i++) {
      taken(globex, null);
    }
    plan("ses-race", 10);
    ApiClient race = ApiClient.at(base).asAdminOf("ses-race", "ses-race");
    race.put(LOBBY, CAMERA);
    List<ApiClient.Answer> answers =
        AtOnce.call(50, _ -> AtOnce.patiently(() -> race.post(TOKEN, null)));
    assertEquals(10, answers.stream().filter(answer -> answer.status() == 201).count());
    for (ApiClient.Answer answer : answers) {
      assertTrue(
          answer.status() == 201 || "stream_limit_reached".equals(answer.code()),
          answer.toString());
    }
    assertEquals(10, inUse(race));
  }

  @Test
  void a_refusal_says_which_limit_how_long_to_wait_and_what_of_ones_own_is_in_the_way() {
    timeStandsStill();
    String first = id(taken(acme, null));
    clock.pass(Duration.ofSeconds(1));
    for (int i = 0; i < 3; i++) {
      taken(acme, null);
    }
    ApiClient.Answer refused = acme.post(TOKEN, null);
    assertEquals(409, refused.status());
    JsonNode details = refused.body().path("details");
    assertEquals("tenant", details.path("scope").asText());
    assertEquals(4, details.path("limit").asInt());
    assertEquals(4, details.path("inUse").asInt());
    int wait = details.path("retryAfterSeconds").asInt();
    assertEquals(30, wait, "the first claim window is over in 29 s");
    assertEquals(4, details.path("conflicts").size());
    JsonNode conflict = details.path("conflicts").get(0);
    assertEquals(first, conflict.path("sessionId").asText());
    assertEquals("lobby", conflict.path("cameraId").asText());
    assertEquals("issued", conflict.path("state").asText());
    assertTrue(conflict.has("since"));
    assertEquals(201, globex.post(TOKEN, null).status(), "another tenant's quota is its own");

    assertEquals(200, acme.post("/api/v1/sessions/" + first + "/end", null).status());
    assertEquals(201, acme.post(TOKEN, null).status(), "an ended session frees its slot at once");
  }

  @Test
  void a_persons_and_a_cameras_limits_are_their_own_scope() {
    plan("ses-scopes", 10, 2, 3);
    ApiClient boss = ApiClient.at(base).asAdminOf("ses-scopes", "ses-scopes");
    boss.put(LOBBY, CAMERA);
    boss.put("/api/v1/cameras/yard", CAMERA);
    taken(boss, null);
    taken(boss, null);
    assertEquals("user", scope(boss.post("/api/v1/cameras/yard/stream-token", null)));
    ApiClient vera = person(boss, "ses-scopes", "vera");
    taken(vera, null);
    ApiClient otto = person(boss, "ses-scopes", "otto");
    assertEquals("camera", scope(otto.post(TOKEN, null)));
    assertEquals(201, otto.post("/api/v1/cameras/yard/stream-token", null).status());
    JsonNode conflicts = otto.post(TOKEN, null).body().path("details").path("conflicts");
    assertEquals(0, conflicts.size(), "one's own that are in the way: " + conflicts);
  }

  @Test
  void a_plan_that_allows_no_streams_is_a_403() {
    plan("ses-none", 0);
    ApiClient none = ApiClient.at(base).asAdminOf("ses-none", "ses-none");
    none.put(LOBBY, CAMERA);
    ApiClient.Answer refused = none.post(TOKEN, null);
    assertEquals(403, refused.status());
    assertEquals("entitlement_denied", refused.code());
  }

  @Test
  void a_reloaded_page_goes_on_in_its_session_even_at_the_limit() {
    JsonNode before = taken(acme, "tab-1");
    for (int i = 2; i <= 4; i++) {
      taken(acme, "tab-" + i);
    }
    assertEquals(200, gateway.activate(before).status());
    JsonNode after = taken(acme, "tab-1");
    assertEquals(id(before), id(after));
    assertNotEquals(before.path("token"), after.path("token"));
    assertEquals("active", after.path("session").path("state").asText());
    assertEquals(
        "session_state_conflict", gateway.activate(before).code(), "the old token opens no more");
    assertEquals(200, gateway.activate(after).status());
    assertEquals(4, inUse(acme));
    assertEquals(409, acme.post(TOKEN, "{\"clientInstanceId\":\"tab-5\"}").status());
    assertEquals(400, acme.post(TOKEN, "{\"clientInstanceId\":\"tab 5\"}").status());
  }

  @Test
  void a_lapsed_lease_holds_no_slot_although_nobody_swept() {
    for (int i = 0; i < 4; i++) {
      taken(acme, null);
    }
    lapse("ses-acme");
    assertEquals(0, inUse(acme));
    assertEquals(201, acme.post(TOKEN, null).status());
  }

  @Test
  void the_long_way_goes_from_requested_over_issued_to_active_and_ended() {
    JsonNode requested = acme.post("/api/v1/sessions", "{\"cameraId\":\"lobby\"}").body();
    assertEquals("requested", requested.path("state").asText(), requested.toString());
    assertEquals(0, inUse(acme));
    String path = "/api/v1/sessions/" + requested.path("id").asText();
    ApiClient.Answer early = acme.post(path + "/activate", null);
    assertEquals(409, early.status());
    assertEquals("session_state_conflict", early.code());
    assertEquals("requested", early.body().path("details").path("current").asText());
    assertEquals("[\"token\",\"end\"]", early.body().path("details").path("allowed").toString());

    ApiClient.Answer ticket = acme.post(path + "/token", null);
    assertEquals(201, ticket.status(), ticket.toString());
    assertEquals(1, inUse(acme));
    JsonNode active = acme.post(path + "/activate", null).body();
    assertEquals("active", active.path("state").asText());
    assertEquals(active, acme.post(path + "/activate", null).body(), "again is the same");
    assertEquals(1, inUse(acme), "the same slot");

    JsonNode ended = acme.post(path + "/end", "{\"reason\":\"seen enough\"}").body();
    assertEquals("ended", ended.path("state").asText());
    assertEquals("seen enough", ended.path("endReason").asText());
    assertEquals(ended, acme.post(path + "/end", null).body(), "again keeps the first reason");
    assertEquals(0, inUse(acme));
    for (String again : List.of("/token", "/activate")) {
      ApiClient.Answer gone = acme.post(path + again, null);
      assertEquals(410, gone.status());
      assertEquals("session_ended", gone.code());
      assertEquals("seen enough", gone.body().path("details").path("reason").asText());
      assertTrue(gone.body().path("details").has("endedAt"));
    }
    assertEquals(
        400, acme.post(path + "/end", "{\"reason\":\"tenant_suspended\"}").status(), "not theirs");
  }

  @Test
  void a_requested_session_gets_no_token_when_all_slots_are_taken() {
    JsonNode requested = acme.post("/api/v1/sessions", "{\"cameraId\":\"lobby\"}").body();
    for (int i = 0; i < 4; i++) {
      taken(acme, null);
    }
    String path = "/api/v1/sessions/" + requested.path("id").asText();
    assertEquals("stream_limit_reached", acme.post(path + "/token", null).code());
    assertEquals("requested", acme.get(path).body().path("state").asText(), "and stays");
  }

  @Test
  void a_race_for_activation_has_one_winning_gateway() {
    JsonNode ticket = taken(acme, null);
    var boots = new ArrayList<UUID>();
    for (int i = 0; i < 16; i++) {
      boots.add(UUID.randomUUID());
    }
    List<ApiClient.Answer> answers = AtOnce.call(16, i -> gateway.activate(ticket, boots.get(i)));
    assertEquals(1, answers.stream().filter(answer -> answer.status() == 200).count());
    assertEquals(
        15, answers.stream().filter(one -> "session_state_conflict".equals(one.code())).count());
    assertEquals(1, inUse(acme));
  }

  @Test
  void a_gateway_activates_with_the_token_and_gets_the_lease_and_the_hard_end() {
    JsonNode ticket = taken(acme, null);
    JsonNode answer = gateway.activate(ticket).body();
    assertEquals(id(ticket), answer.path("sessionId").asText(), answer.toString());
    Instant lease = Instant.parse(answer.path("leaseExpiresAt").asText());
    Instant end = Instant.parse(answer.path("endsAt").asText());
    assertEquals(Duration.ofSeconds(14_400 - 45), Duration.between(lease, end));
    assertEquals(answer, gateway.activate(ticket).body(), "the same gateway again");

    String wrongToken = UUID.randomUUID().toString();
    String session = id(taken(acme, null));
    assertEquals(
        "session_state_conflict",
        gateway.activate("ses-acme", session, wrongToken, GatewayCalls.BOOT).code());
    assertEquals(
        "session_not_found",
        gateway.activate("ses-globex", session, wrongToken, GatewayCalls.BOOT).code(),
        "another tenant's");
    assertEquals(
        "session_not_found",
        gateway.activate("nobody", session, wrongToken, GatewayCalls.BOOT).code());
    JsonNode late = taken(acme, null);
    lapse("ses-acme");
    assertEquals("session_expired", gateway.activate(late).code());
  }

  @Test
  void activation_checks_everything_again() {
    plan("ses-lower", 2);
    ApiClient tenant = ApiClient.at(base).asAdminOf("ses-lower", "ses-lower");
    tenant.put(LOBBY, CAMERA);
    JsonNode first = taken(tenant, null);
    JsonNode second = taken(tenant, null);
    plan("ses-lower", 1);
    assertEquals("stream_limit_reached", gateway.activate(first).code());
    tenant.post("/api/v1/sessions/" + id(second) + "/end", null);
    assertEquals(200, gateway.activate(first).status(), "its own slot does not count against it");
  }

  @Test
  void only_a_gateway_may_call_what_is_internal() {
    String path = "/internal/v1/heartbeat";
    String body =
        "{\"nodeId\":\"g\",\"bootId\":\"%s\",\"sessions\":[]}".formatted(GatewayCalls.BOOT);
    var now = Instant.now();
    var good = ServiceClaims.issued("g", ServiceClaims.TO_API, now);
    String secret = ProductDatabase.GATEWAY_SECRET;
    assertEquals(200, gateway.with(good, secret).post(path, body).status());
    assertEquals(401, acme.post(path, body).status(), "a person");
    assertEquals(401, ApiClient.at(base).post(path, body).status());
    assertEquals(401, gateway.with(good, secret + "x").post(path, body).status());
    var foreign = ServiceClaims.issued("g", ServiceClaims.TO_GATEWAY, now);
    assertEquals(401, gateway.with(foreign, secret).post(path, body).status());
    var old = ServiceClaims.issued("g", ServiceClaims.TO_API, now.minusSeconds(120));
    assertEquals(401, gateway.with(old, secret).post(path, body).status());
    assertEquals(400, gateway.signed().post(path, "{\"nodeId\":1}").status());
  }

  @Test
  void a_heartbeat_renews_what_is_watched_and_cuts_what_is_over() {
    timeStandsStill();
    JsonNode watched = taken(acme, null);
    JsonNode other = taken(globex, null);
    JsonNode ended = taken(acme, null);
    JsonNode lapsed = taken(acme, null);
    JsonNode issued = taken(acme, null);
    for (JsonNode ticket : List.of(watched, other, ended, lapsed)) {
      assertEquals(200, gateway.activate(ticket).status());
    }
    acme.post("/api/v1/sessions/" + id(ended) + "/end", null);
    set(id(lapsed), "lease_expires_at = clock_timestamp() - interval '1 second'");
    set(id(watched), "lease_expires_at = clock_timestamp() + interval '5 seconds'");
    set(
        id(other),
        "lease_expires_at = clock_timestamp() + interval '5 seconds',"
            + " hard_end_at = clock_timestamp() + interval '20 seconds'");
    String unknown = UUID.randomUUID().toString();
    JsonNode cut =
        gateway
            .heartbeat(
                "ses-acme/" + id(watched),
                "ses-globex/" + id(other),
                "ses-acme/" + id(ended),
                "ses-acme/" + id(lapsed),
                "ses-acme/" + id(issued),
                "ses-globex/" + id(watched),
                "ses-acme/" + unknown)
            .body()
            .path("cut");
    var reasons = new java.util.TreeMap<String, String>();
    cut.forEach(one -> reasons.put(one.path("sessionId").asText(), one.path("reason").asText()));
    assertEquals("viewer", reasons.get(id(ended)), reasons.toString());
    assertEquals("lease_lapsed", reasons.get(id(lapsed)));
    assertEquals("not_active", reasons.get(id(issued)));
    assertEquals("unknown", reasons.get(unknown));
    assertFalse(reasons.containsKey(id(other)), reasons.toString());
    assertSecondsLeft(45, acme, watched);
    assertSecondsLeft(20, globex, other);
  }

  @Test
  void a_lease_counts_from_the_last_media_and_not_from_the_heartbeat_that_reports_it() {
    timeStandsStill();
    JsonNode vanished = taken(acme, null);
    gateway.activate(vanished);
    set(id(vanished), "lease_expires_at = clock_timestamp() + interval '5 seconds'");
    gateway.heartbeat("ses-acme/" + id(vanished) + "/14000");
    assertSecondsLeft(31, acme, vanished);
    gateway.heartbeat("ses-acme/" + id(vanished) + "/40000");
    assertSecondsLeft(31, acme, vanished);
  }

  @Test
  void the_sweeper_writes_down_what_has_lapsed_and_nothing_else() {
    JsonNode claimed = taken(acme, null);
    gateway.activate(claimed);
    JsonNode unclaimed = taken(acme, null);
    JsonNode past = taken(acme, null);
    gateway.activate(past);
    JsonNode alive = taken(globex, null);
    set(id(claimed), "lease_expires_at = clock_timestamp() - interval '1 second'");
    set(id(unclaimed), "lease_expires_at = clock_timestamp() - interval '1 second'");
    set(
        id(past),
        "lease_expires_at = now() - interval '1 second',"
            + " hard_end_at = now() - interval '1 second'");
    JsonNode seen = acme.get("/api/v1/sessions/" + id(claimed)).body();
    assertEquals("expired", seen.path("state").asText(), "seen as over before it is swept");
    sweeper.sweep();
    assertEquals("expired/lease_lapsed", stored(id(claimed)));
    assertEquals("expired/never_claimed", stored(id(unclaimed)));
    assertEquals("ended/max_duration", stored(id(past)));
    assertEquals("issued/null", stored(id(alive)));
    assertEquals(seen, acme.get("/api/v1/sessions/" + id(claimed)).body(), "and the same after");
  }

  @Test
  void the_database_itself_lets_nothing_come_back() {
    JsonNode ticket = taken(acme, null);
    acme.post("/api/v1/sessions/" + id(ticket) + "/end", null);
    assertThrows(JdbiException.class, () -> set(id(ticket), "end_reason = 'other'"));
    assertThrows(
        JdbiException.class,
        () -> set(id(ticket), "state = 'active', ended_at = null, end_reason = null"));
    assertEquals("ended/viewer", stored(id(ticket)));
  }

  @Test
  void sessions_end_with_what_they_stand_on() {
    JsonNode one = taken(acme, null);
    JsonNode other = taken(globex, null);
    acme.patch(LOBBY, "{\"enabled\":false}");
    assertEquals("ended/camera_disabled", stored(id(one)));
    assertEquals("camera_disabled", acme.post(TOKEN, null).code());
    acme.patch(LOBBY, "{\"enabled\":true}");

    JsonNode two = taken(acme, null);
    acme.post(LOBBY + "/deprovision", null);
    assertEquals("ended/camera_disabled", stored(id(two)));
    acme.post(LOBBY + "/provision", null);

    JsonNode three = taken(acme, null);
    admin.post("/api/v1/tenants/ses-acme:suspend", null);
    assertEquals("ended/tenant_suspended", stored(id(three)));
    ApiClient.Answer refused = acme.post(TOKEN, null);
    assertEquals(403, refused.status());
    assertEquals("tenant_suspended", refused.code());
    admin.post("/api/v1/tenants/ses-acme:resume", null);

    JsonNode four = taken(acme, null);
    acme.delete(LOBBY);
    assertEquals("ended/camera_deleted", stored(id(four)));
    assertEquals("camera_not_found", acme.post(TOKEN, null).code());
    assertEquals("issued/null", stored(id(other)), "the other tenant's plays on");
  }

  @Test
  void people_see_and_end_their_own_and_admins_everybodys() {
    ApiClient vera = person(acme, "ses-acme", "vera");
    JsonNode veras = taken(vera, null);
    JsonNode admins = taken(acme, null);
    assertEquals(1, vera.get("/api/v1/sessions").body().path("items").size());
    assertEquals(2, acme.get("/api/v1/sessions").body().path("items").size());
    String notHers = "/api/v1/sessions/" + id(admins);
    assertEquals(404, vera.get(notHers).status());
    assertEquals(404, vera.post(notHers + "/end", null).status());
    assertEquals(404, vera.post(notHers + "/token", null).status());
    assertEquals(404, globex.get(notHers).status());
    assertEquals(404, globex.post(notHers + "/end", null).status());
    assertEquals(
        404, acme.post("/api/v1/sessions/" + id(veras) + "/token", null).status(), "not his");
    JsonNode ended = acme.post("/api/v1/sessions/" + id(veras) + "/end", null).body();
    assertEquals("admin", ended.path("endReason").asText());
    String another = "/api/v1/sessions/" + id(taken(vera, null)) + "/end";
    assertEquals(
        "admin: fire drill",
        acme.post(another, "{\"reason\":\"fire drill\"}").body().path("endReason").asText(),
        "nobody takes it for hers");
    String hers = "/api/v1/sessions/" + id(taken(vera, null)) + "/end";
    assertEquals(400, vera.post(hers, "{\"reason\":\"admin: x\"}").status());
  }

  @Test
  void lists_are_filtered_and_paged_newest_first() {
    var ids = new ArrayList<String>();
    for (int i = 0; i < 4; i++) {
      ids.addFirst(id(taken(acme, null)));
    }
    acme.post("/api/v1/sessions/" + ids.get(1) + "/end", null);
    JsonNode first = acme.get("/api/v1/sessions?state=issued&cameraId=lobby&limit=2").body();
    assertEquals(ids.get(0), first.path("items").get(0).path("id").asText());
    assertEquals(ids.get(2), first.path("items").get(1).path("id").asText());
    JsonNode second =
        acme.get(
                "/api/v1/sessions?state=issued&limit=2&cursor=" + first.path("nextCursor").asText())
            .body();
    assertEquals(ids.get(3), second.path("items").get(0).path("id").asText());
    assertFalse(second.has("nextCursor"));
    assertEquals(0, acme.get("/api/v1/sessions?cameraId=yard").body().path("items").size());
    taken(globex, null);
    assertEquals(5, admin.get("/api/v1/sessions").body().path("items").size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"?state=ISSUED", "?state=x", "?cameraId=X", "?cursor=YQ", "/1-2-3-4-5", "/x"})
  void a_malformed_look_up_is_a_400(String query) {
    ApiClient.Answer refused = acme.get("/api/v1/sessions" + query);
    assertEquals(400, refused.status(), refused.toString());
    assertEquals("validation_failed", refused.code());
  }

  private JsonNode taken(ApiClient client, String instance) {
    ApiClient.Answer answer =
        client.post(
            TOKEN, instance == null ? null : "{\"clientInstanceId\":\"%s\"}".formatted(instance));
    assertEquals(201, answer.status(), answer.toString());
    return answer.body();
  }

  private static String id(JsonNode ticket) {
    return ticket.path("session").path("id").asText();
  }

  private static String scope(ApiClient.Answer refused) {
    assertEquals(409, refused.status(), refused.toString());
    return refused.body().path("details").path("scope").asText();
  }

  private static int inUse(ApiClient client) {
    return client
        .get("/api/v1/usage")
        .body()
        .path("entitlements")
        .path("maxConcurrentStreams")
        .path("inUse")
        .asInt();
  }

  private ApiClient person(ApiClient boss, String tenant, String name) {
    String password = name + "-and-a-long-password";
    boss.post(
        "/api/v1/users",
        "{\"username\":\"%s\",\"displayName\":\"%s\",\"role\":\"viewer\",\"password\":\"%s\"}"
            .formatted(name, name, password));
    return ApiClient.at(base).signedIn(tenant, name, password);
  }

  private void plan(String id, int streams) {
    plan(id, streams, 100, 100);
  }

  private void plan(String id, int streams, int perUser, int perCamera) {
    database.acrossTenants(handle ->
        handle.execute(
            """
            insert into plan values (?, 'Test', ?, ?, ?, 10, 3600)
            on conflict (plan_id) do update set
              max_concurrent_streams = excluded.max_concurrent_streams
            """,
            id,
            streams,
            perUser,
            perCamera));
  }

  private void lapse(String tenant) {
    database.acrossTenants(handle ->
        handle.execute(
            """
            update stream_session set lease_expires_at = clock_timestamp() - interval '1 second'
            where tenant_id = ? and state in ('requested', 'issued', 'active')
            """,
            tenant));
  }

  private void set(String session, String assignments) {
    database.acrossTenants(handle ->
        handle.execute(
            "update stream_session set " + assignments + " where session_id = ?::uuid", session));
  }

  private String stored(String session) {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                """
                select state || '/' || coalesce(end_reason, 'null') from stream_session
                where session_id = :id::uuid
                """)
            .bind("id", session)
            .mapTo(String.class)
            .one());
  }

  private void timeStandsStill() {
    now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    clock.stopAt(now);
  }

  private void assertSecondsLeft(long seconds, ApiClient client, JsonNode ticket) {
    JsonNode session = client.get("/api/v1/sessions/" + id(ticket)).body();
    assertEquals(now.plusSeconds(seconds).toString(), session.path("leaseExpiresAt").asText());
  }
}
