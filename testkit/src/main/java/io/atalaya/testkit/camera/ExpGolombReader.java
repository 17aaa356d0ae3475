package io.atalaya.testkit.camera;

/**
 * Reads unsigned Exp-Golomb codes (ITU-T H.264 section 9.1) from the front of a NAL unit. It knows
 * no emulation prevention bytes: the first two codes of a slice header cannot contain one, because
 * a value below 2^16 has no 22 zero bits in a row.
 */
final class ExpGolombReader {
  private static final int MAX_LEADING_ZEROS = 16;

  private final byte[] bytes;
  private int bitPosition;

  ExpGolombReader(byte[] bytes, int fromByte) {
    this.bytes = bytes;
    this.bitPosition = fromByte * 8;
  }

  /**
   * The next code's value.
   *
   * @throws IllegalArgumentException when the bytes end, or the value is 2^16 or more
   */
  int next() {
    int zeros = 0;
    while (bit() == 0) {
      if (++zeros > MAX_LEADING_ZEROS) {
        throw new IllegalArgumentException("a damaged slice header");
      }
    }
    int value = 1;
    for (int i = 0; i < zeros; i++) {
      value = (value << 1) | bit();
    }
    return value - 1;
  }

  private int bit() {
    if (bitPosition >= bytes.length * 8) {
      throw new IllegalArgumentException("a slice header that ends early");
    }
    int bit = (bytes[bitPosition / 8] >> (7 - bitPosition % 8)) & 1;
    bitPosition++;
    return bit;
  }
}
