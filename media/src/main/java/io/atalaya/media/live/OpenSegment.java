package io.atalaya.media.live;

import io.atalaya.media.fmp4.Chunk;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The segment being filled: published parts, and chunks not yet in one. Decides nothing. Not
 * thread-safe: guarded by its stream's lock.
 */
final class OpenSegment {

  /** What is known of a segment when it begins. */
  record Start(
      long msn,
      long initVersion,
      boolean discontinuity,
      Instant programDateTime,
      boolean independent,
      boolean whole) {}

  private final Start start;
  private final List<PartInfo> parts = new ArrayList<>();
  private final List<PartBytes> media = new ArrayList<>();
  private long publishedNanos;
  private long publishedBytes;

  private final List<Chunk> pending = new ArrayList<>();
  private long pendingNanos;
  private long pendingBytes;

  OpenSegment(Start start) {
    this.start = start;
  }

  long msn() {
    return start.msn;
  }

  /** Published in one piece, without parts. */
  boolean isWhole() {
    return start.whole;
  }

  boolean startsIndependent() {
    return start.independent;
  }

  long nanos() {
    return publishedNanos + pendingNanos;
  }

  long pendingNanos() {
    return pendingNanos;
  }

  boolean hasPending() {
    return !pending.isEmpty();
  }

  long bytes() {
    return publishedBytes + pendingBytes;
  }

  int partCount() {
    return parts.size();
  }

  void add(Chunk chunk, long nanos) {
    pending.add(chunk);
    pendingNanos += nanos;
    pendingBytes += chunk.sizeBytes();
  }

  /** Publishes what is pending, if anything; answers when its first chunk arrived. */
  Optional<Instant> closePart(ByteBufAllocator allocator) {
    if (pending.isEmpty()) {
      return Optional.empty();
    }
    Chunk first = pending.getFirst();
    media.add(PartBytes.of(pending, allocator));
    if (!start.whole) {
      parts.add(
          new PartInfo(Duration.ofNanos(pendingNanos), first.independent(), (int) pendingBytes));
    }
    publishedNanos += pendingNanos;
    publishedBytes += pendingBytes;
    pending.clear();
    pendingNanos = 0;
    pendingBytes = 0;
    return Optional.of(first.receivedAt());
  }

  /** The segment as a playlist may show it now. */
  SegmentInfo info() {
    return new SegmentInfo(
        start.msn,
        start.initVersion,
        start.discontinuity,
        start.programDateTime,
        Duration.ofNanos(publishedNanos),
        false,
        parts,
        publishedBytes);
  }

  /** Complete, once nothing is pending. */
  StoredSegment stored() {
    return new StoredSegment(info(), media);
  }

  /** A published part's bytes, with a reference for the caller. */
  Optional<ByteBuf> part(int index) {
    return index < parts.size()
        ? Optional.of(PartBytes.shared(Stream.of(media.get(index))))
        : Optional.empty();
  }

  void release() {
    media.forEach(PartBytes::release);
    media.clear();
    pending.forEach(Chunk::release);
    pending.clear();
  }
}
