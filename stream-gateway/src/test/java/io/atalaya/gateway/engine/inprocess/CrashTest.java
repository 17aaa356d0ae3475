package io.atalaya.gateway.engine.inprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.MediaSink;
import io.atalaya.gateway.engine.RecordingSink;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.InitSegment;
import io.atalaya.testkit.camera.Camera;
import io.atalaya.testkit.camera.CameraSimulator;
import io.atalaya.testkit.camera.SimulatorOptions;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One thread reads all cameras: what goes wrong with one must not end it. */
class CrashTest {
  @Test
  @DisplayName("an error with one camera, even of memory, ends that run and no other")
  void oneCameraOnly() throws Exception {
    InprocessEngine engine = Runs.engine();
    try (CameraSimulator cameras = CameraSimulator.start(SimulatorOptions.loopback())) {
      cameras.add(Camera.named("acme/lobby"));
      cameras.add(Camera.named("globex/lobby"));
      var neighbour = new RecordingSink();
      Runs.Run other = Runs.start(engine, cameras.url("globex/lobby"), neighbour);
      Eventually.holds(Runs.SOON, () -> neighbour.videoFrames() > 0);
      Runs.Run crashing = Runs.start(engine, cameras.url("acme/lobby"), new OutOfMemory());
      assertNotNull(crashing.failure(IngestFailure.EngineCrashed.class));
      int before = neighbour.videoFrames();
      Eventually.holds(Runs.SOON, () -> neighbour.videoFrames() > before + 5);
      assertEquals(1, engine.running());
      other.stop();
    }
  }

  private static final class OutOfMemory implements MediaSink {
    @Override
    public void init(List<InitSegment> tracks) {}

    @Override
    public void chunk(Chunk chunk) {
      chunk.release();
      throw new OutOfMemoryError("no direct memory left");
    }
  }
}
