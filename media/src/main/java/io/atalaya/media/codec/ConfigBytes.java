package io.atalaya.media.codec;

import java.nio.ByteBuffer;

/** Reads a decoder configuration byte by byte; running off its end is a malformed configuration. */
final class ConfigBytes {
  private final String what;
  private final ByteBuffer bytes;

  ConfigBytes(String what, ByteBuffer bytes) {
    this.what = what;
    this.bytes = bytes.slice();
  }

  int remaining() {
    return bytes.remaining();
  }

  int u8() throws MalformedConfigException {
    need(1);
    return bytes.get() & 0xFF;
  }

  int u16() throws MalformedConfigException {
    need(2);
    return bytes.getShort() & 0xFFFF;
  }

  int s32() throws MalformedConfigException {
    need(4);
    return bytes.getInt();
  }

  void skip(int count) throws MalformedConfigException {
    need(count);
    bytes.position(bytes.position() + count);
  }

  private void need(int count) throws MalformedConfigException {
    if (bytes.remaining() < count) {
      throw new MalformedConfigException(what + " ends early");
    }
  }
}
