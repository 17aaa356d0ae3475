package io.atalaya.media.hls;

import java.time.Duration;
import java.util.Locale;

/**
 * Durations as playlists write them. Rounded down, so that what was within a bound stays within.
 */
final class Seconds {
  private Seconds() {}

  /** With five digits behind the point, e.g. {@code 0.48000}. */
  static String of(Duration duration) {
    long micros = duration.toNanos() / 10_000;
    return String.format(Locale.ROOT, "%d.%05d", micros / 100_000, micros % 100_000);
  }
}
