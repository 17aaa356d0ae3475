package io.atalaya.media.rtp.payload;

import io.atalaya.media.codec.AccessUnit;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The NAL units of the picture that is coming in, one after another in one buffer, each behind its
 * length: a payload byte is copied here once. Not thread-safe.
 */
final class PictureBuffer {
  private static final int LENGTH_BYTES = 4;
  private static final int INITIAL_BYTES = 4096;

  private final ByteBufAllocator allocator;
  private final int maxBytes;
  private @Nullable ByteBuf buffer;
  private int unitStart = -1;

  /**
   * A buffer for pictures.
   *
   * @param maxBytes of one picture
   */
  PictureBuffer(ByteBufAllocator allocator, int maxBytes) {
    this.allocator = allocator;
    this.maxBytes = maxBytes;
  }

  boolean isEmpty() {
    return buffer == null || !buffer.isReadable();
  }

  boolean isInUnit() {
    return unitStart >= 0;
  }

  /** Begins a NAL unit; one that has not ended is forgotten. */
  void beginUnit() {
    forgetUnit();
    ByteBuf into = buffer();
    unitStart = into.writerIndex();
    into.writeInt(0);
  }

  void append(int oneByte) {
    buffer().writeByte(oneByte);
  }

  /** Appends to the NAL unit; false when the picture would become too large. */
  boolean append(ByteBuf bytes, int index, int length) {
    ByteBuf into = buffer();
    if (into.readableBytes() + length > maxBytes) {
      return false;
    }
    into.writeBytes(bytes, index, length);
    return true;
  }

  /** Where the unit's first byte is, in {@link #unit()}'s sense. */
  int unitByte(int offset) {
    return buffer().getUnsignedByte(unitStart + LENGTH_BYTES + offset);
  }

  int unitBytes() {
    return buffer().writerIndex() - unitStart - LENGTH_BYTES;
  }

  /** A copy of the unit, without its length. */
  ByteBuffer unit() {
    var copy = ByteBuffer.allocate(unitBytes());
    buffer().getBytes(unitStart + LENGTH_BYTES, copy);
    return copy.flip().asReadOnlyBuffer();
  }

  /** Keeps the unit as part of the picture. */
  void endUnit() {
    buffer().setInt(unitStart, unitBytes());
    unitStart = -1;
  }

  /** Takes the unit that has not ended out of the picture. */
  void forgetUnit() {
    if (unitStart >= 0) {
      buffer().writerIndex(unitStart);
      unitStart = -1;
    }
  }

  /** Hands over the picture with its reference, and begins an empty one. */
  ByteBuf take() {
    forgetUnit();
    ByteBuf picture = buffer();
    buffer = null;
    return picture;
  }

  /** Forgets the picture. */
  void clear() {
    unitStart = -1;
    if (buffer != null) {
      buffer.release();
      buffer = null;
    }
  }

  private ByteBuf buffer() {
    if (buffer == null) {
      buffer =
          allocator.directBuffer(INITIAL_BYTES).setIndex(AccessUnit.HEADROOM, AccessUnit.HEADROOM);
    }
    return buffer;
  }
}
