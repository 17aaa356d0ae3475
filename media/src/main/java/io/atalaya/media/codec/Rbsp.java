package io.atalaya.media.codec;

import java.nio.ByteBuffer;

/**
 * The bits of a parameter set, without what keeps start codes out of it (ITU-T H.264, 7.3.1; H.265,
 * 7.3.1.1): {@code 00 00 03} is {@code 00 00}. Running off the end is a malformed configuration.
 */
final class Rbsp {
  /** Longer than any parameter set, scaling lists and all. */
  static final int MAX_BYTES = 4096;

  private static final int MAX_LEADING_ZEROS = 31;

  private final String what;
  private final byte[] bytes;
  private final int bits;
  private int at;

  private Rbsp(String what, byte[] bytes, int length) {
    this.what = what;
    this.bytes = bytes;
    this.bits = length * 8;
  }

  /** The bits behind the NAL unit's header. */
  static Rbsp of(String what, ByteBuffer nal, int headerBytes) throws MalformedConfigException {
    if (nal.remaining() > MAX_BYTES || nal.remaining() <= headerBytes) {
      throw new MalformedConfigException(what + " of " + nal.remaining() + " bytes");
    }
    byte[] unescaped = new byte[nal.remaining() - headerBytes];
    int length = 0;
    int zeros = 0;
    for (int i = nal.position() + headerBytes; i < nal.limit(); i++) {
      byte next = nal.get(i);
      if (zeros >= 2 && next == 3) {
        zeros = 0;
        continue;
      }
      zeros = next == 0 ? zeros + 1 : 0;
      unescaped[length++] = next;
    }
    return new Rbsp(what, unescaped, length);
  }

  boolean flag() throws MalformedConfigException {
    return bits(1) == 1;
  }

  /** The next {@code count} bits, at most 32, the first as the most significant. */
  int bits(int count) throws MalformedConfigException {
    if (count > bits - at) {
      throw new MalformedConfigException(what + " ends early");
    }
    int value = 0;
    for (int i = 0; i < count; i++, at++) {
      value = value << 1 | (bytes[at >> 3] >> (7 - (at & 7)) & 1);
    }
    return value;
  }

  void skip(int count) throws MalformedConfigException {
    if (count > bits - at) {
      throw new MalformedConfigException(what + " ends early");
    }
    at += count;
  }

  /** {@code ue(v)}: unsigned Exp-Golomb (H.264, 9.1), of at most 31 bits. */
  int ue() throws MalformedConfigException {
    int zeros = 0;
    while (!flag()) {
      if (++zeros > MAX_LEADING_ZEROS - 1) {
        throw new MalformedConfigException(what + " has a number that is too large");
      }
    }
    return (1 << zeros) - 1 + bits(zeros);
  }

  /** As {@link #ue}, and at most {@code most}. */
  int ue(String field, int most) throws MalformedConfigException {
    int value = ue();
    if (value > most) {
      throw new MalformedConfigException(what + ": " + field + " " + value);
    }
    return value;
  }

  /** {@code se(v)}: signed Exp-Golomb. */
  int se() throws MalformedConfigException {
    int code = ue();
    return (code & 1) == 1 ? (code >>> 1) + 1 : -(code >>> 1);
  }
}
