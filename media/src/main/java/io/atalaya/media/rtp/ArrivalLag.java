package io.atalaya.media.rtp;

import java.time.Duration;

/**
 * By how much media comes later than its own clock says: the least of a window, since the network
 * only ever adds to it. What it grows by from window to window is what two clocks drift apart. Not
 * thread-safe.
 */
public final class ArrivalLag {
  /** Longer than a network stands still while its camera's run lives on. */
  static final Duration WINDOW = Duration.ofSeconds(30);

  private static final long NANOS_A_MILLI = 1_000_000;

  private long windowStart;
  private long least = Long.MAX_VALUE;
  private long nanos;
  private long windows;

  /**
   * Takes what came.
   *
   * @param mediaNanos by the media's clock, from any beginning
   * @param receivedMillis by ours
   */
  public void add(long mediaNanos, long receivedMillis) {
    long lag = receivedMillis * NANOS_A_MILLI - mediaNanos;
    if (least == Long.MAX_VALUE) {
      windowStart = receivedMillis;
    }
    least = Math.min(least, lag);
    if (receivedMillis - windowStart >= WINDOW.toMillis()) {
      nanos = least;
      windows++;
      least = Long.MAX_VALUE;
    }
  }

  /** Media has been moved by so much on its clock: what is known moves with it. */
  public void shifted(long byNanos) {
    nanos -= byNanos;
    least = Long.MAX_VALUE;
  }

  /** Of the last whole window. */
  public long nanos() {
    return nanos;
  }

  /** How many windows are whole. */
  public long windows() {
    return windows;
  }
}
