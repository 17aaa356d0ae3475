package io.atalaya.media.codec;

/** The two laws of ITU-T G.711: a logarithmic byte for a sample. */
public enum G711 {
  /** North America and Japan; 14 bits. */
  MU_LAW {
    @Override
    public int sample(byte code) {
      int bits = ~code & 0xFF;
      int magnitude = ((((bits & 0x0F) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
      return (bits & 0x80) == 0 ? magnitude : -magnitude;
    }

    @Override
    public int unusedBits() {
      return 2;
    }
  },
  /** Everywhere else; 13 bits. */
  A_LAW {
    @Override
    public int sample(byte code) {
      int bits = code ^ 0x55;
      int exponent = (bits >> 4) & 7;
      int mantissa = (bits & 0x0F) << 4;
      int magnitude = exponent == 0 ? mantissa + 8 : (mantissa + 0x108) << (exponent - 1);
      return (bits & 0x80) != 0 ? magnitude : -magnitude;
    }

    @Override
    public int unusedBits() {
      return 3;
    }
  };

  /** A sample of 16 bits. */
  public abstract int sample(byte code);

  /** Low bits of {@link #sample} that are always 0. */
  public abstract int unusedBits();
}
