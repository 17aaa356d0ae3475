package io.atalaya.gateway.ingest;

import io.atalaya.gateway.engine.Exit;
import io.atalaya.gateway.engine.IngestFailure;
import java.time.Duration;

/**
 * When to try a camera again. Exponential backoff with full jitter (a delay drawn between the floor
 * and the backoff), so that cameras that failed together do not come back together.
 *
 * @param base backoff after the first failure, doubled by each further one
 * @param cap of the backoff, and the backoff of what will not pass by itself
 * @param busyCoolDown least pause for a camera that has no connection to spare
 */
public record RetryPolicy(Duration base, Duration cap, Duration busyCoolDown) {
  /** Values for production. */
  public static final RetryPolicy USUAL =
      new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(15));

  /** Cameras ban addresses that go on knocking with a wrong password. */
  private static final int REJECTIONS_TO_PARK = 2;

  /** No pause is shorter: a camera that fails at once must not spin. */
  private static final Duration FLOOR = Duration.ofMillis(200);

  /** Of what a busy camera may ask for. */
  private static final Duration MOST_WISHED = Duration.ofMinutes(5);

  private static final int MAX_DOUBLINGS = 20;

  /**
   * What went before.
   *
   * @param failures runs in a row that did not hold
   * @param rejections in a row, of the credentials
   */
  public record Past(int failures, int rejections) {
    public static final Past NONE = new Past(0, 0);

    private Past failed() {
      return new Past(Math.min(failures + 1, MAX_DOUBLINGS), 0);
    }

    private Past rejected() {
      return new Past(Math.min(failures + 1, MAX_DOUBLINGS), rejections + 1);
    }
  }

  /** What to do now. */
  public sealed interface Decision {
    /** Try again after a pause. */
    record Retry(Duration after, Past past) implements Decision {}

    /** Trying on would do harm: wait for a new configuration. */
    record Park() implements Decision {}
  }

  /**
   * Decides what an exit means.
   *
   * @param past of earlier runs; {@link Past#NONE} when this one held long enough to count as
   *     healthy
   * @param jitter 0 to 1
   */
  public Decision decide(Exit exit, Past past, double jitter) {
    return switch (exit) {
      case Exit.SourceEnded() -> backoff(past.failed(), jitter);
      case Exit.Failed(IngestFailure failure) -> afterFailure(failure, past, jitter);
    };
  }

  private Decision afterFailure(IngestFailure failure, Past past, double jitter) {
    return switch (failure) {
      case IngestFailure.Unreachable _,
          IngestFailure.UnreadableVideo _,
          IngestFailure.Stalled _,
          IngestFailure.ProtocolViolation _,
          IngestFailure.EngineCrashed _ ->
          backoff(past.failed(), jitter);
      case IngestFailure.Busy(_, Duration wish) ->
          new Decision.Retry(coolDown(wish).plus(scaled(busyCoolDown, jitter)), past.failed());
      case IngestFailure.CredentialsRejected _ -> {
        Past now = past.rejected();
        yield now.rejections() >= REJECTIONS_TO_PARK ? new Decision.Park() : backoff(now, jitter);
      }
      // Somebody has to change something first; look now and then whether they have.
      case IngestFailure.UnsupportedCodec _,
          IngestFailure.SourceRefused _,
          IngestFailure.EngineNotAvailable _ ->
          new Decision.Retry(cap.plus(scaled(cap, jitter)), past.failed());
    };
  }

  /** As the camera wishes, where that is longer, within reason. */
  private Duration coolDown(Duration wish) {
    Duration granted = wish.compareTo(MOST_WISHED) < 0 ? wish : MOST_WISHED;
    return granted.compareTo(busyCoolDown) > 0 ? granted : busyCoolDown;
  }

  private Decision backoff(Past past, double jitter) {
    int doublings = Math.max(0, Math.min(past.failures() - 1, MAX_DOUBLINGS));
    Duration ceiling = base.multipliedBy(1L << doublings);
    ceiling = ceiling.compareTo(cap) > 0 ? cap : ceiling;
    Duration drawn = scaled(ceiling, jitter);
    return new Decision.Retry(drawn.compareTo(FLOOR) < 0 ? FLOOR : drawn, past);
  }

  private static Duration scaled(Duration duration, double factor) {
    return Duration.ofNanos((long) (duration.toNanos() * factor));
  }
}
