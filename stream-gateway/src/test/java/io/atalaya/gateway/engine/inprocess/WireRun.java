package io.atalaya.gateway.engine.inprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.engine.Exit;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.KeptMedia;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;

/** A run against a scripted camera, and what it brought; closing it ends it. */
final class WireRun implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(20);

  /** Short enough for tests of what never comes. */
  static final InprocessOptions OPTIONS =
      new InprocessOptions(
          Duration.ofSeconds(15),
          Duration.ofSeconds(3),
          Duration.ofMillis(1_500),
          Duration.ofMillis(5));

  final KeptMedia media = new KeptMedia();
  private final AtomicReference<Exit> exit = new AtomicReference<>();
  private final Thread thread;

  private WireRun(InprocessEngine engine, String url) {
    thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                exit.set(engine.run(Runs.spec(url, Runs.NOWHERE_ELSE), media));
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
  }

  static InprocessEngine engine() {
    return new InprocessEngine(OPTIONS, InstantSource.system(), new SplittableRandom(1));
  }

  static WireRun of(String url) {
    return of(engine(), url);
  }

  static WireRun of(InprocessEngine engine, String url) {
    return new WireRun(engine, url);
  }

  /** Waits for so many pictures, while the run goes on. */
  WireRun pictures(int count) {
    int seen =
        Eventually.get(SOON, () -> media.pictures().size(), n -> n >= count || exit.get() != null);
    if (seen < count) {
      assertEquals(null, exit.get(), "plays on, after pictures: " + seen);
    }
    return this;
  }

  /** Waits for its end, as a failure of this kind; answers the sentence it says. */
  String failure(Class<? extends IngestFailure> kind) throws InterruptedException {
    assertTrue(thread.join(SOON), "ends by itself");
    var failed = assertInstanceOf(Exit.Failed.class, exit.get());
    assertInstanceOf(kind, failed.failure(), failed.failure().message());
    assertTrue(failed.failure().message().endsWith("."), "a sentence");
    return failed.failure().message();
  }

  boolean isRunning() {
    return thread.isAlive();
  }

  @Override
  public void close() {
    thread.interrupt();
    Eventually.holds(STOP, () -> !thread.isAlive());
  }
}
