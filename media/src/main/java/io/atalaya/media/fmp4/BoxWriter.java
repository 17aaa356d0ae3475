package io.atalaya.media.fmp4;

import java.nio.ByteBuffer;

/** Writes boxes inside boxes (ISO/IEC 14496-12, 4.2); a size is known when its box ends. */
final class BoxWriter {
  private ByteBuffer out = ByteBuffer.allocate(1024);

  /** Writes a box's content. */
  interface Content {
    void write();
  }

  BoxWriter box(int type, Content content) {
    int start = out.position();
    put32(0).put32(type);
    content.write();
    out.putInt(start, out.position() - start);
    return this;
  }

  BoxWriter fullBox(int type, int version, int flags, Content content) {
    return box(
        type,
        () -> {
          put32(version << 24 | flags);
          content.write();
        });
  }

  BoxWriter put8(int value) {
    room(1).put((byte) value);
    return this;
  }

  BoxWriter put16(int value) {
    room(2).putShort((short) value);
    return this;
  }

  BoxWriter put32(int value) {
    room(4).putInt(value);
    return this;
  }

  BoxWriter zeros(int count) {
    room(count).put(new byte[count]);
    return this;
  }

  BoxWriter put(ByteBuffer bytes) {
    room(bytes.remaining()).put(bytes.duplicate());
    return this;
  }

  /** All that was written. */
  ByteBuffer bytes() {
    return out.duplicate().flip().asReadOnlyBuffer();
  }

  private ByteBuffer room(int bytes) {
    if (out.remaining() < bytes) {
      out = ByteBuffer.allocate(2 * (out.capacity() + bytes)).put(out.flip());
    }
    return out;
  }
}
