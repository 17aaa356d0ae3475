package io.atalaya.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.e2e.ApiSession;
import io.atalaya.e2e.Await;
import io.atalaya.e2e.RunningProduct;
import io.atalaya.e2e.Viewing;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole product stops, or refuses to start; and starts again on what it left. */
final class StoppingIT {
  private static final Duration GONE = Duration.ofSeconds(15);
  private static final Duration FLOWING = Duration.ofMinutes(1);
  private static final long REFUSAL_SECONDS = 30;

  /** The first clean stop of a build writes down what makes its next start fast. */
  private static final long FIRST_STOP_SECONDS = 90;

  @TempDir Path temporary;

  @Test
  @Tag("nightly")
  void kill_9_of_the_launcher_leaves_nothing_running_and_the_next_start_recovers()
      throws Exception {
    var product = demo();
    awaitLiveVideo(product);
    List<ProcessHandle> processes = product.processes();
    assertTrue(processes.size() >= 4, processes.toString());
    product.launcher().destroyForcibly();
    awaitGone(processes);

    // The same folder and ports, at once.
    try (var again = RunningProduct.demo(product.data(), product.ports())) {
      awaitLiveVideo(again);
      assertEquals(product.run().path("users"), again.run().path("users"));
      assertEquals(product.run().path("apiKeys"), again.run().path("apiKeys"));
      assertEquals(product.run().path("cameras"), again.run().path("cameras"));
    }
  }

  @Test
  void sigterm_stops_everything_within_ten_seconds_and_data_is_kept() throws Exception {
    var product = demo();
    var admin = ApiSession.signIn(product, product.user("acme", "tenant_admin"));
    String name = "Renamed between two starts";
    admin
        .call(
            "PUT", "cameras/mine", Map.of("name", name, "source", product.source("acme", "lobby")))
        .expect(201);
    List<ProcessHandle> processes = product.processes();
    product.launcher().destroy();
    assertTrue(
        product.launcher().waitFor(FIRST_STOP_SECONDS, TimeUnit.SECONDS),
        "the launcher still runs");
    awaitGone(processes);
    assertFalse(Files.exists(product.data().resolve("run.json")));

    try (var again = RunningProduct.demo(product.data(), product.ports())) {
      var session = ApiSession.signIn(again, again.user("acme", "tenant_admin"));
      assertEquals(name, session.get("cameras/mine").expect(200).path("name").asText());
      again.launcher().destroy();
      assertTrue(again.launcher().waitFor(10, TimeUnit.SECONDS), "the launcher still runs");
    }
  }

  @Test
  void run_json_has_everything_a_program_needs_and_is_for_its_owner_only() throws Exception {
    try (var product = demo()) {
      var run = product.run();
      assertEquals("http://127.0.0.1:" + product.ports().api(), run.path("api").asText());
      assertEquals("http://127.0.0.1:" + product.ports().gateway(), run.path("gateway").asText());
      assertEquals(
          "http://127.0.0.1:" + product.ports().management(), run.path("management").asText());
      assertEquals(product.launcher().pid(), run.path("pid").asLong());
      assertEquals(200, ApiSession.fetch(product.portal()).status());
      assertEquals(200, ApiSession.fetch(product.admin()).status());
      assertEquals(
          200,
          ApiSession.fetch(URI.create(run.path("management").asText() + "/q/health/ready"))
              .status());
      for (var user : run.path("users")) {
        ApiSession.signIn(
            product, product.user(user.path("tenantId").asText(""), user.path("role").asText()));
      }
      assertEquals(5, run.path("users").size());
      assertEquals(2, run.path("apiKeys").size());
      assertEquals(6, run.path("cameras").size());
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(
              Files.getPosixFilePermissions(product.data().resolve("run.json"))));

      // While it runs, a second one on the same folder is refused.
      assertRefused(
          RunningProduct.launch("demo", product.data(), RunningProduct.Ports.free()),
          product.data(),
          "is in use by another launcher");
      assertTrue(product.launcher().isAlive());
    }
  }

  @Test
  void a_port_in_use_is_one_clear_line_and_nothing_is_started() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var free = RunningProduct.Ports.free();
      var ports = new RunningProduct.Ports(free.api(), taken.getLocalPort(), free.management());
      Path data = temporary.resolve("data");
      assertRefused(
          RunningProduct.launch("demo", data, ports),
          data,
          "port " + taken.getLocalPort() + " is in use; choose another with --gateway-port");
      assertFalse(Files.exists(data.resolve("postgres/data")));
    }
  }

  @Test
  void a_data_folder_of_another_version_is_one_clear_line_and_stays_as_it_is() throws Exception {
    Path data = Files.createDirectory(temporary.resolve("data"));
    Files.writeString(data.resolve("version"), "999\n");
    assertRefused(
        RunningProduct.launch("start", data, RunningProduct.Ports.free()),
        data,
        "is of version 999");
    try (var files = Files.list(data)) {
      assertEquals(List.of(data.resolve("version")), files.toList());
    }
  }

  private static void assertRefused(Process launcher, Path data, String line) throws Exception {
    assertTrue(launcher.waitFor(REFUSAL_SECONDS, TimeUnit.SECONDS), "it goes on");
    List<String> said = Files.readAllLines(RunningProduct.output(data));
    assertEquals(2, launcher.exitValue(), said.toString());
    assertEquals(1, said.size(), said.toString());
    assertTrue(said.getFirst().startsWith("atalaya: "), said.toString());
    assertTrue(said.getFirst().contains(line), said.toString());
  }

  private RunningProduct demo() throws Exception {
    return RunningProduct.demo(temporary.resolve("data"), RunningProduct.Ports.free());
  }

  private static void awaitLiveVideo(RunningProduct product) throws Exception {
    Await.until(
        "live video",
        FLOWING,
        () -> {
          var viewer = ApiSession.signIn(product, product.user("acme", "viewer"));
          try (var viewing = Viewing.open(viewer, "lobby")) {
            viewing.awaitNewVideo(FLOWING);
            return true;
          }
        });
  }

  private static void awaitGone(List<ProcessHandle> processes) throws Exception {
    Await.until(
        "all of them gone",
        GONE,
        () -> {
          var alive =
              processes.stream()
                  .filter(ProcessHandle::isAlive)
                  .map(process -> process.info().commandLine().orElse("pid " + process.pid()))
                  .toList();
          if (!alive.isEmpty()) {
            throw new IllegalStateException("still running: " + alive);
          }
          return true;
        });
  }
}
