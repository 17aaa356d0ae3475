package io.atalaya.media.live;

import io.atalaya.media.codec.Track;
import io.atalaya.media.fmp4.Chunk;

/** A chunk on the nanosecond timeline of its run. */
record Timed(Chunk chunk, long startNanos, long nanos) {

  static Timed of(Chunk chunk, Track track) {
    return new Timed(
        chunk, track.nanos(chunk.baseDecodeTimeTicks()), track.nanos(chunk.durationTicks()));
  }

  long endNanos() {
    return startNanos + nanos;
  }

  Timed lasting(long otherNanos) {
    return new Timed(chunk, startNanos, otherNanos);
  }
}
