package io.atalaya.gateway.engine.inprocess;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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

  static final Duration SOON = Duration.ofSeconds(60);

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

    /** Waits for its end, whichever. */
    void awaitEnd() throws InterruptedException {
      assertTrue(thread.join(SOON), "over within " + SOON);
    }

    /** How it ended by itself. */
    Exit exit() throws InterruptedException {
      awaitEnd();
      return Objects.requireNonNull(exit.get());
    }

    /** As what it failed by itself, which is of this kind. */
    <F extends IngestFailure> F failure(Class<F> kind) throws InterruptedException {
      IngestFailure failure = assertInstanceOf(Exit.Failed.class, exit()).failure();
      return assertInstanceOf(kind, failure, failure.message());
    }

    void stop() throws InterruptedException {
      thread.interrupt();
      awaitEnd();
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
    return start(engine(), url, sink);
  }

  static Run start(InprocessEngine engine, String url, MediaSink sink) {
    return start(engine, spec(url, NOWHERE_ELSE), sink);
  }

  static Run start(InprocessEngine engine, StreamSpec spec, MediaSink sink) {
    return new Run(engine, spec, sink);
  }

  /** With little patience, for cameras that never answer. */
  static Run startHastily(String url) {
    return start(engine(Duration.ofSeconds(2)), url, new NoSink());
  }

  static InprocessEngine engine() {
    return engine(ANSWER);
  }

  private static InprocessEngine engine(Duration answer) {
    return engine(
        new InprocessOptions(
            answer, Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMillis(20)));
  }

  static InprocessEngine engine(InprocessOptions options) {
    return new InprocessEngine(options, InstantSource.system(), new SplittableRandom(1));
  }

  static StreamSpec spec(String url, SourceCheck policy) {
    return spec(url, Transport.TCP, policy);
  }

  static StreamSpec spec(String url, Transport transport, SourceCheck policy) {
    return new StreamSpec(
        new StreamKey(new TenantId("acme"), new CameraId("lobby")),
        SourceUrl.parse(url),
        InetAddress.getLoopbackAddress(),
        transport,
        true,
        policy);
  }
}
