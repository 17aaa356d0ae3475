package io.atalaya.gateway.ingest;

import io.atalaya.gateway.platform.MediaMemory;
import io.atalaya.media.live.LiveConfig;
import java.util.Arrays;

/**
 * How large a window may be, so that all of them fit: while there is room, what a stream may have
 * at most; when memory is short, the size to which the largest must be cut, and no smaller one
 * (max-min fairness). Never under what a usual camera takes. One thread adapts it, any reads it.
 */
final class WindowBound {
  private static final long MOST = LiveConfig.standard().maxBytes();

  private volatile long bytes = MOST;

  long bytes() {
    return bytes;
  }

  boolean isCut() {
    return bytes < MOST;
  }

  /**
   * Looks again: if memory is short, over three quarters, windows are cut until eleven sixteenths
   * are used; from five eighths down they may grow by an eighth each time. The last quarter is for
   * what comes until the next look, and for what lies unused between what is in use.
   *
   * @param usedBytes by windows and what surrounds them
   * @param limitBytes the most that can be used
   * @param windows what each holds
   */
  void adapt(long usedBytes, long limitBytes, long[] windows) {
    if (usedBytes > limitBytes / 4 * 3) {
      double share = limitBytes / 16.0 * 11 / usedBytes;
      bytes = Math.max(MediaMemory.USUAL_CAMERA_BYTES, level(windows, share));
    } else if (usedBytes < limitBytes / 8 * 5) {
      bytes = Math.min(MOST, bytes + bytes / 8);
    }
  }

  /** To what the largest come down when all together come down to that share of their sum. */
  private static long level(long[] windows, double share) {
    long[] ascending = windows.clone();
    Arrays.sort(ascending);
    long left = (long) (Arrays.stream(ascending).sum() * share);
    for (int i = 0; i < ascending.length; i++) {
      long each = left / (ascending.length - i);
      if (ascending[i] > each) {
        return each;
      }
      left -= ascending[i];
    }
    return 0;
  }
}
