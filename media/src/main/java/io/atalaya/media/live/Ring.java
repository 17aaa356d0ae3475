package io.atalaya.media.live;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * The complete segments of one rendition, oldest first: those that left the playlist but are kept
 * for late readers, then those listed. Not thread-safe: guarded by its stream's lock.
 */
final class Ring {
  private final LiveConfig config;
  private final ArrayDeque<StoredSegment> late = new ArrayDeque<>();
  private final ArrayDeque<StoredSegment> listed = new ArrayDeque<>();
  private long listedNanos;
  private long bytes;
  private long discontinuitySequence;

  Ring(LiveConfig config) {
    this.config = config;
  }

  /**
   * Adds a segment and takes the oldest off the playlist, but never so that less than three target
   * durations stay (RFC 8216bis, 6.2.2).
   */
  void add(StoredSegment segment, long targetDurationNanos) {
    listed.addLast(segment);
    listedNanos += segment.info().duration().toNanos();
    bytes += segment.info().sizeBytes();
    while (listed.size() > config.maxListed()
        || (listed.size() > config.segments()
            && listedNanos - listed.getFirst().info().duration().toNanos()
                >= 3 * targetDurationNanos)) {
      late.addLast(unlistOldest());
    }
    while (late.size() > config.lateSegments()) {
      release(late.removeFirst());
    }
  }

  /** Gives up the oldest segment, listed or not; false when there is none. */
  boolean dropOldest() {
    if (!late.isEmpty()) {
      release(late.removeFirst());
      return true;
    }
    if (listed.isEmpty()) {
      return false;
    }
    release(unlistOldest());
    return true;
  }

  Optional<SegmentInfo> oldest() {
    var oldest = late.isEmpty() ? listed.peekFirst() : late.peekFirst();
    return Optional.ofNullable(oldest).map(StoredSegment::info);
  }

  Optional<SegmentInfo> newest() {
    return Optional.ofNullable(listed.peekLast()).map(StoredSegment::info);
  }

  Optional<StoredSegment> find(long msn) {
    for (var segments : List.of(listed, late)) {
      for (StoredSegment segment : segments) {
        if (segment.info().msn() == msn) {
          return Optional.of(segment);
        }
      }
    }
    return Optional.empty();
  }

  boolean needsInit(long version) {
    return listed.stream().anyMatch(s -> s.info().initVersion() == version)
        || late.stream().anyMatch(s -> s.info().initVersion() == version);
  }

  List<SegmentInfo> listed() {
    return listed.stream().map(StoredSegment::info).toList();
  }

  /** How many discontinuities have left the playlist (RFC 8216bis, 4.4.3.3). */
  long discontinuitySequence() {
    return discontinuitySequence;
  }

  /** All discontinuities so far, listed ones included. */
  long discontinuities() {
    return discontinuitySequence + listed.stream().filter(s -> s.info().discontinuity()).count();
  }

  void startAt(long discontinuities) {
    discontinuitySequence = discontinuities;
  }

  long bytes() {
    return bytes;
  }

  void release() {
    late.forEach(StoredSegment::release);
    listed.forEach(StoredSegment::release);
    late.clear();
    listed.clear();
    bytes = 0;
  }

  private StoredSegment unlistOldest() {
    StoredSegment oldest = listed.removeFirst();
    listedNanos -= oldest.info().duration().toNanos();
    discontinuitySequence += oldest.info().discontinuity() ? 1 : 0;
    return oldest;
  }

  private void release(StoredSegment segment) {
    bytes -= segment.info().sizeBytes();
    segment.release();
  }
}
