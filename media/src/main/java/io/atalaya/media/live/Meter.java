package io.atalaya.media.live;

import java.util.ArrayDeque;
import java.util.Arrays;

/** Figures over the last five seconds of one track's media. Not thread-safe: the writer's. */
final class Meter {
  private static final long WINDOW_NANOS = 5_000_000_000L;
  private static final int MAX_CHUNKS = 1024;
  private static final int CADENCE_CHUNKS = 9;

  private record Entry(long nanos, int bytes, int frames) {}

  private final ArrayDeque<Entry> window = new ArrayDeque<>();
  private final long[] durations = new long[CADENCE_CHUNKS];
  private int seen;
  private long typical;
  private long nanos;
  private long bytes;
  private long frames;

  void add(long chunkNanos, int chunkBytes, int chunkFrames) {
    durations[seen % CADENCE_CHUNKS] = chunkNanos;
    seen = seen == Integer.MAX_VALUE ? CADENCE_CHUNKS : seen + 1;
    typical = median();
    window.addLast(new Entry(chunkNanos, chunkBytes, chunkFrames));
    nanos += chunkNanos;
    bytes += chunkBytes;
    frames += chunkFrames;
    while (window.size() > MAX_CHUNKS || (nanos > WINDOW_NANOS && window.size() > 1)) {
      Entry oldest = window.removeFirst();
      nanos -= oldest.nanos;
      bytes -= oldest.bytes;
      frames -= oldest.frames;
    }
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
