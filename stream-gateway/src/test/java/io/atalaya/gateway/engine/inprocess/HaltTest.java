package io.atalaya.gateway.engine.inprocess;

import static io.atalaya.gateway.engine.inprocess.WirePictures.FRAME;
import static io.atalaya.gateway.engine.inprocess.WirePictures.idr;
import static io.atalaya.gateway.engine.inprocess.WirePictures.slice;

import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.engine.MediaSink;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.InitSegment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A machine that stands still for seconds, as virtual ones do now and then. */
class HaltTest {
  private static final Duration STALL = Duration.ofSeconds(1);

  private final InprocessEngine engine =
      Runs.engine(new InprocessOptions(Duration.ofSeconds(10), STALL, STALL, Duration.ofMillis(5)));
  private volatile boolean halted;

  /** Lets the thread that reads all cameras stand still, once. */
  private final class Halting implements MediaSink {
    private final CountDownLatch goesOn = new CountDownLatch(1);
    private final AtomicInteger chunks = new AtomicInteger();

    @Override
    public void init(List<InitSegment> tracks) {}

    @Override
    public void chunk(Chunk chunk) {
      chunk.release();
      if (chunks.incrementAndGet() == 10) {
        halted = true;
        try {
          goesOn.await();
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  @Test
  void while_nobody_looked_no_camera_was_silent() throws Exception {
    var halting = new Halting();
    try (var quiet = playing();
        var other = playing();
        var watched = WireRun.of(engine, quiet.url()).pictures(1)) {
      Runs.Run run = Runs.start(engine, other.url(), halting);
      Eventually.holds(Runs.SOON, () -> halted);
      long over = System.nanoTime() + 2 * STALL.toNanos();
      Eventually.holds(Runs.SOON, () -> System.nanoTime() > over);
      halting.goesOn.countDown();
      // Both are looked at before either sends again.
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      halted = false;
      watched.pictures(watched.media.pictures().size() + 20);
      run.stop();
    }
  }

  /** A camera that stands still with us. */
  private WireCamera playing() throws Exception {
    var sender = new WireRtp(0, WirePictures.PAYLOAD_TYPE, 1);
    return WireCamera.start()
        .plays(wire -> {
          for (int n = 0; wire.isOpen(); n++) {
            while (halted) {
              LockSupport.parkNanos(1_000_000);
            }
            wire.send(sender.packet(n * FRAME, n % 25 == 0 ? idr(n) : slice(n)));
            LockSupport.parkNanos(10_000_000);
          }
        });
  }
}
