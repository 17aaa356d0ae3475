package io.atalaya.testkit.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What GStreamer, a second stranger, makes of the simulator. */
@Execution(ExecutionMode.CONCURRENT)
class ReadByGstreamerTest {
  @ParameterizedTest(name = "over {0}")
  @ValueSource(strings = {"tcp", "udp"})
  void decodes_pictures_until_it_has_had_enough(String transport) throws Exception {
    try (var simulator = CameraSimulator.start(SimulatorOptions.loopback())) {
      simulator.add(
          Camera.named("globex/lobby")
              .clip(Clip.bundled("globex-lobby"))
              .credentials("viewer", "secret"));

      Tool.Result result =
          Tool.run(
              "gst-launch-1.0",
              "-v",
              "rtspsrc",
              "location=" + simulator.url("globex/lobby"),
              "user-id=viewer",
              "user-pw=secret",
              "protocols=" + transport,
              "latency=100",
              "!",
              "rtph264depay",
              "!",
              "h264parse",
              "!",
              "avdec_h264",
              "!",
              "fakesink",
              "num-buffers=20",
              "sync=false");

      assertEquals(0, result.exitCode(), result::errors);
      assertTrue(result.output().contains("Got EOS from element"), result::output);
      assertTrue(result.output().contains("width=(int)640"), result::output);
      Counters counters = simulator.counters("globex/lobby");
      assertEquals(0, counters.signInsRejected(), counters::toString);
      assertTrue(counters.framesSent() >= 20, counters::toString);
    }
  }
}
