package io.atalaya.media.live;

import io.atalaya.media.fmp4.Chunk;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The bytes of one part: pieces of the memory that its chunks were written to. Chunks that an
 * engine wrote one behind another are one piece, and where it went on in other memory another one
 * begins; so no byte is copied and none is held twice. Chunks that lie too far apart for that are
 * copied together.
 *
 * <p>Immutable; has one reference to each piece until {@link #release}.
 */
record PartBytes(List<ByteBuf> pieces) {
  /** A part over the edge of a slab has two; one whose picture needed a larger slab has three. */
  private static final int MAX_PIECES = 3;

  PartBytes {
    pieces = List.copyOf(pieces);
  }

  /** Takes over the chunks' references. */
  static PartBytes of(List<Chunk> chunks, ByteBufAllocator allocator) {
    List<ByteBuf> pieces = pieces(chunks);
    var part = new PartBytes(pieces.isEmpty() ? List.of(copy(chunks, allocator)) : pieces);
    chunks.forEach(Chunk::release);
    return part;
  }

  /** All of them with a reference for the caller, and in one buffer that is the caller's alone. */
  static ByteBuf shared(Stream<PartBytes> parts) {
    var all =
        parts
            .flatMap(part -> part.pieces.stream())
            .map(ByteBuf::retainedDuplicate)
            .toArray(ByteBuf[]::new);
    // A composite keeps state, so readers must not share one.
    return all.length == 1 ? all[0] : Unpooled.wrappedUnmodifiableBuffer(all);
  }

  void release() {
    pieces.forEach(ByteBuf::release);
  }

  /** Where the chunks lie, retained; nothing, if in no slab or in too many places. */
  private static List<ByteBuf> pieces(List<Chunk> chunks) {
    var rows = new ArrayList<Row>(MAX_PIECES);
    for (Chunk chunk : chunks) {
      ByteBuf slab = chunk.data().unwrap();
      Row last = rows.isEmpty() ? null : rows.getLast();
      if (slab == null) {
        return List.of();
      }
      if (last != null && last.isFollowedBy(chunk.data())) {
        rows.set(rows.size() - 1, new Row(slab, last.from, chunk.data().writerIndex()));
      } else if (rows.size() < MAX_PIECES) {
        rows.add(new Row(slab, chunk.data().readerIndex(), chunk.data().writerIndex()));
      } else {
        return List.of();
      }
    }
    return rows.stream().map(row -> row.slab.retainedSlice(row.from, row.end - row.from)).toList();
  }

  /** Chunks one behind another in a slab. */
  private record Row(ByteBuf slab, int from, int end) {

    @SuppressWarnings("ReferenceEquality") // the same memory is meant, not the same bytes
    boolean isFollowedBy(ByteBuf data) {
      return data.unwrap() == slab && data.readerIndex() == end;
    }
  }

  private static ByteBuf copy(List<Chunk> chunks, ByteBufAllocator allocator) {
    int size = chunks.stream().mapToInt(Chunk::sizeBytes).sum();
    ByteBuf copy = allocator.directBuffer(size, size);
    for (Chunk chunk : chunks) {
      copy.writeBytes(chunk.data(), chunk.data().readerIndex(), chunk.sizeBytes());
    }
    return copy;
  }
}
