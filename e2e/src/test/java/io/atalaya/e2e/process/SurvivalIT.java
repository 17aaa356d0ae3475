package io.atalaya.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.e2e.ApiSession;
import io.atalaya.e2e.Await;
import io.atalaya.e2e.RunningProduct;
import io.atalaya.e2e.Viewing;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of sessions while api or gateway is away, and after. */
final class SurvivalIT {
  private static final Duration FLOWING = Duration.ofSeconds(20);
  private static final Duration HEALED = Duration.ofMinutes(1);
  private static final Duration LEASE = Duration.ofSeconds(45);
  private static final Duration OUTAGE = LEASE.plusSeconds(25);

  /** Over for longer, and not written down: a zombie. */
  private static final Duration ZOMBIE = Duration.ofSeconds(60);

  /** Zombies are looked for every 15 s. */
  private static final Duration CENSUS = Duration.ofSeconds(20);

  @TempDir static Path temporary;
  private static RunningProduct product;
  private ApiSession admin;
  private ApiSession viewer;

  @BeforeAll
  static void start() throws Exception {
    product = RunningProduct.demo(temporary.resolve("data"), RunningProduct.Ports.free());
  }

  @AfterAll
  static void stop() throws Exception {
    if (product != null) {
      product.close();
    }
  }

  @BeforeEach
  void people() throws Exception {
    Await.until(
        "the product serves",
        HEALED,
        () -> {
          admin = ApiSession.signIn(product, product.user("acme", "tenant_admin"));
          viewer = ApiSession.signIn(product, product.user("acme", "viewer"));
          try (var viewing = Viewing.open(viewer, "lobby")) {
            viewing.awaitNewVideo(FLOWING);
          }
          return true;
        });
    Await.until("no slot is in use", HEALED, () -> inUse() == 0);
  }

  @Test
  @Tag("nightly")
  void while_the_api_is_away_viewers_go_on_and_nobody_new_comes_in() throws Exception {
    try (var viewing = Viewing.open(viewer, "lobby")) {
      viewing.awaitNewVideo(FLOWING);
      URI late = playback();
      ProcessHandle api = one("/api/target/");
      api.destroyForcibly();
      api.onExit().get();
      ApiSession.Answer refused = ApiSession.fetch(late);
      assertEquals(503, refused.status(), refused.text());
      assertEquals("control_plane_unavailable", refused.body().path("code").asText());
      viewing.awaitNewVideo(FLOWING);

      Await.until("the api is back", HEALED, () -> inUse() >= 1);
      viewing.awaitNewVideo(FLOWING);
      assertEquals("active", state(viewing));
    }
    // The one that could not come in has lapsed, the other was ended: nothing is left behind.
    Await.until("no slot is in use", LEASE, () -> inUse() == 0);
  }

  @Test
  @Tag("nightly")
  void a_killed_gateways_viewers_free_their_slots_within_lease_plus_5_s() throws Exception {
    try (var one = Viewing.open(viewer, "lobby");
        var another = Viewing.open(viewer, "entrance")) {
      one.awaitNewVideo(FLOWING);
      another.awaitNewVideo(FLOWING);
      assertEquals(2, inUse());
      ProcessHandle gateway = one("/stream-gateway/target/");
      gateway.destroyForcibly();
      gateway.onExit().get();
      Await.until("the slots are free", LEASE.plusSeconds(5), () -> inUse() == 0);
      Await.until("written down as over", FLOWING, () -> state(one).equals("expired"));
      assertEquals("expired", state(another));
    }
  }

  @Test
  void a_page_goes_on_in_its_session_after_its_gateway_was_killed() throws Exception {
    var tab = Map.of("clientInstanceId", "tab-1");
    var before = viewer.call("POST", "cameras/lobby/stream-token", tab).expect(201);
    ApiSession.fetch(URI.create(before.path("playbackUrl").asText())).expect(200);
    ProcessHandle gateway = one("/stream-gateway/target/");
    gateway.destroyForcibly();
    gateway.onExit().get();
    Await.until(
        "the gateway plays again",
        LEASE,
        () -> {
          var after = viewer.call("POST", "cameras/lobby/stream-token", tab).expect(201);
          URI playback = URI.create(after.path("playbackUrl").asText());
          ApiSession.fetch(playback).expect(200);
          return after.path("session").path("id").equals(before.path("session").path("id"));
        });
    assertEquals(1, inUse());
    String id = before.path("session").path("id").asText();
    viewer.call("POST", "sessions/" + id + "/end", Map.of()).expect(200);
  }

