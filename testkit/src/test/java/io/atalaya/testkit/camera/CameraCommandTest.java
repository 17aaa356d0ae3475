package io.atalaya.testkit.camera;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CameraCommandTest {
  @Test
  void without_options_it_plays_the_demos_cameras() {
    CameraCommand command = CameraCommand.parse(List.of());
    assertEquals(new SimulatorOptions("127.0.0.1", 8554), command.options());
    assertEquals(
        List.of("acme/lobby", "acme/parking", "acme/entrance", "globex/lobby", "globex/warehouse"),
        command.cameras().stream().map(Camera::name).toList());
  }

  @Test
  void counted_cameras_share_one_clip_and_are_spread_over_it() {
    CameraCommand command =
        CameraCommand.parse(
            List.of(
                "--file",
                "tiny",
                "--count",
                "3",
                "--port",
                "0",
                "--user",
                "u",
                "--password",
                "p",
                "--fault",
                "stall:camera/2",
                "--fault",
                "loss=5"));
    assertEquals(
        List.of(Duration.ZERO, Duration.ofSeconds(4), Duration.ofSeconds(8)),
        command.cameras().stream().map(Camera::phase).toList());
    assertTrue(command.cameras().stream().allMatch(c -> c.credentials().isPresent()));
    assertEquals(
        List.of(Fault.STALL, Fault.loss(5)),
        command.faults().stream().map(CameraCommand.InitialFault::fault).toList());
  }

  @Test
  void faults_of_the_command_line_hold_from_the_start() throws Exception {
    CameraCommand command =
        CameraCommand.parse(
            List.of("--count", "2", "--port", "0", "--fault", "not-found:camera/2"));
    try (CameraSimulator simulator = command.start();
        var client = new RtspTestClient(simulator.port())) {
      assertEquals(200, client.request("DESCRIBE", simulator.url("camera/1")).status());
      assertEquals(404, client.request("DESCRIBE", simulator.url("camera/2")).status());
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "--funny, unknown option --funny",
    "--port, --port needs a value",
    "--port 70000, --port cannot be '70000'",
    "--count 0, --count cannot be '0'",
    "--file nothing, neither a bundled clip nor a file",
    "--user x, --user and --password go together",
    "--fault broken, no fault 'broken'",
    "--fault loss=0, loss is 1 to 100 percent",
    "--fault reset, breaks running sessions",
    "--fault stall:nobody, names camera 'nobody'"
  })
  void a_bad_option_gives_one_clear_line_and_exit_code_2(String line, String message) {
    var err = new ByteArrayOutputStream();
    var out = new ByteArrayOutputStream();
    int status =
        Main.run(
            List.of(line.split(" ", -1)),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8));
    assertEquals(2, status);
    assertTrue(err.toString(UTF_8).contains(message), () -> err.toString(UTF_8));
    assertEquals(1, err.toString(UTF_8).lines().count());
    assertEquals("", out.toString(UTF_8));
  }

  @Test
  void a_port_in_use_gives_one_clear_line_and_exit_code_2() throws Exception {
    try (var first = CameraSimulator.start(SimulatorOptions.loopback())) {
      String port = Integer.toString(first.port());
      var err = new ByteArrayOutputStream();
      int status = Main.run(List.of("--port", port), System.out, new PrintStream(err, true, UTF_8));
      assertEquals(2, status);
      assertTrue(err.toString(UTF_8).contains("port " + port), () -> err.toString(UTF_8));
      assertEquals(1, err.toString(UTF_8).lines().count());
    }
  }

  @Test
  void it_prints_the_urls_and_serves_until_it_is_interrupted() throws Exception {
    var out = new ByteArrayOutputStream();
    var serving =
        Thread.ofPlatform()
            .start(() ->
                Main.run(
                    List.of("--count", "2", "--port", "0"),
                    new PrintStream(out, true, UTF_8),
                    System.err));
    Eventually.holds(() -> out.toString(UTF_8).lines().count() == 2, () -> out.toString(UTF_8));
    String url = out.toString(UTF_8).lines().findFirst().orElseThrow();
    try (var client = new RtspTestClient(java.net.URI.create(url).getPort())) {
      assertEquals(200, client.request("DESCRIBE", url).status());
    }
    serving.interrupt();
    assertTrue(serving.join(Duration.ofSeconds(60)));
  }

  @Test
  void names_that_are_no_path_and_cameras_that_do_not_exist_are_refused() throws Exception {
    assertThrows(IllegalArgumentException.class, () -> Camera.named("/a"));
    assertThrows(IllegalArgumentException.class, () -> Camera.named("a b"));
    try (var simulator = CameraSimulator.start(SimulatorOptions.loopback())) {
      assertThrows(IllegalArgumentException.class, () -> simulator.url("nobody"));
      simulator.add(Camera.named("a"));
      assertThrows(IllegalArgumentException.class, () -> simulator.add(Camera.named("a")));
    }
  }
}
