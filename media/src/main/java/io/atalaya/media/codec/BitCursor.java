package io.atalaya.media.codec;

/** Takes bits, most significant first. */
final class BitCursor {
  private final ConfigBytes bytes;
  private int current;
  private int left;

  BitCursor(ConfigBytes bytes) {
    this.bytes = bytes;
  }

  /** The next {@code count} bits, at most 31. */
  int take(int count) throws MalformedConfigException {
    int value = 0;
    for (int i = 0; i < count; i++) {
      if (left == 0) {
        current = bytes.u8();
        left = 8;
      }
      left--;
      value = value << 1 | (current >> left & 1);
    }
    return value;
  }
}
