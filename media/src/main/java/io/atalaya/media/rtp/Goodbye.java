package io.atalaya.media.rtp;

import io.netty.buffer.ByteBuf;

/**
 * A sender that says that it has ended (RFC 3550, 6.6).
 *
 * <pre>V(2)=2 P(1) SC(5)  PT(8)=203  length(16, words less one)  SSRC(32) × SC  …</pre>
 */
final class Goodbye {
  private static final int TYPE = 203;
  private static final int MAX_PACKETS = 32;

  private Goodbye() {}

  /** Whether a compound packet says so of {@code ssrc}; what cannot be read says nothing. */
  static boolean says(ByteBuf bytes, int index, int length, int ssrc) {
    int at = index;
    int end = index + length;
    for (int i = 0; i < MAX_PACKETS && end - at >= 4; i++) {
      int size = 4 + 4 * bytes.getUnsignedShort(at + 2);
      int first = bytes.getUnsignedByte(at);
      if (first >> 6 != 2 || size > end - at) {
        return false;
      }
      int sources = Math.min(first & 0x1F, size / 4 - 1);
      if (bytes.getUnsignedByte(at + 1) == TYPE && names(bytes, at + 4, sources, ssrc)) {
        return true;
      }
      at += size;
    }
    return false;
  }

  private static boolean names(ByteBuf bytes, int index, int sources, int ssrc) {
    for (int i = 0; i < sources; i++) {
      if (bytes.getInt(index + 4 * i) == ssrc) {
        return true;
      }
    }
    return false;
  }
}
