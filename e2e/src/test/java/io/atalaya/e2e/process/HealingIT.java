package io.atalaya.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.e2e.ApiSession;
import io.atalaya.e2e.Await;
import io.atalaya.e2e.RunningProduct;
import io.atalaya.e2e.Viewing;
import io.atalaya.testkit.camera.Camera;
import io.atalaya.testkit.camera.CameraSimulator;
import io.atalaya.testkit.camera.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One part of a running product is killed; soon after people see live video again. */
final class HealingIT {
  private static final Duration HEALED = Duration.ofMinutes(1);
  private static final Duration FLOWING = Duration.ofSeconds(20);

  /** For all cameras, from the end of their gateway. */
  private static final Duration AGAIN = Duration.ofSeconds(20);

  private static final String DOOR = "cameras/door";

  @TempDir static Path temporary;
  private static RunningProduct product;

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

  @Test
  void video_flows_again_after_the_api_was_killed() throws Exception {
    killAndSeeItHeal(commandLineHas("/api/target/"));
  }

  @Test
  void video_flows_again_after_the_gateway_was_killed() throws Exception {
    killAndSeeItHeal(commandLineHas("/stream-gateway/target/"));
  }

  @Test
  void video_flows_again_after_postgresql_was_killed() throws Exception {
    killAndSeeItHeal(commandLineHas("/bin/postgres -D"));
  }

  @Test
  @Tag("nightly")
  void a_viewer_stays_while_the_camera_changes_its_engine_and_while_an_ffmpeg_is_killed()
      throws Exception {
    awaitLiveVideo();
    ApiSession admin = ApiSession.signIn(product, product.user("acme", "tenant_admin"));
    assertEquals(List.of(), ffmpegs(), "needed by no camera of the demo");
    try (var viewing = Viewing.open(viewer("acme"), "lobby")) {
      change(admin, "ffmpeg");
      viewing.awaitNewVideo(FLOWING);
      List<ProcessHandle> victims = ffmpegs();
      assertEquals(1, victims.size());
      victims.forEach(ProcessHandle::destroyForcibly);
      Await.until(
          "another ffmpeg",
          HEALED,
          () -> !ffmpegs().isEmpty() && ffmpegs().stream().noneMatch(victims::contains));
      viewing.awaitNewVideo(FLOWING);
      change(admin, "auto");
      viewing.awaitNewVideo(FLOWING);
      assertEquals(List.of(), ffmpegs());
    }
  }

  private static List<ProcessHandle> ffmpegs() {
    return product.processes().stream()
        .filter(process -> process.info().command().orElse("").endsWith("/ffmpeg"))
        .toList();
  }

  /** Returns when acme's lobby is pulled by that engine; {@code auto} is the in-process one. */
  private static void change(ApiSession admin, String engine) throws Exception {
    admin.call("PATCH", "cameras/lobby", Map.of("engine", engine)).expect(200);
    String name = engine.equals("auto") ? "inprocess" : engine;
    Await.until(
        "pulled by " + name,
        HEALED,
        () -> {
          var gateway = admin.get("cameras/lobby/health").expect(200).path("gateway");
          return gateway.path("engine").asText().equals(name)
              && gateway.path("state").asText().equals("live");
        });
  }

  @Test
  void a_viewer_keeps_watching_while_the_api_is_away() throws Exception {
    awaitLiveVideo();
    try (var viewing = Viewing.open(viewer("acme"), "lobby")) {
      viewing.awaitNewVideo(FLOWING);
      one(commandLineHas("/api/target/")).destroyForcibly();
      viewing.awaitNewVideo(FLOWING);
      awaitLiveVideo();
      viewing.awaitNewVideo(FLOWING);
    }
  }

  @Test
  void every_camera_of_a_killed_gateway_plays_again_within_20_s_by_itself() throws Exception {
    awaitLiveVideo();
    ProcessHandle gateway = one(commandLineHas("/stream-gateway/target/"));
    gateway.destroyForcibly();
    gateway.onExit().get();
    ApiSession viewer = viewer("acme");
    var waiting = new LinkedHashSet<>(product.cameras("acme"));
    assertFalse(waiting.isEmpty());
    Await.until(
        "all of acme's play",
        AGAIN,
        () -> {
          waiting.removeIf(camera -> plays(viewer, camera));
          return waiting.isEmpty();
        });
  }

