package io.atalaya.media.hls;

import java.time.Duration;

/**
 * Durations as playlists write them. Rounded down, so that what was within a bound stays within.
 */
final class Seconds {
  private Seconds() {}

  /** With five digits behind the point, e.g. {@code 0.48000}. */
  static String of(Duration duration) {
    long parts = duration.toNanos() / 10_000;
    // Not String.format: it was most of the cost of a playlist.
    String fraction = Long.toString(100_000 + parts % 100_000).substring(1);
    return parts / 100_000 + "." + fraction;
  }
}
