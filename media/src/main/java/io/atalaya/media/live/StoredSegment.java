package io.atalaya.media.live;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Optional;

/**
 * A complete segment with its bytes: one buffer for each part, or one for a segment without parts.
 */
record StoredSegment(SegmentInfo info, List<ByteBuf> buffers) {

  StoredSegment {
    buffers = List.copyOf(buffers);
  }

  /** All bytes, with a reference for the caller; empty for a gap. */
  Optional<ByteBuf> bytes() {
    if (buffers.isEmpty()) {
      return Optional.empty();
    }
    if (buffers.size() == 1) {
      return Optional.of(buffers.getFirst().retainedDuplicate());
    }
    // A composite of the reader's own: composites keep state, so readers must not share one.
    var parts = buffers.stream().map(ByteBuf::retainedDuplicate).toArray(ByteBuf[]::new);
    return Optional.of(Unpooled.wrappedUnmodifiableBuffer(parts));
  }

  /** A part's bytes, with a reference for the caller. */
  Optional<ByteBuf> part(int index) {
    return index < info.parts().size()
        ? Optional.of(buffers.get(index).retainedDuplicate())
        : Optional.empty();
  }

  void release() {
    buffers.forEach(ByteBuf::release);
  }
}
