package io.atalaya.media.fmp4;

import java.util.OptionalInt;
import java.util.PriorityQueue;

/**
 * When pictures are decoded, from when they are shown. They come in decoding order; with at most
 * {@code n} of them before one that is shown earlier, the time of the one that comes now is the
 * smallest that none of those {@code n} before it had: it is always known, and never later than the
 * picture is shown.
 *
 * <p>Where the stream does not say how many it reorders, it is taken for none until one is seen
 * going back; that one's time is then clamped, and the next ones' are right. Not thread-safe.
 */
final class DecodeTimes {
  /** H.264, A.3.1, and H.265, A.4: no decoder holds more. */
  private static final int MAX_REORDER = 16;

  private final PriorityQueue<Long> waiting = new PriorityQueue<>();
  private final long typicalTicks;
  private int reorder;
  private boolean started;
  private long first;
  private long last;
  private long latestShown;

  /**
   * Times of a stream's pictures.
   *
   * @param reorder as the stream says it
   * @param typicalTicks what a picture lasts if nothing is known yet
   */
  DecodeTimes(OptionalInt reorder, long typicalTicks) {
    this.reorder = reorder.orElse(0);
    this.typicalTicks = typicalTicks;
  }

  /** The decoding time of the next picture; grows with each. */
  long next(long ptsTicks) {
    if (!started) {
      started = true;
      first = ptsTicks;
      latestShown = ptsTicks;
      last = Long.MIN_VALUE;
    }
    if (ptsTicks < latestShown && reorder == 0) {
      reorder = 1;
    }
    latestShown = Math.max(latestShown, ptsTicks);
    waiting.add(ptsTicks);
    int missing = reorder - waiting.size() + 1;
    long found = missing > 0 ? first - missing * typicalTicks : smallest(ptsTicks);
    last = Math.max(found, last + 1);
    return last;
  }

  /** Shown before what is decoded already: more are reordered than was thought. */
  private long smallest(long ptsTicks) {
    long smallest = waiting.remove();
    if (ptsTicks <= last && reorder < MAX_REORDER) {
      reorder++;
    }
    return smallest;
  }
}
