package io.atalaya.testkit.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What FFmpeg, which shares no line with us, makes of the simulator. */
@Execution(ExecutionMode.CONCURRENT)
class ReadByFfmpegTest {
  private CameraSimulator simulator;

  @BeforeEach
  void start() throws Exception {
    simulator = CameraSimulator.start(SimulatorOptions.loopback());
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @DisplayName("the simulator read by ffprobe over TCP and UDP, with and without Digest")
  @ParameterizedTest(name = "over {0}, sign-in {1}")
  @CsvSource({
    "tcp, none",
    "udp, none",
    "tcp, DIGEST",
    "udp, DIGEST",
    "tcp, DIGEST_WITHOUT_QOP",
    "tcp, BASIC"
  })
  void decodes_without_an_error(String transport, String signIn) throws Exception {
    Camera camera = Camera.named("acme/lobby").clip(Clip.bundled("acme-lobby"));
    simulator.add(
        signIn.equals("none")
            ? camera
            : camera
                .credentials("viewer", "p@ss word:1")
                .authentication(Authentication.valueOf(signIn)));

    Map<String, Integer> frames =
        decodedFrames(simulator.urlWithCredentials("acme/lobby"), transport);

    assertTrue(frames.get("h264") >= 20, frames::toString);
    assertTrue(frames.get("aac") >= 40, frames::toString);
    Eventually.holds(
        () -> simulator.counters("acme/lobby").teardowns() == 1,
        () -> simulator.counters("acme/lobby"));
    assertEquals(0, simulator.counters("acme/lobby").activeSessions());
  }

  private static Map<String, Integer> decodedFrames(String url, String transport) throws Exception {
    Tool.Result result =
        Tool.run(
            "ffprobe",
            "-v",
            "error",
            "-rtsp_transport",
            transport,
            "-analyzeduration",
            "1000000",
            "-read_intervals",
            "%+2",
            "-count_frames",
            "-show_entries",
            "stream=codec_name,nb_read_frames",
            "-of",
            "csv=p=0",
            url);
    assertEquals("", result.errors());
    assertEquals(0, result.exitCode());
    Map<String, Integer> frames = new HashMap<>();
    for (String line : result.output().lines().toList()) {
      String[] parts = line.split(",", 2);
      frames.put(parts[0], Integer.valueOf(parts[1]));
    }
    return frames;
  }

  @Test
  void timestamps_grow_evenly_across_the_loop_point() throws Exception {
    // One second of picture: the packets below span four loops.
    Clip second = Clip.bundled("tiny").beginning(Duration.ofSeconds(1));
    simulator.add(Camera.named("short").clip(second));

    Tool.Result result =
        Tool.run(
            "ffprobe",
            "-v",
            "error",
            "-rtsp_transport",
            "tcp",
            "-analyzeduration",
            "1000000",
            "-read_intervals",
            "%+4",
            "-show_entries",
            "packet=pts_time,flags",
            "-of",
            "csv=p=0",
            simulator.url("short"));

    assertEquals("", result.errors());
    List<String> packets = result.output().lines().filter(line -> !line.isBlank()).toList();
    assertTrue(packets.size() > 45, result::output);
    assertTrue(packets.stream().filter(line -> line.contains("K")).count() >= 3, result::output);
    // FFmpeg leaves the first packet of an RTSP stream without a time.
    double before = seconds(packets.get(1));
    for (String packet : packets.subList(2, packets.size())) {
      assertEquals(before + 1 / 15.0, seconds(packet), 0.001, result::output);
      before = seconds(packet);
    }
  }

  private static double seconds(String packet) {
    return Double.parseDouble(packet.split(",", 2)[0]);
  }
}
