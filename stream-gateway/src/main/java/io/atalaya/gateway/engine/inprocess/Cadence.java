package io.atalaya.gateway.engine.inprocess;

/**
 * In which ticks a camera is read. Of 25 pictures a second one comes in every other tick, and a
 * read that finds nothing costs as much as one that finds a picture. So the tick after a picture is
 * passed over, if there was nothing in it when that was last looked; it is looked again every
 * eighth time. A camera is thus read in the ticks right after its pictures, also when it drifts
 * from one to the next; what comes between them, sound for the most part, waits two ticks at most.
 * Not thread-safe.
 */
final class Cadence {
  private static final int LOOK_EVERY = 8;

  private boolean afterMedia;
  private boolean thenNothing;
  private int passedOver;

  /** Whether there is likely nothing in this tick. If not so, it is to be {@link #read}. */
  boolean passesOver() {
    if (afterMedia && thenNothing && ++passedOver % LOOK_EVERY != 0) {
      afterMedia = false;
      return true;
    }
    return false;
  }

  /** What came of reading in this tick. */
  void read(boolean media) {
    if (afterMedia) {
      thenNothing = !media;
    }
    afterMedia = media;
  }
}
