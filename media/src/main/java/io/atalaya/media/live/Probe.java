package io.atalaya.media.live;

import io.atalaya.media.fmp4.Chunk;
import java.util.ArrayList;
import java.util.List;

/**
 * The first chunks of a rendition, held until they tell the part target: three that agree on their
 * duration, because the first ones after a start are often wrong; else 85 % of 500 ms of media; at
 * the latest two seconds. Not thread-safe: guarded by its stream's lock.
 */
final class Probe {
  private static final int ENOUGH_CHUNKS = 3;
  private static final int MAX_CHUNKS = 256;

  private final LiveConfig config;
  private final Bound bound;
  private final List<Timed> held = new ArrayList<>();
  private long nanos;
  private long bytes;

  Probe(LiveConfig config, Bound bound) {
    this.config = config;
    this.bound = bound;
  }

  void add(Timed timed) {
    held.add(timed);
    nanos += timed.nanos();
    bytes += timed.chunk().sizeBytes();
  }

  boolean isEnough() {
    return isFull()
        || nanos >= config.segmentTarget().toNanos()
        || (held.size() >= ENOUGH_CHUNKS
            && (isSteady() || nanos >= config.partTarget().toNanos() * 85 / 100));
  }

  private boolean isSteady() {
    var durations = held.stream().mapToLong(Timed::nanos).summaryStatistics();
    return durations.getMax() <= durations.getMin() * 5 / 4;
  }

  boolean isFull() {
    return held.size() >= MAX_CHUNKS || bytes >= bound.segmentBytes() / 2;
  }

  boolean isEmpty() {
    return held.isEmpty();
  }

  long bytes() {
    return bytes;
  }

  /** Hands over what is held, oldest first. */
  List<Timed> take() {
    var taken = List.copyOf(held);
    held.clear();
    nanos = 0;
    bytes = 0;
    return taken;
  }

  void release() {
    take().stream().map(Timed::chunk).forEach(Chunk::release);
  }
}