  private static boolean plays(ApiSession viewer, String camera) {
    try (var viewing = Viewing.open(viewer, camera)) {
      return !viewing.pieces().isEmpty();
    } catch (IOException _) {
      return false; // not yet
    }
  }

  @Test
  @Tag("nightly")
  void a_wrong_password_is_tried_twice_at_most_until_the_configuration_changes() throws Exception {
    try (CameraSimulator simulator = CameraSimulator.start(SimulatorOptions.loopback())) {
      simulator.add(Camera.named("door").credentials("user", "secret"));
      ApiSession admin = ApiSession.signIn(product, product.user("acme", "tenant_admin"));
      admin.call("PUT", DOOR, door(simulator, "wrong")).expect(201);
      Await.until("given up", HEALED, () -> isParked(admin));
      long tries = simulator.counters("door").signInsRejected();
      assertTrue(tries >= 1 && tries <= 2, tries + " tries");

      for (int look = 0; look < 3; look++) {
        lookAgain(admin);
      }
      ProcessHandle gateway = one(commandLineHas("/stream-gateway/target/"));
      gateway.destroyForcibly();
      gateway.onExit().get();
      awaitLiveVideo();
      lookAgain(admin);
      assertTrue(isParked(admin));
      assertEquals(tries, simulator.counters("door").signInsRejected(), "nobody knocks");

      admin.call("PATCH", DOOR, Map.of("source", source(simulator, "secret"))).expect(200);
      Await.until("seen", HEALED, () -> summary(admin).equals("online"));
      assertEquals(tries, simulator.counters("door").signInsRejected());
      admin.call("DELETE", DOOR, Map.of()).expect(204);
    }
  }

  private static Map<String, ?> door(CameraSimulator simulator, String password) {
    return Map.of("name", "Door", "source", source(simulator, password), "enabled", true);
  }

  private static String source(CameraSimulator simulator, String password) {
    return simulator.url("door").replace("rtsp://", "rtsp://user:" + password + "@");
  }

  private static boolean isParked(ApiSession admin) throws IOException {
    return admin.get(DOOR + "/health").expect(200).toString().contains("No further attempt");
  }

  private static String summary(ApiSession admin) throws IOException {
    return admin.get(DOOR + "/health").expect(200).path("summary").asText();
  }

  /** One more sync, by hand; asked too often, the api answers what the last one saw. */
  private static void lookAgain(ApiSession admin) throws Exception {
    String before = admin.get(DOOR + "/health").expect(200).path("lastSyncAt").asText();
    Await.until(
        "looked at again",
        HEALED,
        () -> {
          var now = admin.call("POST", DOOR + "/sync-health", Map.of()).expect(200);
          return !now.path("lastSyncAt").asText().equals(before);
        });
  }

  private static void killAndSeeItHeal(Predicate<ProcessHandle> which) throws Exception {
    awaitLiveVideo();
    ProcessHandle victim = one(which);
    victim.destroyForcibly();
    victim.onExit().get();
    awaitLiveVideo();
    assertTrue(one(which).pid() != victim.pid());
  }

  /** The first match: PostgreSQL's workers are its children and come after it. */
  private static ProcessHandle one(Predicate<ProcessHandle> which) {
    return product.launcher().children().filter(which).findFirst().orElseThrow();
  }

  private static Predicate<ProcessHandle> commandLineHas(String part) {
    return process -> process.info().commandLine().orElse("").contains(part);
  }

  /** The same camera id in both tenants, each through its own people. */
  private static void awaitLiveVideo() throws Exception {
    for (String tenant : new String[] {"acme", "globex"}) {
      Await.until(
          "live video of " + tenant + "/lobby",
          HEALED,
          () -> {
            try (var viewing = Viewing.open(viewer(tenant), "lobby")) {
              viewing.awaitNewVideo(FLOWING);
              return true;
            }
          });
    }
    assertTrue(product.launcher().isAlive());
  }

  private static ApiSession viewer(String tenant) throws Exception {
    return ApiSession.signIn(product, product.user(tenant, "viewer"));
  }
}
