package io.atalaya.api.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code GET /events}, as browsers and programs read it. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class EventStreamTest {
  private static final String EVENTS = "/api/v1/events";
  private static final String SOURCE = "{\"source\":\"rtsp://10.1.2.3/s\"}";

  @TestHTTPResource URI base;
  @Inject Events events;
  @Inject EventStore store;
  @Inject EventStreams streams;
  @Inject EventKeeper keeper;

  private TestSql sql;
  private String tenant;
  private ApiClient boss;

  @BeforeEach
  void a_tenant() {
    sql = TestSql.ofRunningApi();
    tenant = "str-" + UUID.randomUUID().toString().substring(24);
    boss = ApiClient.at(base).asAdminOf(tenant, "standard");
  }

  @AfterEach
  void close() {
    sql.close();
  }

  @Test
  void what_happens_is_told_at_once_and_in_its_order() throws Exception {
    try (Follower follower = Follower.of(boss, null)) {
      assertEquals(
          "text/event-stream",
          follower.response().headers().firstValue("Content-Type").orElse("").split(";", 2)[0]);
      assertEquals(
          "no-store", follower.response().headers().firstValue("Cache-Control").orElse(""));
      boss.put("/api/v1/cameras/lobby", SOURCE);
      boss.post("/api/v1/cameras/lobby/stream-token", null);
      boss.delete("/api/v1/cameras/lobby");
      follower.awaitHeard(4);
      assertEquals(
          List.of("camera.created", "session.issued", "session.ended", "camera.deleted"),
          follower.types());
      JsonNode first = follower.heard().getFirst();
      assertEquals(tenant, first.path("tenantId").asText());
      assertEquals("lobby", first.path("data").path("cameraId").asText());
      assertTrue(first.path("timestamp").asText().endsWith("Z"), first.toString());
      assertEquals(36, first.path("id").asText().length());
    }
  }

  @Test
  void whoever_comes_back_hears_what_was_missed_once() throws Exception {
    String last;
    try (Follower follower = Follower.of(boss, null)) {
      last = follower.lastId(); // Before there was any event.
    }
    tell("one");
    tell("two");
    try (Follower follower = Follower.of(boss, last)) {
      follower.awaitHeard(2);
      tell("three");
      follower.awaitHeard(3);
      assertEquals(List.of("one", "two", "three"), cameras(follower));
      last = follower.lastId();
    }
    try (Follower follower = Follower.of(boss, last)) {
      tell("four");
      follower.awaitHeard(1);
      assertEquals(List.of("four"), cameras(follower));
    }
  }

  /** Written by four threads, read by one that is cut off again and again. */
  @Test
  void readers_that_come_and_go_under_load_hear_everything_once() throws Exception {
    String last;
    try (Follower follower = Follower.of(boss, null)) {
      last = follower.lastId();
    }
    var heard = new ArrayList<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writers = new ArrayList<Future<?>>();
      for (int writer = 0; writer < 4; writer++) {
        int mine = writer;
        writers.add(
            threads.submit(() -> {
              for (int i = 0; i < 100; i++) {
                tell("w" + mine + "-" + i);
              }
            }));
      }
      while (heard.size() < 400) {
        try (Follower follower = Follower.of(boss, last)) {
          follower.awaitHeard(Math.min(37, 400 - heard.size()));
          follower.leave();
          heard.addAll(cameras(follower));
          last = follower.lastId();
        }
      }
      for (Future<?> writer : writers) {
        writer.get(30, TimeUnit.SECONDS);
      }
    }
    assertEquals(400, heard.size());
    assertEquals(400, new HashSet<>(heard).size());
    for (int writer = 0; writer < 4; writer++) {
      String mine = "w" + writer + "-";
      assertEquals(
          IntStream.range(0, 100).mapToObj(i -> mine + i).toList(),
          heard.stream().filter(camera -> camera.startsWith(mine)).toList());
    }
  }

  @Test
  void nobody_hears_of_another_tenant() throws Exception {
    String other = tenant + "-b";
    ApiClient them = ApiClient.at(base).asAdminOf(other, "standard");
    String start;
    try (Follower ours = Follower.of(boss, null);
        Follower theirs = Follower.of(them, null)) {
      start = ours.lastId();
      them.put("/api/v1/cameras/lobby", SOURCE);
      them.post("/api/v1/cameras/lobby/stream-token", null);
      boss.put("/api/v1/cameras/lobby", SOURCE);
      ours.awaitHeard(1);
      theirs.awaitHeard(2);
      assertEquals(List.of("camera.created"), ours.types());
      assertTrue(ours.heard().stream().allMatch(this::isOurs), ours.heard().toString());
    }
    try (Follower again = Follower.of(boss, start)) {
      again.awaitHeard(1);
      assertEquals(List.of("camera.created"), again.types(), "nor by coming back");
    }
    assertEquals(404, boss.get(EVENTS + "?tenantId=" + other).status());
  }

  @Test
  void a_viewer_hears_of_cameras_and_of_the_own_sessions() throws Exception {
    ApiClient vera = person("vera", "viewer");
    boss.put("/api/v1/cameras/lobby", SOURCE);
    String start;
    try (Follower follower = Follower.of(vera, null)) {
      start = follower.lastId();
      boss.post("/api/v1/cameras/lobby/stream-token", null);
      vera.post("/api/v1/cameras/lobby/stream-token", null);
      tell("marker");
      follower.awaitHeard(2);
      assertEquals(List.of("session.issued", "camera.online"), follower.types());
      assertEquals("vera", follower.heard().getFirst().path("data").path("username").asText());
    }
    try (Follower again = Follower.of(vera, start)) {
      again.awaitHeard(2);
      assertEquals(List.of("session.issued", "camera.online"), again.types());
    }
  }

  @Test
  void people_of_the_platform_hear_of_all_or_of_the_tenant_they_name() throws Exception {
    ApiClient platform = ApiClient.at(base).asPlatformAdmin();
    try (Follower all = Follower.of(platform, null);
        Follower one = Follower.of(platform.with("Tenant-Id", tenant), null)) {
      QuarkusTransaction.requiringNew()
          .run(() ->
              events.record(
                  NewEvent.ofPlatform(EventType.GATEWAY_UNAVAILABLE, Map.of("gateway", tenant))));
      tell("lobby");
      one.awaitHeard(1);
      assertEquals(List.of("camera.online"), one.types());
      Until.holds(
          "both are heard of by who hears of all",
          () ->
              all.heard().stream().anyMatch(event -> gatewayOf(event).equals(tenant))
                  && all.heard().stream().anyMatch(this::isOurs));
    }
  }

  @Test
  void the_stream_ends_when_its_reader_signs_out() throws Exception {
    ApiClient vera = person("vera", "viewer");
    try (Follower follower = Follower.of(vera, null)) {
      assertEquals(204, vera.post("/api/v1/auth/logout", null).status());
      Until.holds("the stream has ended", follower::hasEnded);
    }
    assertEquals(401, vera.get(EVENTS).status());
  }

  @Test
  void the_stream_ends_when_its_reader_becomes_something_else_or_is_shut_out() throws Exception {
    ApiClient vera = person("vera", "operator");
    String vid = vera.get("/api/v1/me").body().path("userId").asText();
    var key = boss.post("/api/v1/api-keys", "{\"name\":\"wall\",\"role\":\"viewer\"}").body();
    ApiClient wall = ApiClient.at(base).with("Authorization", "Bearer " + key.path("key").asText());
    try (Follower person = Follower.of(vera, null);
        Follower program = Follower.of(wall, null);
        Follower other = Follower.of(boss, null)) {
      boss.patch("/api/v1/users/" + vid, "{\"role\":\"viewer\"}");
      Until.holds("the person's has ended", person::hasEnded);
      boss.delete("/api/v1/api-keys/" + key.path("keyId").asText());
      Until.holds("the program's has ended", program::hasEnded);
      assertFalse(other.hasEnded());
    }
  }

  @Test
  void a_quiet_stream_shows_that_it_lives_and_keeps_nobody_signed_in() throws Exception {
    String expiry =
        "select max(expires_at)::text from login_session where tenant_id = '" + tenant + "'";
    try (Follower follower = Follower.of(boss, null)) {
      // So old that any use of it would renew it.
      sql.execute(
          """
          update login_session set expires_at = expires_at - interval '1 hour'
          where tenant_id = ?
          """,
          tenant);
      String before = sql.text(expiry);
      int seen = follower.heartbeats();
      Until.holds("heartbeats come", () -> follower.heartbeats() > seen + 1);
      assertEquals(before, sql.text(expiry));
    }
  }

  @Test
  void a_heartbeat_moves_the_place_to_come_back_to() throws Exception {
    ApiClient them = ApiClient.at(base).asAdminOf(tenant + "-b", "standard");
    try (Follower follower = Follower.of(boss, null)) {
      String start = follower.lastId();
      them.put("/api/v1/cameras/lobby", SOURCE);
      Until.holds("the place has moved on", () -> !follower.lastId().equals(start));
      assertEquals(List.of(), follower.heard());
    }
  }

  /** More than its queue and the connection's buffers hold: some 12 MB of events. */
  @Test
  void a_reader_that_stops_reading_is_cut_and_nobody_else_notices() throws Exception {
    String text = "x".repeat(3_900);
    try (Follower other = Follower.of(boss, null);
        Socket stuck = new Socket()) {
      stuck.setReceiveBufferSize(4_096);
      stuck.connect(new InetSocketAddress(base.getHost(), base.getPort()));
      stuck
          .getOutputStream()
          .write(
              ("GET " + EVENTS + " HTTP/1.1\r\nHost: localhost\r\n" + boss.headerLines() + "\r\n")
                  .getBytes(UTF_8));
      Until.holds("both are reading", () -> open() == 2);
      for (int batch = 0; batch < 30; batch++) {
        List<NewEvent> many = IntStream.range(0, 100).mapToObj(i -> online("c" + i, text)).toList();
        QuarkusTransaction.requiringNew().run(() -> events.recordAll(many));
        other.awaitHeard((batch + 1) * 100);
      }
      assertEquals(3_000, other.heard().size());
      Until.holds("the one that reads nothing is cut", () -> open() == 1);
      assertFalse(other.hasEnded());
      assertTrue(drained(stuck) < 12_000_000, "it was cut, and not served after all");
      tell("still-there");
      other.awaitHeard(3_001);
    }
  }

  @Test
  void somebody_has_so_many_streams_and_no_more() throws Exception {
    var open = new ArrayList<Follower>();
    for (int i = 0; i < EventStreams.MAX_PER_USER; i++) {
      open.add(Follower.of(boss, null));
    }
    ApiClient.Answer refused = boss.get(EVENTS);
    assertEquals(429, refused.status(), refused.toString());
    assertEquals("too_many_event_streams", refused.code());
    assertEquals("10", refused.header("Retry-After"));
    open.removeFirst().close();
    Until.holds("one is closed", () -> open() == EventStreams.MAX_PER_USER - 1);
    open.add(Follower.of(boss, null));
    for (Follower one : open) {
      one.close();
    }
    Until.holds("all are closed", () -> open() == 0);
  }

  @Test
  void a_place_that_is_gone_or_was_never_there_says_load_everything_again() throws Exception {
    String old;
    try (Follower follower = Follower.of(boss, null)) {
      old = follower.lastId();
    }
    tell("missed");
    try (DatabaseClock clock = DatabaseClock.ofRunningApi()) {
      clock.pass(Duration.ofDays(8));
      Until.holds(
          "it is gone",
          () -> {
            keeper.sweep(); // A batch, of whichever tenants.
            return sql.number("select count(*) from event where tenant_id = ?", tenant) == 0;
          });
    }
    for (String gone : List.of(old, "999999999999-1")) {
      try (Follower follower = Follower.of(boss, gone)) {
        follower.awaitHeard(1);
        tell("fresh");
        follower.awaitHeard(2);
        assertEquals(List.of("stream.reset", "camera.online"), follower.types());
      }
    }
    ApiClient.Answer refused = boss.with("Last-Event-ID", "yesterday").get(EVENTS);
    assertEquals(400, refused.status(), refused.toString());
    assertEquals("validation_failed", refused.code());
  }

  /** What was still under way; returns when the connection is closed. */
  private static long drained(Socket socket) throws IOException {
    socket.setSoTimeout(20_000);
    long bytes = 0;
    try {
      byte[] into = new byte[65_536];
      int read;
      while ((read = socket.getInputStream().read(into)) >= 0) {
        bytes += read;
      }
    } catch (SocketException reset) {
      // as good an end as any
    }
    return bytes;
  }

  private long open() {
    return streams.sizeOf(new TenantId(tenant));
  }

  private void tell(String camera) {
    QuarkusTransaction.requiringNew().run(() -> events.record(online(camera, "ok")));
  }

  private NewEvent online(String camera, String message) {
    return NewEvent.ofCamera(
        new StreamKey(new TenantId(tenant), new CameraId(camera)),
        EventType.CAMERA_ONLINE,
        Map.of("message", message));
  }

  private ApiClient person(String name, String role) {
    boss.post(
        "/api/v1/users",
        "{\"username\":\"%s\",\"password\":\"a-long-password\",\"role\":\"%s\"}"
            .formatted(name, role));
    return ApiClient.at(base).signedIn(tenant, name, "a-long-password");
  }

  private boolean isOurs(JsonNode event) {
    return tenant.equals(event.path("tenantId").asText());
  }

  private static String gatewayOf(JsonNode event) {
    return event.path("data").path("gateway").asText();
  }

  private static List<String> cameras(Follower follower) {
    return follower.heard().stream()
        .map(event -> event.path("data").path("cameraId").asText())
        .toList();
  }
}
