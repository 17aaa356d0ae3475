package io.atalaya.e2e.process;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.e2e.ApiSession;
import io.atalaya.e2e.Await;
import io.atalaya.e2e.RunningProduct;
import io.atalaya.e2e.Viewing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One part of a running product is killed; soon after people see live video again. */
final class HealingIT {
  private static final Duration HEALED = Duration.ofMinutes(1);
  private static final Duration FLOWING = Duration.ofSeconds(20);

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
  void video_flows_again_after_an_ffmpeg_was_killed() throws Exception {
    awaitLiveVideo();
    Predicate<ProcessHandle> ffmpeg =
        process -> process.info().command().orElse("").endsWith("/ffmpeg");
    var victims = product.processes().stream().filter(ffmpeg).toList();
    assertFalse(victims.isEmpty(), "no camera is pulled by an ffmpeg");
    victims.forEach(ProcessHandle::destroyForcibly);
    awaitLiveVideo();
    var present = product.processes().stream().filter(ffmpeg).toList();
    assertTrue(present.stream().noneMatch(victims::contains), present.toString());
    assertFalse(present.isEmpty());
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
