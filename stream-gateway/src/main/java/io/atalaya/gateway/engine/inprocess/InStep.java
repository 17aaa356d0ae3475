package io.atalaya.gateway.engine.inprocess;

import java.util.OptionalLong;

/**
 * Keeps sound in step with the picture for as long as they run: the clocks that a camera stamps the
 * two with drift apart, by seconds in a day. Where the camera reports on both, its own clock tells
 * by how much, however wrong it is; where not, that the one comes later and later does. It is the
 * sound that moves.
 *
 * <p>A camera may set its clock between the reports on its two tracks, and we may set ours. So a
 * difference is believed if it is the first that is told, or hardly another than the one before.
 * Not thread-safe.
 */
final class InStep {
  /** Nobody notices that sound and picture are apart by less (ITU-R BT.1359: 45 ms early). */
  private static final long APART_NANOS = 40_000_000;

  /** What the network alone may make of it. */
  private static final long LATE_NANOS = 100_000_000;

  /** Clocks that are further apart have nothing to do with each other. */
  private static final long UNBELIEVABLE_NANOS = 10_000_000_000L;

  private final TrackFeed picture;
  private final TrackFeed sound;
  private final Pairs reports = new Pairs();
  private final Pairs windows = new Pairs();
  private long usualLag;

  /** Of what is told of picture and sound in turns: is there a new one of each? */
  private static final class Pairs {
    private long ofPicture;
    private long ofSound;
    private boolean begun;
    private long last;

    boolean isNew(long picture, long sound) {
      if (picture == ofPicture || sound == ofSound) {
        return false;
      }
      ofPicture = picture;
      ofSound = sound;
      return true;
    }

    boolean isBelieved(long difference, long withinNanos) {
      boolean believed = !begun || Math.abs(difference - last) <= withinNanos;
      begun = true;
      last = difference;
      return believed && Math.abs(difference) <= UNBELIEVABLE_NANOS;
    }

    void moved(long byNanos) {
      last -= byNanos;
    }
  }

  InStep(TrackFeed picture, TrackFeed sound) {
    this.picture = picture;
    this.sound = sound;
  }

  /** Compares, if there is something new; cheap enough for each sweep. */
  void check() {
    if (reports.isNew(picture.reports(), sound.reports())) {
      byReports();
    }
    if (windows.isNew(picture.lag().windows(), sound.lag().windows())) {
      byArrival();
    }
  }

  private void byReports() {
    OptionalLong seen = picture.aheadOfCamera();
    OptionalLong heard = sound.aheadOfCamera();
    if (seen.isPresent() && heard.isPresent()) {
      long late = seen.getAsLong() - heard.getAsLong();
      if (reports.isBelieved(late, APART_NANOS) && Math.abs(late) > APART_NANOS) {
        sound.shift(late);
        reports.moved(late);
      }
    }
  }

  /** How much later than the picture sound comes is a camera's way; that it grows is drift. */
  private void byArrival() {
    long lag = sound.lag().nanos() - picture.lag().nanos();
    boolean reported = picture.aheadOfCamera().isPresent() && sound.aheadOfCamera().isPresent();
    if (reported || !windows.begun) {
      usualLag = lag;
    }
    long late = lag - usualLag;
    if (windows.isBelieved(late, LATE_NANOS) && Math.abs(late) > LATE_NANOS) {
      sound.shift(late);
      windows.moved(late);
    }
  }
}
