package io.atalaya.media.live;

import java.util.Arrays;

/**
 * Figures over the last five seconds of one track's media, or its last 256 chunks. Not thread-safe:
 * the writer's.
 */
final class Meter {
  private static final long WINDOW_NANOS = 5_000_000_000L;
  private static final int MAX_CHUNKS = 256;
  private static final int CADENCE_CHUNKS = 9;

  // A ring of chunks: two in each 25th of a second for each camera are no objects.
  private final long[] chunkNanos = new long[MAX_CHUNKS];
  private final int[] chunkBytes = new int[MAX_CHUNKS];
  private final int[] chunkFrames = new int[MAX_CHUNKS];
  private int first;
  private int size;

  private final long[] durations = new long[CADENCE_CHUNKS];
  private int seen;
  private long typical;
  private long nanos;
  private long bytes;
  private long frames;

  void add(long addedNanos, int addedBytes, int addedFrames) {
    int cadence = seen % CADENCE_CHUNKS;
    long replaced = durations[cadence];
    durations[cadence] = addedNanos;
    seen = seen == Integer.MAX_VALUE ? CADENCE_CHUNKS : seen + 1;
    if (addedNanos != typical || replaced != typical) {
      typical = median();
    }
    if (size == MAX_CHUNKS) {
      forgetFirst();
    }
    int last = (first + size++) % MAX_CHUNKS;
    chunkNanos[last] = addedNanos;
    chunkBytes[last] = addedBytes;
    chunkFrames[last] = addedFrames;
    nanos += addedNanos;
    bytes += addedBytes;
    frames += addedFrames;
    while (nanos > WINDOW_NANOS && size > 1) {
      forgetFirst();
    }
  }

  private void forgetFirst() {
    nanos -= chunkNanos[first];
    bytes -= chunkBytes[first];
    frames -= chunkFrames[first];
    first = (first + 1) % MAX_CHUNKS;
    size--;
  }

  /** The usual duration of a chunk: the median of the last few, so that one odd one is nothing. */
  long typicalNanos() {
    return typical;
  }

  private long median() {
    long[] sorted = Arrays.copyOf(durations, Math.min(seen, CADENCE_CHUNKS));
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  long bitsPerSecond() {
    return nanos == 0 ? 0 : Math.round(bytes * 8e9 / nanos);
  }

  double framesPerSecond() {
    return nanos == 0 ? 0 : frames * 1e9 / nanos;
  }
}
