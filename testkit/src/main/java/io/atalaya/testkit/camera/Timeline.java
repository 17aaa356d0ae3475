package io.atalaya.testkit.camera;

import java.time.Duration;
import java.time.Instant;

/**
 * When which frame of a camera is due. Frame 0 of every track is at the origin.
 *
 * @param originNanos the origin by {@link System#nanoTime}
 * @param originWall the same moment by the wall clock
 */
record Timeline(long originNanos, Instant originWall) {
  /**
   * The timeline of a camera that is switched on now: its clip's position is the time since the
   * Unix epoch, plus the phase, modulo the clip's length.
   */
  static Timeline startingNow(Clip clip, Duration phase, Instant nowWall, long nowNanos) {
    Duration sinceEpoch = Duration.between(Instant.EPOCH, nowWall).plus(phase);
    long intoClip = Math.floorMod(sinceEpoch.toNanos(), clip.length().toNanos());
    return new Timeline(nowNanos - intoClip, nowWall.minusNanos(intoClip));
  }

  long dueNanos(Track track, long index) {
    return originNanos + track.nanosOf(index);
  }

  Instant dueWall(Track track, long index) {
    return originWall.plusNanos(track.nanosOf(index));
  }

  /** The first frame that is due at {@code nanos} or later. */
  long firstFrame(Track track, long nanos) {
    return track.firstFrameFrom(nanos - originNanos);
  }

  /** The first random access point that is due at {@code nanos} or later. */
  long firstRandomAccess(Track track, long nanos) {
    long index = firstFrame(track, nanos);
    while (!track.frame(index).isRandomAccess()) {
      index++; // Ends within one loop: a track's first frame is one.
    }
    return index;
  }
}
