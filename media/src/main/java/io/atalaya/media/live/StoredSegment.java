package io.atalaya.media.live;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A complete segment with its bytes, part by part, or whole for a segment without parts. */
record StoredSegment(SegmentInfo info, List<PartBytes> media) {

  StoredSegment {
    media = List.copyOf(media);
  }

  /** All bytes, with a reference for the caller; empty for a gap. */
  Optional<ByteBuf> bytes() {
    return media.isEmpty() ? Optional.empty() : Optional.of(PartBytes.shared(media.stream()));
  }

  /** A part's bytes, with a reference for the caller. */
  Optional<ByteBuf> part(int index) {
    return index < info.parts().size()
        ? Optional.of(PartBytes.shared(Stream.of(media.get(index))))
        : Optional.empty();
  }

  void release() {
    media.forEach(PartBytes::release);
  }
}
