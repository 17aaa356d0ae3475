package io.atalaya.gateway.engine.inprocess;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.KeptMedia;
import java.time.Duration;

/** A run against a scripted camera, and what it brought; closing it ends it. */
final class WireRun implements AutoCloseable {
  /** Short enough for tests of what never comes. */
  static final InprocessOptions OPTIONS =
      new InprocessOptions(
          Duration.ofSeconds(15),
          Duration.ofSeconds(3),
          Duration.ofMillis(1_500),
          Duration.ofMillis(5));

  final KeptMedia media = new KeptMedia();
  private final Runs.Run run;

  private WireRun(InprocessEngine engine, String url) {
    run = Runs.start(engine, url, media);
  }

  static WireRun of(String url) {
    return of(Runs.engine(OPTIONS), url);
  }

  static WireRun of(InprocessEngine engine, String url) {
    return new WireRun(engine, url);
  }

  /** Waits for so many pictures, while the run goes on. */
  WireRun pictures(int count) throws InterruptedException {
    int seen =
        Eventually.get(Runs.SOON, () -> media.pictures().size(), n -> n >= count || run.isOver());
    if (seen < count && media.pictures().size() < count) {
      throw new AssertionError("after pictures: " + seen + ", ended: " + run.exit());
    }
    return this;
  }

  /** Waits for its end, as a failure of this kind; answers the sentence it says. */
  String failure(Class<? extends IngestFailure> kind) throws InterruptedException {
    String message = run.failure(kind).message();
    assertTrue(message.endsWith("."), "a sentence");
    return message;
  }

  boolean isRunning() {
    return !run.isOver();
  }

  @Override
  public void close() {
    run.close();
  }
}
