package io.atalaya.gateway.engine.inprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.engine.Exit;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.MediaSink;
import io.atalaya.gateway.engine.RecordingSink;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.InitSegment;
import io.atalaya.testkit.camera.Camera;
import io.atalaya.testkit.camera.CameraSimulator;
import io.atalaya.testkit.camera.SimulatorOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One thread reads all cameras: what goes wrong with one must not end it. */
class CrashTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final AtomicReference<Exit> exit = new AtomicReference<>();

  @Test
  @DisplayName("an error with one camera, even of memory, ends that run and no other")
  void oneCameraOnly() throws Exception {
    InprocessEngine engine = Runs.engine();
    try (CameraSimulator cameras = CameraSimulator.start(SimulatorOptions.loopback())) {
      cameras.add(Camera.named("acme/lobby"));
      cameras.add(Camera.named("globex/lobby"));
      var neighbour = new RecordingSink();
      Thread other = start(engine, cameras.url("globex/lobby"), neighbour);
      Eventually.holds(SOON, () -> neighbour.videoFrames() > 0);
      Thread crashing = start(engine, cameras.url("acme/lobby"), new OutOfMemory());
      assertTrue(crashing.join(SOON), "the run ends");
      Exit.Failed failed = assertInstanceOf(Exit.Failed.class, exit.get());
      assertInstanceOf(IngestFailure.EngineCrashed.class, failed.failure());
      int before = neighbour.videoFrames();
      Eventually.holds(SOON, () -> neighbour.videoFrames() > before + 5);
      assertEquals(1, engine.running());
      other.interrupt();
      assertTrue(other.join(SOON));
    }
  }

  private Thread start(InprocessEngine engine, String url, MediaSink sink) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            exit.set(engine.run(Runs.spec(url, Runs.NOWHERE_ELSE), sink));
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
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
