package io.atalaya.api.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.api.ApiClient;
import io.atalaya.api.DatabaseClock;
import io.atalaya.api.FakeGateway;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.NestedLoops;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.Until;
import io.atalaya.api.identity.SigningKeys;
import io.atalaya.api.platform.Database;
import io.atalaya.contract.gateway.FailureKind;
import io.atalaya.contract.gateway.IngestState;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One camera's syncs: joined, overtaken, by hand, parked, damped, and what is kept of them. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class SyncsTest {
  private static final String TENANT = "sync-one";
  private static final String CAMERA = "/api/v1/cameras/lobby";
  private static final String BODY = "{\"source\":\"rtsp://u:p%40ss@10.1.2.3:8554/s?ch=1\"}";
  private static final StreamKey LOBBY = new StreamKey(new TenantId(TENANT), new CameraId("lobby"));

  @TestHTTPResource URI base;

  @ConfigProperty(name = "atalaya.gateway-url")
  URI gatewayUrl;

  @Inject Database database;
  @Inject ObjectMapper json;
  @Inject SigningKeys keys;
  @Inject Looks looks;
  @Inject Syncs syncs;
  @Inject ClaimStore claims;

  private FakeGateway gateway;
  private DatabaseClock clock;
  private ApiClient acme;
  private List<UUID> earlier = List.of();

  @BeforeEach
  void one_camera_that_is_well() {
    clock = DatabaseClock.ofRunningApi();
    gateway = FakeGateway.at(gatewayUrl, json, keys::published);
    acme = ApiClient.at(base).asAdminOf(TENANT);
    database.acrossTenants(handle -> handle.execute("delete from camera"));
    acme.put(CAMERA, BODY);
    Until.holds("online", () -> health().path("summary").asText().equals("online"));
    // What has been written may be in flight for a moment more, and would be joined.
    Looks.await(List.of(syncs.start(LOBBY, Cause.CHANGED)));
    database.acrossTenants(
        handle -> handle.execute("delete from event where tenant_id = ?", TENANT));
    earlier =
        database.acrossTenants(handle ->
            handle.createQuery("select event_id from audit_event").mapTo(UUID.class).list());
  }

  @AfterEach
  void no_gateway() {
    clock.close();
    gateway.close();
  }

  @Test
  void a_provisioned_camera_updates_its_snapshot_and_lifecycle_without_manual_intervention() {
    JsonNode before = health();
    clock.pass(Duration.ofSeconds(16));
    looks.due();
    JsonNode after = health();
    assertTrue(
        Instant.parse(after.path("lastSyncAt").asText())
            .isAfter(Instant.parse(before.path("lastSyncAt").asText())));
    assertEquals(15.0, after.path("gateway").path("fps").asDouble());
    gateway.forgetAll();
    clock.pass(Duration.ofSeconds(16));
    looks.due();
    assertTrue(gateway.camera(TENANT, "lobby").isPresent(), "provisioned again by itself");
    acme.post(CAMERA + "/deprovision", null);
    looks.due();
    assertTrue(gateway.camera(TENANT, "lobby").isEmpty());
    assertEquals("disabled", health().path("summary").asText());
    assertEquals("deprovisioned", acme.get(CAMERA).body().path("lifecycle").asText());
  }

  @Test
  void who_asks_while_a_sync_is_in_flight_joins_it() throws Exception {
    int before = gateway.looksAt(TENANT, "lobby");
    gateway.holdLooks();
    List<CompletableFuture<SyncResult>> asked = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      asked.add(syncs.start(LOBBY, Cause.MANUAL));
    }
    Until.holds("it looks", () -> gateway.looksHeld() == 1);
    asked.add(syncs.start(LOBBY, Cause.CHANGED));
    gateway.letLook();
    for (var each : asked) {
      assertEquals(asked.getFirst().get(20, TimeUnit.SECONDS), each.get(20, TimeUnit.SECONDS));
    }
    assertEquals(before + 1, gateway.looksAt(TENANT, "lobby"));
  }

  @Test
  void a_sync_by_hand_waits_for_another_replicas_and_answers_what_that_one_saw() {
    Claimed elsewhere =
        claims.claim(LOBBY, UUID.randomUUID(), Duration.ofSeconds(30)).orElseThrow();
    int before = gateway.looksAt(TENANT, "lobby");
    var answer = CompletableFuture.supplyAsync(() -> acme.post(CAMERA + "/sync-health", null));
    // The other replica writes, as seen from here; we cannot know when the question is there.
    Until.holds(
        "answered",
        () -> {
          database.acrossTenants(handle ->
              handle.execute(
                  "update camera_health set last_sync_at = last_sync_at + interval '1 s'"));
          return answer.isDone();
        });
    assertEquals(200, answer.orTimeout(20, TimeUnit.SECONDS).join().status());
    assertEquals(before, gateway.looksAt(TENANT, "lobby"));
    claims.release(List.of(LOBBY), elsewhere.claim(), Duration.ZERO);
  }

  @Test
  void a_sync_by_hand_skips_the_pause_once_and_again_at_once_it_is_answered_from_the_last() {
    clock.stopAt(Instant.now());
    acme.post(CAMERA + "/sync-health", null);
    clock.pass(Duration.ofSeconds(6));
    gateway.setState(TENANT, "lobby", IngestState.RETRYING, FailureKind.UNREACHABLE);
    for (int look = 0; look < 12; look++) {
      looks.all();
      clock.pass(Duration.ofSeconds(10));
    }
    JsonNode dark = health();
    assertEquals("offline", dark.path("summary").asText());
    assertTrue(dark.path("consecutiveFailures").asInt() >= 12);
    int before = gateway.looksAt(TENANT, "lobby");
    var first = acme.post(CAMERA + "/sync-health", null);
    assertEquals(200, first.status());
    assertEquals(before + 1, gateway.looksAt(TENANT, "lobby"), "whatever pause it was in");
    var second = acme.post(CAMERA + "/sync-health", null);
    assertEquals(200, second.status());
    assertEquals(before + 1, gateway.looksAt(TENANT, "lobby"));
    assertEquals(
        fieldNames(first.body()), fieldNames(second.body()), "the same shape, whoever looked");
    assertEquals(first.body().path("lastSyncAt"), second.body().path("lastSyncAt"));
    clock.pass(Duration.ofSeconds(5));
    acme.post(CAMERA + "/sync-health", null);
    assertEquals(before + 2, gateway.looksAt(TENANT, "lobby"));
  }

  @Test
  void what_an_edit_overtook_is_never_written() {
    gateway.holdLooks();
    var late = syncs.start(LOBBY, Cause.MANUAL);
    Until.holds("it looks", () -> gateway.looksHeld() == 1);
    acme.patch(CAMERA, "{\"onDemand\":true}");
    gateway.setState(TENANT, "lobby", IngestState.PARKED, FailureKind.CREDENTIALS_REJECTED);
    gateway.letLook();
    late.orTimeout(20, TimeUnit.SECONDS).join();
    Until.holds("the new one", () -> health().path("generation").asInt() == 2);
    assertEquals("online", health().path("summary").asText());
    assertEquals(2, gateway.camera(TENANT, "lobby").orElseThrow().request().generation());
    JsonNode runs = acme.get(CAMERA + "/health/history").body().path("items");
    for (JsonNode run : runs) {
      assertTrue(!run.path("result").asText().equals("auth_failed"), runs.toString());
    }
  }

  @Test
  void a_camera_that_rejects_its_password_is_tried_no_more_until_that_changes() {
    gateway.setState(TENANT, "lobby", IngestState.PARKED, FailureKind.CREDENTIALS_REJECTED);
    looks.all();
    JsonNode parked = health();
    assertEquals("auth_failed", parked.path("summary").asText());
    assertTrue(parked.toString().contains("No further attempt is made"), parked.toString());

    gateway.restart();
    for (int look = 0; look < 3; look++) {
      looks.all();
      clock.pass(Duration.ofMinutes(16));
      acme.post(CAMERA + "/sync-health", null);
    }
    assertTrue(gateway.camera(TENANT, "lobby").isEmpty(), "it would knock again");
    assertEquals("auth_failed", health().path("summary").asText());

    acme.patch(CAMERA, "{\"source\":\"rtsp://u:other@10.1.2.3:8554/s?ch=1\"}");
    Until.holds("tried anew", () -> gateway.camera(TENANT, "lobby").isPresent());
    looks.all();
    looks.all();
    assertEquals("online", health().path("summary").asText());
  }

  @Test
  void a_camera_goes_down_and_comes_up_damped_and_says_so_once_each() {
    gateway.setState(TENANT, "lobby", IngestState.RETRYING, FailureKind.STALLED);
    looks.all();
    assertEquals("degraded", health().path("summary").asText(), "one failure");
    assertEquals("stalled", health().path("reason").asText());
    for (int look = 0; look < 4; look++) {
      clock.pass(Duration.ofSeconds(11));
      looks.all();
    }
    assertEquals("offline", health().path("summary").asText());
    gateway.setState(TENANT, "lobby", IngestState.LIVE, null);
    looks.all();
    assertEquals("offline", health().path("summary").asText(), "one success");
    assertEquals("recovering", health().path("reason").asText());
    looks.all();
    assertEquals("online", health().path("summary").asText());
    assertEquals(List.of("camera.degraded", "camera.offline", "camera.online"), told());
    assertEquals(told(), audited());
  }

  @Test
  void a_flapping_camera_is_announced_once_and_not_twenty_times() {
    for (int change = 0; change < 20; change++) {
      boolean down = change % 2 == 0;
      gateway.setState(
          TENANT,
          "lobby",
          down ? IngestState.PARKED : IngestState.LIVE,
          down ? FailureKind.CREDENTIALS_REJECTED : null);
      looks.all();
      looks.all();
      clock.pass(Duration.ofSeconds(15));
    }
    var first =
        List.of(
            "camera.auth_failed",
            "camera.online",
            "camera.auth_failed",
            "camera.online",
            "camera.flapping");
    assertEquals(first, told());
    assertEquals(first, audited());
    JsonNode flapping = health().path("conditions").get(4);
    assertEquals("Flapping", flapping.path("type").asText());
    assertEquals("true", flapping.path("status").asText());
    clock.pass(Duration.ofMinutes(11));
    looks.all();
    assertEquals("false", health().path("conditions").get(4).path("status").asText());
    assertEquals("camera.online", told().getLast(), "what it settled to");
    assertEquals(6, told().size());
  }

  @Test
  void a_camera_that_stutters_without_ever_being_offline_is_announced_once_too() {
    for (int change = 0; change < 20; change++) {
      boolean ill = change % 2 == 0;
      gateway.setState(
          TENANT,
          "lobby",
          ill ? IngestState.RETRYING : IngestState.LIVE,
          ill ? FailureKind.STALLED : null);
      looks.all();
      clock.pass(Duration.ofSeconds(15));
    }
    assertEquals(5, told().size(), () -> told().toString());
    assertEquals("camera.flapping", told().getLast());
  }

  @Test
  void who_has_a_camera_looked_at_is_written_down() {
    acme.post(CAMERA + "/sync-health", null);
    assertEquals(
        List.of("user online"),
        words(
            """
            select actor_kind || ' ' || (details ->> 'summary') from audit_event
            where tenant_id = :tenant and camera_id = 'lobby' and action = 'camera.synced'
              and event_id <> all (:earlier)
            """));
  }

  @Test
  void a_report_that_cannot_be_written_takes_no_other_down() {
    acme.put("/api/v1/cameras/yard", BODY);
    Until.holds("online", () -> summary("/api/v1/cameras/yard").equals("online"));
    gateway.setState(TENANT, "yard", IngestState.RETRYING, FailureKind.STALLED, "no\u0000text");
    gateway.setState(TENANT, "lobby", IngestState.RETRYING, FailureKind.STALLED);
    assertThrows(AssertionError.class, looks::all);
    Until.holds("written", () -> health().path("summary").asText().equals("degraded"));
    assertEquals("online", summary("/api/v1/cameras/yard"));
  }

  private String summary(String camera) {
    return acme.get(camera + "/health").body().path("summary").asText();
  }

  @Test
  void states_that_are_found_after_a_start_are_no_news() {
    database.acrossTenants(handle -> handle.execute("delete from camera_health"));
    gateway.setState(TENANT, "lobby", IngestState.RETRYING, FailureKind.UNREACHABLE);
    looks.all();
    assertEquals("offline", health().path("summary").asText());
    assertEquals(List.of(), told());
  }

  @Test
  void every_sync_is_in_the_history_at_the_cost_of_the_changes() {
    database.acrossTenants(handle -> handle.execute("delete from camera_health_run"));
    long online = count(runs().get(0));
    for (int look = 0; look < 5; look++) {
      looks.all();
    }
    gateway.setState(TENANT, "lobby", IngestState.RETRYING, FailureKind.STALLED);
    looks.all();
    looks.all();
    JsonNode items = runs();
    assertEquals(2, items.size(), items.toString());
    assertEquals("degraded", items.get(0).path("result").asText());
    assertEquals("stalled", items.get(0).path("reason").asText());
    assertEquals(2, count(items.get(0)));
    assertEquals("online", items.get(1).path("result").asText());
    assertEquals(online + 5, count(items.get(1)));
    assertTrue(
        Instant.parse(items.get(1).path("lastAt").asText())
            .isBefore(Instant.parse(items.get(0).path("firstAt").asText())));

    String changed = items.get(0).path("firstAt").asText();
    String ended = items.get(1).path("lastAt").asText();
    assertEquals(1, history("?from=" + changed).size());
    assertEquals(2, history("?from=" + ended).size());
    assertEquals(items.get(1), history("?to=" + changed).get(0));
    assertEquals(1, history("?to=" + changed).size());
    assertEquals(400, acme.get(CAMERA + "/health/history?from=x").status());

    JsonNode page = acme.get(CAMERA + "/health/history?limit=1").body();
    assertEquals(items.get(0), page.path("items").get(0));
    String cursor = page.path("nextCursor").asText();
    page = acme.get(CAMERA + "/health/history?limit=1&cursor=" + cursor).body();
    assertEquals(items.get(1), page.path("items").get(0));
    assertTrue(page.path("nextCursor").isMissingNode());
    ApiClient globex = ApiClient.at(base).asAdminOf("sync-other");
    assertEquals(404, globex.get(CAMERA + "/health/history").status());
    assertEquals(400, acme.get(CAMERA + "/health/history?cursor=bm90LWEtdGltZQ").status());
  }

  @Test
  void what_ended_long_ago_is_forgotten_and_what_goes_on_is_kept() {
    gateway.setState(TENANT, "lobby", IngestState.RETRYING, FailureKind.STALLED);
    looks.all();
    assertEquals(2, runs().size());
    clock.pass(Duration.ofDays(31));
    assertEquals(1, store.forget(Duration.ofDays(30), 10));
    assertEquals(1, runs().size());
    assertEquals("degraded", runs().get(0).path("result").asText());
  }

  @Inject HealthStore store;

  @Test
  void a_batch_of_what_ended_long_ago_is_no_larger_however_the_database_joins() {
    database.acrossTenants(handle ->
        handle.execute(
            """
            insert into camera_health_run
              (tenant_id, camera_id, first_at, last_at, count, result, reason)
            select ?, 'lobby', clock_timestamp() - i * interval '1 day',
              clock_timestamp() - i * interval '1 day', 1, 'online', 'fine'
            from generate_series(404, 401, -1) as i
            """,
            TENANT));
    QuarkusTransaction.requiringNew()
        .run(() -> {
          database.acrossTenants(NestedLoops::only);
          assertEquals(2, store.forget(Duration.ofDays(400), 2));
        });
  }

  /** What followers were told of the camera's health. */
  private List<String> told() {
    return words(
        """
        select type from event where tenant_id = :tenant
          and type not in ('camera.created', 'camera.updated', 'camera.deleted')
        order by recorded_in, position
        """);
  }

  /** What the audit was. */
  private List<String> audited() {
    return words(
        """
        select action from audit_event where tenant_id = :tenant and actor_kind = 'system'
          and event_id <> all (:earlier) order by at
        """);
  }

  private List<String> words(String query) {
    return database.acrossTenants(handle ->
        handle
            .createQuery(query)
            .bind("tenant", TENANT)
            .bindArray("earlier", UUID.class, earlier)
            .mapTo(String.class)
            .list());
  }

  private JsonNode runs() {
    return history("");
  }

  private JsonNode history(String query) {
    return acme.get(CAMERA + "/health/history" + query).body().path("items");
  }

  private static long count(JsonNode run) {
    return run.path("count").asLong();
  }

  private static List<String> fieldNames(JsonNode body) {
    var names = new ArrayList<String>();
    body.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private JsonNode health() {
    return acme.get(CAMERA + "/health").body();
  }
}