  @Test
  @Tag("nightly")
  void after_both_were_killed_nothing_of_their_sessions_is_left() throws Exception {
    try (var one = Viewing.open(viewer, "lobby");
        var another = Viewing.open(viewer, "entrance")) {
      one.awaitNewVideo(FLOWING);
      another.awaitNewVideo(FLOWING);
      for (String program : List.of("/stream-gateway/target/", "/api/target/")) {
        ProcessHandle process = one(program);
        process.destroyForcibly();
        process.onExit().get();
      }
      Await.until("both are back", HEALED, this::somebodyNewWatches);
      Await.until("the slots are free", LEASE.plusSeconds(5), () -> inUse() == 0);
      Await.until("written down as over", FLOWING, () -> expiries(one) + expiries(another) == 2);
      assertEquals(1, expiries(one));
      Await.until("no zombies", CENSUS, () -> zombies() == 0);
    }
  }

  /** Frozen, not killed, so that nobody starts it again and it goes on where it was. */
  @Test
  @Tag("nightly")
  void viewers_outlive_an_outage_longer_than_their_lease() throws Exception {
    outlive(viewing -> {
      ProcessHandle api = one("/api/target/");
      signal(api, "STOP");
      try {
        watchFor(viewing, OUTAGE);
      } finally {
        signal(api, "CONT");
      }
    });
  }

  @Test
  @Tag("nightly")
  void viewers_outlive_an_api_that_is_dead_for_longer_than_their_lease() throws Exception {
    outlive(viewing -> {
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<?> watching =
            threads.submit(() -> {
              watchFor(viewing, OUTAGE);
              return null;
            });
        Await.until(
            "the outage is over",
            OUTAGE.plus(FLOWING),
            () -> {
              // As often as the launcher starts it again; it never gets as far as its database.
              running("/api/target/").forEach(ProcessHandle::destroyForcibly);
              return watching.isDone();
            });
        watching.get();
      }
    });
  }

  /** What happens to the product while somebody watches. */
  @FunctionalInterface
  private interface Outage {
    void pass(Viewing viewing) throws Exception;
  }

  /** One who watches through it goes on; a tab that was closed meanwhile is over, and no zombie. */
  private void outlive(Outage outage) throws Exception {
    try (var viewing = Viewing.open(viewer, "lobby");
        var closed = Viewing.open(viewer, "entrance")) {
      viewing.awaitNewVideo(FLOWING);
      closed.awaitNewVideo(FLOWING);
      outage.pass(viewing);
      Await.until("the api is back", HEALED, () -> inUse() >= 1);
      // A whole lease later those who watch are there still, and the tab that was closed is not.
      watchFor(viewing, LEASE.plusSeconds(5));
      assertEquals("active", state(viewing));
      assertEquals("expired", state(closed));
      assertEquals(1, inUse());
      watchFor(viewing, ZOMBIE.plus(CENSUS));
      assertEquals(0, zombies());
      assertEquals("active", state(viewing));
    }
  }

  private boolean somebodyNewWatches() throws Exception {
    try (var fresh = Viewing.open(viewer, "lobby")) {
      fresh.awaitNewVideo(FLOWING);
      return true;
    }
  }

  private static void watchFor(Viewing viewing, Duration time) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      viewing.awaitNewVideo(FLOWING);
    }
  }

  private static void signal(ProcessHandle process, String name) throws Exception {
    int exit =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    assertEquals(0, exit);
  }

  /** A session of whoever has not come yet. */
  private URI playback() throws IOException {
    var issued = viewer.call("POST", "cameras/lobby/stream-token", Map.of()).expect(201);
    return URI.create(issued.path("playbackUrl").asText());
  }

  private String state(Viewing viewing) throws IOException {
    return admin.get("sessions/" + viewing.sessionId()).expect(200).path("state").asText();
  }

  private int inUse() throws IOException {
    return admin
        .get("usage")
        .expect(200)
        .path("entitlements")
        .path("maxConcurrentStreams")
        .path("inUse")
        .asInt();
  }

  /** How often the audit says that it expired. */
  private int expiries(Viewing viewing) throws IOException {
    String query = "audit?action=session.expired&subject=session/" + viewing.sessionId();
    return admin.get(query).expect(200).path("items").size();
  }

  /** As scraped; not a number until it has been looked for. */
  private static double zombies() throws IOException {
    URI metrics = URI.create(product.run().path("management").asText()).resolve("/q/metrics");
    return ApiSession.fetch(metrics)
        .text()
        .lines()
        .filter(line -> line.startsWith("atalaya_zombie_sessions"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }

  private static ProcessHandle one(String part) {
    assertTrue(product.launcher().isAlive());
    return running(part).findFirst().orElseThrow();
  }

  private static Stream<ProcessHandle> running(String part) {
    return product
        .launcher()
        .children()
        .filter(process -> process.info().commandLine().orElse("").contains(part));
  }
}
