package io.atalaya.media.fmp4;

import java.nio.ByteBuffer;

/**
 * A box with version and flags (ISO/IEC 14496-12, 4.2), read field by field; running off its end is
 * malformed.
 */
record FullBox(Box box, int version, int flags, ByteBuffer fields) {

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  long u32() throws MalformedMp4Exception {
    need(4);
    return Integer.toUnsignedLong(fields.getInt());
  }

  int s32() throws MalformedMp4Exception {
    need(4);
    return fields.getInt();
  }

  /** A 64-bit field in version 1, a 32-bit one in version 0. */
  long versioned() throws MalformedMp4Exception {
    if (version == 0) {
      return u32();
    }
    need(8);
    return fields.getLong();
  }

  void skip(int count) throws MalformedMp4Exception {
    need(count);
    fields.position(fields.position() + count);
  }

  private void need(int count) throws MalformedMp4Exception {
    if (fields.remaining() < count) {
      throw box.malformed("ends early");
    }
  }
}
