package io.atalaya.api.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.api.ApiClient;
import io.atalaya.api.DatabaseClock;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.TestSql;
import io.atalaya.api.Until;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionalException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told, by which transaction, and in which order it is read. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class EventsTest {
  private static final String SOURCE = "{\"source\":\"rtsp://10.1.2.3/s\"}";
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_]+\\.[a-z_]+)` \\|");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestHTTPResource URI base;
  @Inject Events events;
  @Inject EventStore store;
  @Inject EventKeeper keeper;

  private TestSql sql;
  private String tenant;
  private ApiClient boss;
  private Position start;

  @BeforeEach
  void a_tenant() {
    sql = TestSql.ofRunningApi();
    tenant = "evt-" + UUID.randomUUID().toString().substring(24);
    boss = ApiClient.at(base).asAdminOf(tenant, "starter");
    start = Position.START;
  }

  @AfterEach
  void close() {
    sql.close();
  }

  @Test
  void the_list_for_readers_names_every_type_in_its_order() throws IOException {
    List<String> listed =
        ROW.matcher(Files.readString(Path.of("../docs/ref/events.md")))
            .results()
            .map(row -> row.group(1))
            .toList();
    assertEquals(Arrays.stream(EventType.values()).map(EventType::toString).toList(), listed);
  }

  @Test
  void a_session_tells_each_of_its_steps_with_whom_and_why() throws IOException {
    boss.put("/api/v1/cameras/lobby", SOURCE);
    String id =
        boss.post("/api/v1/sessions", "{\"cameraId\":\"lobby\"}").body().path("id").asText();
    boss.post("/api/v1/sessions/" + id + "/token", null);
    assertEquals(200, boss.post("/api/v1/sessions/" + id + "/activate", null).status());
    boss.post("/api/v1/sessions/" + id + "/end", "{\"reason\":\"seen enough\"}");

    List<RecordedEvent> told = of("session.");
    assertEquals(
        List.of("session.requested", "session.issued", "session.started", "session.ended"),
        types(told));
    UUID me = UUID.fromString(boss.get("/api/v1/me").body().path("userId").asText());
    JsonNode first = JSON.readTree(told.getFirst().data());
    assertEquals(id, first.path("sessionId").asText());
    assertEquals("lobby", first.path("cameraId").asText());
    assertEquals("admin", first.path("username").asText());
    assertEquals(me.toString(), first.path("userId").asText());
    assertEquals("requested", first.path("state").asText());
    assertFalse(first.has("reason") || first.has("endedAt"), first.toString());
    JsonNode last = JSON.readTree(told.getLast().data());
    assertEquals("ended", last.path("state").asText());
    assertEquals("seen enough", last.path("reason").asText());
    JsonNode session = boss.get("/api/v1/sessions/" + id).body();
    assertEquals(session.path("endedAt").asText(), last.path("endedAt").asText());
    told.forEach(event -> assertEquals(me, event.viewer()));
    assertEquals(4, told.stream().map(RecordedEvent::id).distinct().count());
  }

  @Test
  void a_token_minted_again_tells_nothing() {
    boss.put("/api/v1/cameras/lobby", SOURCE);
    String tab = "{\"clientInstanceId\":\"tab-1\"}";
    boss.post("/api/v1/cameras/lobby/stream-token", tab);
    boss.post("/api/v1/cameras/lobby/stream-token", tab);
    assertEquals(List.of("session.issued"), types(of("session.")));
  }

  @Test
  void cameras_tell_what_was_done_to_them_and_never_their_source() {
    boss.put("/api/v1/cameras/lobby", SOURCE);
    boss.put("/api/v1/cameras/lobby", SOURCE); // Changes nothing.
    boss.patch("/api/v1/cameras/lobby", "{\"name\":\"Lobby\"}");
    boss.post("/api/v1/cameras/lobby/deprovision", null);
    boss.delete("/api/v1/cameras/lobby");
    boss.put("/api/v1/cameras/lobby", SOURCE);
    List<RecordedEvent> told = of("camera.");
    assertEquals(
        List.of(
            "camera.created",
            "camera.updated",
            "camera.updated",
            "camera.deleted",
            "camera.created"),
        types(told));
    assertTrue(told.get(1).data().contains("\"Lobby\""), told.toString());
    assertTrue(told.get(2).data().contains("\"deprovisioned\""), told.toString());
    assertFalse(told.toString().contains("10.1.2.3"), told.toString());
  }

  @Test
  void a_tenant_is_told_that_it_is_suspended_and_taken_up_again() {
    ApiClient platform = ApiClient.at(base).asPlatformAdmin();
    platform.post("/api/v1/tenants/" + tenant + ":suspend", null);
    platform.post("/api/v1/tenants/" + tenant + ":suspend", null);
    platform.post("/api/v1/tenants/" + tenant + ":resume", null);
    assertEquals(List.of("tenant.suspended", "tenant.resumed"), types(of("tenant.")));
  }

  @Test
  void what_is_rolled_back_was_never_told() {
    assertThrows(
        IllegalStateException.class,
        () ->
            QuarkusTransaction.requiringNew()
                .run(() -> {
                  events.record(online("lobby"));
                  throw new IllegalStateException("on purpose");
                }));
    assertEquals(List.of(), of("camera."));
  }

  @Test
  void nothing_is_told_outside_of_a_transaction() {
    assertThrows(TransactionalException.class, () -> events.record(online("lobby")));
  }

  @Test
  void many_of_several_tenants_are_told_at_once_and_in_their_order() {
    ApiClient.at(base).asAdminOf(tenant + "-b", "starter");
    var other = new StreamKey(new TenantId(tenant + "-b"), new CameraId("lobby"));
    QuarkusTransaction.requiringNew()
        .run(() ->
            events.recordAll(
                List.of(
                    online("one"),
                    NewEvent.ofCamera(other, EventType.CAMERA_OFFLINE, Map.of()),
                    online("two"),
                    NewEvent.ofPlatform(
                        EventType.GATEWAY_UNAVAILABLE, Map.of("gateway", "gateway-1")))));
    List<RecordedEvent> told = of("camera.");
    assertEquals(2, told.size(), "another tenant's and the platform's are not ours");
    assertTrue(told.getFirst().data().contains("one"), told.toString());
    assertTrue(told.getLast().data().contains("two"), told.toString());
    assertEquals(1, store.between(new TenantId(tenant + "-b"), start, settled(), 10).size());
  }

  @Test
  void an_event_is_of_a_tenant_or_of_the_platform_never_of_both() {
    assertThrows(
        IllegalArgumentException.class,
        () -> NewEvent.ofPlatform(EventType.CAMERA_ONLINE, Map.of()));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            NewEvent.ofTenant(
                new TenantId(tenant), EventType.GATEWAY_AVAILABLE, Map.of("gateway", "g")));
  }

  /** A sequence would give the late one the lower number, and a reader would have gone past it. */
  @Test
  void what_commits_late_is_neither_skipped_nor_read_twice() {
    var read = new ArrayList<String>();
    try (Handle slow = sql.open()) {
      slow.begin();
      slow.execute("set local role atalaya_platform");
      tell(slow, "slow");
      QuarkusTransaction.requiringNew().run(() -> events.record(online("quick")));
      Position at = readOn(start, read);
      assertEquals(List.of(), read, "what came after an open transaction waits for it");
      slow.commit();
      var _ = settled();
      at = readOn(at, read);
      assertEquals(List.of("slow", "quick"), read);
      readOn(at, read);
      assertEquals(List.of("slow", "quick"), read, "once");
    }
  }

  @Test
  void a_transaction_that_only_reads_delays_nobody() {
    var read = new ArrayList<String>();
    try (Handle report = sql.open()) {
      report.begin();
      report.execute("set local role atalaya_platform");
      report.select("select count(*) from event").mapTo(Integer.class).one();
      QuarkusTransaction.requiringNew().run(() -> events.record(online("quick")));
      var _ = settled();
      readOn(start, read);
      assertEquals(List.of("quick"), read);
      report.rollback();
    }
  }

  @Test
  void events_are_kept_for_a_week_and_then_noted_as_gone() {
    QuarkusTransaction.requiringNew().run(() -> events.record(online("old")));
    Position old = of("camera.").getFirst().position();
    try (DatabaseClock clock = DatabaseClock.ofRunningApi()) {
      clock.pass(Duration.ofDays(7).plusMinutes(1));
      QuarkusTransaction.requiringNew().run(() -> events.record(online("young")));
      Until.holds(
          "the old one is gone",
          () -> {
            keeper.sweep(); // A batch, of whichever tenants.
            return of("camera.").size() == 1;
          });
      List<RecordedEvent> left = of("camera.");
      assertEquals(1, left.size(), left.toString());
      assertTrue(left.getFirst().data().contains("young"), left.toString());
      assertFalse(old.isAfter(store.purged()), "gone up to " + store.purged());
      assertTrue(left.getFirst().position().isAfter(store.purged()));
    }
  }

  /** Reads on as a reader does, noting the cameras; returns from where to go on. */
  private Position readOn(Position after, List<String> cameras) {
    Position horizon = store.horizon();
    for (RecordedEvent event : store.between(new TenantId(tenant), after, horizon, 100)) {
      try {
        cameras.add(JSON.readTree(event.data()).path("cameraId").asText());
      } catch (IOException e) {
        throw new AssertionError(event.data(), e);
      }
    }
    return horizon;
  }

  private void tell(Handle handle, String camera) {
    handle.execute(
        """
        insert into event (tenant_id, type, camera_id, data)
        values (?, 'camera.online', ?, jsonb_build_object('cameraId', ?))
        """,
        tenant,
        camera,
        camera);
  }

  private NewEvent online(String camera) {
    return NewEvent.ofCamera(
        new StreamKey(new TenantId(tenant), new CameraId(camera)),
        EventType.CAMERA_ONLINE,
        Map.of("reason", "ok"));
  }

  /** The horizon once all that was committed is before it: others may be writing just now. */
  private Position settled() {
    Until.holds(
        "nothing older is under way",
        () ->
            sql.number(
                    """
                    select count(*) from event
                    where recorded_in >= pg_snapshot_xmin(pg_current_snapshot())
                    """)
                == 0);
    return store.horizon();
  }

  private List<RecordedEvent> of(String prefix) {
    return store.between(new TenantId(tenant), start, settled(), 100).stream()
        .filter(event -> event.type().startsWith(prefix))
        .toList();
  }

  private static List<String> types(List<RecordedEvent> told) {
    return told.stream().map(RecordedEvent::type).toList();
  }
}
