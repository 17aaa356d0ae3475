package io.atalaya.media.live;

import java.time.Duration;

/**
 * Targets and bounds of one stream.
 *
 * @param partTarget the least part target; a stream of few frames a second chooses a larger one
 * @param segmentTarget a segment ends at the first random access point from 7/8 of it on
 * @param segments listed in a playlist
 * @param lateSegments kept for late readers after they left the playlist
 * @param maxBytes of media held, all renditions together; beyond it the oldest segments go
 * @param maxWaiters callbacks waiting at once; one more is called at once, so that its reader polls
 */
public record LiveConfig(
    Duration partTarget,
    Duration segmentTarget,
    int segments,
    int lateSegments,
    long maxBytes,
    int maxWaiters) {

  public LiveConfig {
    if (partTarget.toMillis() < 50 || segmentTarget.compareTo(partTarget) < 0 || segments < 3) {
      throw new IllegalArgumentException("no room for parts in segments, or under 3 segments");
    }
  }

  /** 500 ms parts, 2 s segments, six of them; 48 MiB: 16 s at 24 Mbit/s. */
  public static LiveConfig standard() {
    return new LiveConfig(Duration.ofMillis(500), Duration.ofSeconds(2), 6, 2, 48L << 20, 10_000);
  }

  /** The longest playlist: a bound for sources that make tiny segments. */
  int maxListed() {
    return 8 * segments;
  }
}
