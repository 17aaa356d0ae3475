package io.atalaya.media.rtp.payload;

import io.atalaya.media.codec.SlabWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;

/**
 * The NAL units of the picture that is coming in, one after another in one buffer, each behind its
 * length: a payload byte is copied here once. Not thread-safe.
 */
final class PictureBuffer {
  private static final int LENGTH_BYTES = 4;

  private final SlabWriter slab;
  private final int maxBytes;

  /** Where in the picture the unit's length is; -1 when there is none. */
  private int unitStart = -1;

  /**
   * A buffer for pictures.
   *
   * @param maxBytes of one picture
   */
  PictureBuffer(ByteBufAllocator allocator, int maxBytes) {
    this.slab = SlabWriter.ofVideo(allocator);
    this.maxBytes = maxBytes;
  }

  boolean isInUnit() {
    return unitStart >= 0;
  }

  /** Begins a NAL unit; one that has not ended is forgotten. */
  void beginUnit() {
    forgetUnit();
    unitStart = slab.sizeBytes();
    slab.room(LENGTH_BYTES).writeInt(0);
  }

  void append(int oneByte) {
    slab.room(1).writeByte(oneByte);
  }

  /** Appends to the NAL unit; false when the picture would become too large. */
  boolean append(ByteBuf bytes, int index, int length) {
    if (slab.sizeBytes() + length > maxBytes) {
      return false;
    }
    slab.room(length).writeBytes(bytes, index, length);
    return true;
  }

  /** Where the unit's first byte is, in {@link #unit()}'s sense. */
  int unitByte(int offset) {
    return slab.room(0).getUnsignedByte(slab.indexOf(unitStart + LENGTH_BYTES + offset));
  }

  int unitBytes() {
    return slab.sizeBytes() - unitStart - LENGTH_BYTES;
  }

  /** A copy of the unit, without its length. */
  ByteBuffer unit() {
    var copy = ByteBuffer.allocate(unitBytes());
    slab.room(0).getBytes(slab.indexOf(unitStart + LENGTH_BYTES), copy);
    return copy.flip().asReadOnlyBuffer();
  }

  /** Keeps the unit as part of the picture. */
  void endUnit() {
    slab.room(0).setInt(slab.indexOf(unitStart), unitBytes());
    unitStart = -1;
  }

  /** Takes the unit that has not ended out of the picture. */
  void forgetUnit() {
    if (unitStart >= 0) {
      slab.truncate(unitStart);
      unitStart = -1;
    }
  }

  /** Hands over the picture with its reference, and begins an empty one. */
  ByteBuf take() {
    forgetUnit();
    return slab.take();
  }

  /** Forgets the picture. */
  void clear() {
    unitStart = -1;
    slab.clear();
  }

  /** Gives the memory back. */
  void close() {
    clear();
    slab.close();
  }
}
