package io.atalaya.api.health;

import io.atalaya.contract.id.StreamKey;
import java.time.Duration;
import java.time.Instant;

/** How long until a camera is looked at again. Pure. */
final class Pause {
  /** No pause is shorter: what fails at once must not spin. */
  static final Duration FLOOR = Duration.ofSeconds(1);

  private static final int MAX_DOUBLINGS = 30;

  private Pause() {}

  /**
   * Until the camera's own moment in the interval, which its name alone decides: cameras that were
   * looked at together, as after a restart, part again at once.
   */
  static Duration untilItsTurn(StreamKey key, Instant now, Duration interval) {
    long period = interval.toMillis();
    long phase = Math.floorMod(mixed(key), period);
    long into = Math.floorMod(now.toEpochMilli() - phase, period);
    return Duration.ofMillis(period - into);
  }

  /**
   * Full jitter: anything under a ceiling that doubles with each failure, so that what failed
   * together does not come back together.
   *
   * @param steps failures so far, 1 or more
   * @param jitter 0 to 1
   */
  static Duration backedOff(int steps, double jitter, HealthRules.Backoff rules) {
    int doublings = Math.clamp(steps - 1L, 0, MAX_DOUBLINGS);
    long ceiling = Math.min(rules.cap().toMillis(), rules.base().toMillis() << doublings);
    return Duration.ofMillis(Math.max(FLOOR.toMillis(), (long) (ceiling * jitter)));
  }

  /** The hash of two texts has too little in its high bits. */
  private static long mixed(StreamKey key) {
    long hash = 31L * key.tenantId().value().hashCode() + key.cameraId().value().hashCode();
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
