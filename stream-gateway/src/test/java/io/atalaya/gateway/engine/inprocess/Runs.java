package io.atalaya.gateway.engine.inprocess;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.contract.gateway.Transport;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import io.atalaya.contract.source.SourceUrl;
import io.atalaya.gateway.engine.Exit;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.MediaSink;
import io.atalaya.gateway.engine.SourceCheck;
import io.atalaya.gateway.engine.StreamSpec;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.InitSegment;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;

/** What tests of this engine begin with. */
final class Runs {
  static final SourceCheck NOWHERE_ELSE =
      _ -> new SourceCheck.Verdict.Refused(new IngestFailure.SourceRefused("Nowhere else."));

  private static final Duration STOP = Duration.ofSeconds(20);

  /** No test fails because the machine stood still for some seconds. */
  private static final Duration ANSWER = Duration.ofSeconds(15);

  private Runs() {}

  /** Takes what comes and lets it go. */
  static final class NoSink implements MediaSink {
    @Override
    public void init(List<InitSegment> tracks) {}

    @Override
    public void chunk(Chunk chunk) {
      chunk.release();
    }
  }

  /** A run on a thread of its own; stopped at the end at the latest. */
  static final class Run implements AutoCloseable {
    private final AtomicReference<Exit> exit = new AtomicReference<>();
    private final Thread thread;

    private Run(InprocessEngine engine, StreamSpec spec, MediaSink sink) {
      thread =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  exit.set(engine.run(spec, sink));
                } catch (InterruptedException stopped) {
                  Thread.currentThread().interrupt();
                }
              });
    }

    boolean isOver() {
      return !thread.isAlive();
    }

    /** How it ended by itself. */
    Exit exit(Duration atMost) throws InterruptedException {
      assertTrue(thread.join(atMost), "over within " + atMost);
      return Objects.requireNonNull(exit.get());
    }

    void stop() throws InterruptedException {
      thread.interrupt();
      assertTrue(thread.join(STOP), "stopped within " + STOP);
    }

    @Override
    public void close() {
      try {
        stop();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static Run start(String url) {
    return start(url, new NoSink());
  }

  static Run start(String url, MediaSink sink) {
    return new Run(engine(), spec(url, NOWHERE_ELSE), sink);
  }

  /** With little patience, for cameras that never answer. */
  static Run startHastily(String url) {
    return new Run(engine(Duration.ofSeconds(2)), spec(url, NOWHERE_ELSE), new NoSink());
  }

  /** Until it is interrupted, or over. */
  static Thread start(InprocessEngine engine, String url, MediaSink sink) {
    return new Run(engine, spec(url, NOWHERE_ELSE), sink).thread;
  }

  static InprocessEngine engine() {
    return engine(ANSWER);
  }

  private static InprocessEngine engine(Duration answer) {
    return new InprocessEngine(
        new InprocessOptions(
            answer, Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMillis(20)),
        InstantSource.system(),
        new SplittableRandom(1));
  }

  static StreamSpec spec(String url, SourceCheck policy) {
    return new StreamSpec(
        new StreamKey(new TenantId("acme"), new CameraId("lobby")),
        SourceUrl.parse(url),
        InetAddress.getLoopbackAddress(),
        Transport.TCP,
        true,
        policy);
  }
}
