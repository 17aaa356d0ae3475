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
 * <p>Immutable; has one reference to each piece's memory until {@link #release}.
 */
record PartBytes(List<Piece> pieces) {
  /** A part over the edge of a slab has two; one whose picture needed a larger slab has three. */
  private static final int MAX_PIECES = 3;

  PartBytes {
    pieces = List.copyOf(pieces);
  }

  /** Takes over the chunks' references. */
  static PartBytes of(List<Chunk> chunks, ByteBufAllocator allocator) {
    List<Piece> pieces = pieces(chunks);
    if (pieces.isEmpty()) {
      ByteBuf copy = copy(chunks, allocator);
      pieces = List.of(new Piece(copy, 0, copy.writerIndex()));
    } else {
      pieces.forEach(piece -> piece.memory.retain());
    }
    chunks.forEach(Chunk::release);
    return new PartBytes(pieces);
  }

  /** All of them with a reference for the caller, and in one buffer that is the caller's alone. */
  static ByteBuf shared(Stream<PartBytes> parts) {
    var all =
        parts.flatMap(part -> part.pieces.stream()).map(Piece::shared).toArray(ByteBuf[]::new);
    // A composite keeps state, so readers must not share one.
    return all.length == 1 ? all[0] : Unpooled.wrappedUnmodifiableBuffer(all);
  }

  void release() {
    pieces.forEach(piece -> piece.memory.release());
  }

  /** Where the chunks lie; nothing, if in no slab or in too many places. */
  private static List<Piece> pieces(List<Chunk> chunks) {
    var pieces = new ArrayList<Piece>(MAX_PIECES);
    for (Chunk chunk : chunks) {
      ByteBuf slab = chunk.data().unwrap();
      Piece last = pieces.isEmpty() ? null : pieces.getLast();
      if (slab == null) {
        return List.of();
      }
      if (last != null && last.isFollowedBy(chunk.data())) {
        pieces.set(pieces.size() - 1, new Piece(slab, last.from, chunk.data().writerIndex()));
      } else if (pieces.size() < MAX_PIECES) {
        pieces.add(new Piece(slab, chunk.data().readerIndex(), chunk.data().writerIndex()));
      } else {
        return List.of();
      }
    }
    return pieces;
  }

  private static ByteBuf copy(List<Chunk> chunks, ByteBufAllocator allocator) {
    int size = chunks.stream().mapToInt(Chunk::sizeBytes).sum();
    ByteBuf copy = allocator.directBuffer(size, size);
    for (Chunk chunk : chunks) {
      copy.writeBytes(chunk.data(), chunk.data().readerIndex(), chunk.sizeBytes());
    }
    return copy;
  }

  /**
   * Bytes from one index to another. A buffer for them is made for who reads them: nobody reads
   * most, and what a window is made of is to be little for a garbage collector to look at.
   */
  record Piece(ByteBuf memory, int from, int end) {

    @SuppressWarnings("ReferenceEquality") // the same memory is meant, not the same bytes
    private boolean isFollowedBy(ByteBuf data) {
      return data.unwrap() == memory && data.readerIndex() == end;
    }

    private ByteBuf shared() {
      return memory.retainedSlice(from, end - from);
    }
  }
}
