package io.atalaya.media.live;

import java.time.Instant;

/**
 * Maps media time onto our wall clock (EXT-X-PROGRAM-DATE-TIME, RFC 8216bis, 4.4.4.6).
 *
 * <p>What anchors the two is a report of the camera's, where there is one: it says which media is
 * of now, and arrives at once; what the camera's own clock shows does not matter, be it hours off.
 * Else it is the arrival of the first chunk of a run, which is the wall clock of its end.
 *
 * <p>From then on the difference follows what is reported, or what arrives, 1/32 of the error at a
 * time and by no more than 5 ms in a second, so that a burst or a delay of the network does not
 * show, a camera whose clock drifts (100 ppm is usual, 5,000 is followed) stays in step, and the
 * dates of neighbouring segments differ by their durations to within 0.5 %. A new run never begins
 * before the old one ended.
 *
 * <p>Not thread-safe: the writer's.
 */
final class ProgramClock {
  private static final long GAIN = 32;

  /** The network only ever delays a report: an early one is nearer to the truth than a late one. */
  private static final long EARLY_GAIN = 4;

  private static final long SLEW = 200;
  private static final long NANOS = 1_000_000_000;

  /** A report that far from what arrives is of another timeline. */
  private static final long UNBELIEVABLE_NANOS = 10 * NANOS;

  private long offsetNanos;
  private long mediaNanos;
  private boolean anchored;
  private long reportedOffsetNanos;
  private boolean reported;

  void anchor(long startNanos, long durationNanos, Instant receivedAt) {
    long arrived = nanos(receivedAt) - durationNanos - startNanos;
    reported &= Math.abs(reportedOffsetNanos - arrived) <= UNBELIEVABLE_NANOS;
    long offset = reported ? reportedOffsetNanos : arrived;
    if (anchored) {
      offset = Math.max(offset, mediaNanos + offsetNanos - startNanos);
    }
    offsetNanos = offset;
    mediaNanos = startNanos + durationNanos;
    anchored = true;
  }

  void observe(long endNanos, Instant receivedAt) {
    long most = Math.max(0, endNanos - mediaNanos) / SLEW;
    long wanted = reported ? reportedOffsetNanos : nanos(receivedAt) - endNanos;
    offsetNanos += Math.clamp((wanted - offsetNanos) / GAIN, -most, most);
    mediaNanos = Math.max(mediaNanos, endNanos);
  }

  /** The camera reports that media with this time was captured then. */
  void report(long capturedNanos, Instant at) {
    long offset = nanos(at) - capturedNanos;
    if (reported && Math.abs(offset - reportedOffsetNanos) <= UNBELIEVABLE_NANOS) {
      long error = offset - reportedOffsetNanos;
      reportedOffsetNanos += error / (error < 0 ? EARLY_GAIN : GAIN);
    } else {
      reportedOffsetNanos = offset;
    }
    reported = true;
  }

  /** What comes next has another timeline, of which nothing was reported yet. */
  void forgetReports() {
    reported = false;
  }

  Instant at(long startNanos) {
    long wall = startNanos + offsetNanos;
    return Instant.ofEpochSecond(Math.floorDiv(wall, NANOS), Math.floorMod(wall, NANOS));
  }

  private static long nanos(Instant instant) {
    return instant.getEpochSecond() * NANOS + instant.getNano();
  }
}
