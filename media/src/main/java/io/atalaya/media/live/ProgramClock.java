package io.atalaya.media.live;

import java.time.Instant;

/**
 * Maps media time onto our wall clock (EXT-X-PROGRAM-DATE-TIME, RFC 8216bis, 4.4.4.6).
 *
 * <p>The first chunk of a run anchors the two: its arrival is the wall clock of its end. From then
 * on the difference follows what arrives, 1/32 of the error at a time and by no more than 5 ms in a
 * second, so that a burst or a delay of the network does not show, a camera whose clock drifts (100
 * ppm is usual, 5,000 is followed) stays in step, and the dates of neighbouring segments differ by
 * their durations to within 0.5 %. A new run never begins before the old one ended.
 *
 * <p>Not thread-safe: the writer's.
 */
final class ProgramClock {
  private static final long GAIN = 32;
  private static final long SLEW = 200;
  private static final long NANOS = 1_000_000_000;

  private long offsetNanos;
  private long mediaNanos;
  private boolean anchored;

  void anchor(long startNanos, long durationNanos, Instant receivedAt) {
    long wallStart = nanos(receivedAt) - durationNanos;
    if (anchored) {
      wallStart = Math.max(wallStart, mediaNanos + offsetNanos);
    }
    offsetNanos = wallStart - startNanos;
    mediaNanos = startNanos + durationNanos;
    anchored = true;
  }

  void observe(long endNanos, Instant receivedAt) {
    long most = Math.max(0, endNanos - mediaNanos) / SLEW;
    long error = nanos(receivedAt) - endNanos - offsetNanos;
    offsetNanos += Math.clamp(error / GAIN, -most, most);
    mediaNanos = Math.max(mediaNanos, endNanos);
  }

  Instant at(long startNanos) {
    long wall = startNanos + offsetNanos;
    return Instant.ofEpochSecond(Math.floorDiv(wall, NANOS), Math.floorMod(wall, NANOS));
  }

  private static long nanos(Instant instant) {
    return instant.getEpochSecond() * NANOS + instant.getNano();
  }
}
