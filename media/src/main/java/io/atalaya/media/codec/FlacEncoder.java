package io.atalaya.media.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Writes FLAC frames (RFC 9639, 9) of one channel: enough to hand on telephone-grade sound, which
 * no browser takes as it is, without loss and at next to no cost. Fixed predictors, one Rice
 * partition. Not thread-safe.
 */
public final class FlacEncoder {
  private static final int MAX_ORDER = 4;
  private static final int SAMPLE_BITS = 16;

  /**
   * Sync code, fixed block size; block size in 16 bits behind; rate from STREAMINFO; mono, 16 bits.
   */
  private static final int HEADER = 0xFFF8_7008;

  private static final int FIXED = 0x08;
  private static final int[] CRC_8 = crcTable(0x07, 8);
  private static final int[] CRC_16 = crcTable(0x8005, 16);

  private final int unusedBits;
  private final int[] residual;
  private final BitWriter out = new BitWriter();
  private long frame;

  /**
   * An encoder for frames of one length.
   *
   * @param unusedBits low bits of a sample that are always 0
   * @param blockSize samples in each frame
   */
  public FlacEncoder(int unusedBits, int blockSize) {
    if (blockSize <= MAX_ORDER || blockSize > 0xFFFF) {
      throw new IllegalArgumentException("a block of " + blockSize + " samples");
    }
    this.unusedBits = unusedBits;
    this.residual = new int[blockSize];
  }

  /** Appends a frame of these samples, as many as a block has, of 16 bits each. */
  public void encode(int[] samples, ByteBuf to) {
    int start = to.writerIndex();
    out.begin(to);
    to.writeInt(HEADER);
    writeNumber(frame++, to);
    to.writeShort(residual.length - 1);
    to.writeByte(crc(CRC_8, 8, to, start));
    for (int i = 0; i < residual.length; i++) {
      residual[i] = samples[i] >> unusedBits;
    }
    int order = order();
    // The first samples of the block stay as they are.
    out.bits(FIXED | order, 7);
    writeUnused();
    for (int i = 0; i < order; i++) {
      out.bits(residual[i], SAMPLE_BITS - unusedBits);
    }
    predict(order);
    writeResidual(order);
    out.align();
    to.writeShort(crc(CRC_16, 16, to, start));
  }

  /** 9.2.2: {@code 1}, and as many bits less one in unary. */
  private void writeUnused() {
    if (unusedBits == 0) {
      out.bits(0, 1);
    } else {
      out.bits(1, 1);
      out.unary(unusedBits - 1);
    }
  }

  /** The predictor that leaves the least (9.2.5). */
  private int order() {
    long[] sums = new long[MAX_ORDER + 1];
    int a = 0;
    int b = 0;
    int c = 0;
    int d = 0;
    for (int i = 0; i < residual.length; i++) {
      int x = residual[i];
      if (i >= MAX_ORDER) {
        sums[0] += Math.abs(x);
        sums[1] += Math.abs(x - a);
        sums[2] += Math.abs(x - 2 * a + b);
        sums[3] += Math.abs(x - 3 * a + 3 * b - c);
        sums[4] += Math.abs(x - 4 * a + 6 * b - 4 * c + d);
      }
      d = c;
      c = b;
      b = a;
      a = x;
    }
    int best = 0;
    for (int order = 1; order <= MAX_ORDER; order++) {
      best = sums[order] < sums[best] ? order : best;
    }
    return best;
  }

  /** A difference of the order's power, from the end so that it needs no second array. */
  private void predict(int order) {
    for (int round = 0; round < order; round++) {
      for (int i = residual.length - 1; i > round; i--) {
        residual[i] -= residual[i - 1];
      }
    }
  }

  /** 9.2.7: one partition, its parameter in four bits. */
  private void writeResidual(int order) {
    long sum = 0;
    for (int i = order; i < residual.length; i++) {
      sum += folded(residual[i]);
    }
    long mean = sum / (residual.length - order);
    int parameter = Math.min(14, 63 - Long.numberOfLeadingZeros(Math.max(1, mean)));
    out.bits(0, 2);
    out.bits(0, 4);
    out.bits(parameter, 4);
    for (int i = order; i < residual.length; i++) {
      int value = folded(residual[i]);
      out.unary(value >>> parameter);
      out.bits(value, parameter);
    }
  }

  private static int folded(int value) {
    return (value << 1) ^ (value >> 31);
  }

  /** As UTF-8 writes a code point, up to 36 bits (9.1.5). */
  private static void writeNumber(long number, ByteBuf to) {
    if (number < 0x80) {
      to.writeByte((int) number);
      return;
    }
    int more = 1;
    while (number >= 1L << (6 * more + 6 - more)) {
      more++;
    }
    to.writeByte((int) (((0xFF00 >> (more + 1)) & 0xFF) | (number >> (6 * more))));
    for (int i = more - 1; i >= 0; i--) {
      to.writeByte((int) (0x80 | ((number >> (6 * i)) & 0x3F)));
    }
  }

  private static int crc(int[] table, int width, ByteBuf bytes, int from) {
    int crc = 0;
    for (int i = from; i < bytes.writerIndex(); i++) {
      int index = ((crc >> (width - 8)) ^ bytes.getByte(i)) & 0xFF;
      crc = ((crc << 8) ^ table[index]) & ((1 << width) - 1);
    }
    return crc;
  }

  private static int[] crcTable(int polynomial, int width) {
    int[] table = new int[256];
    for (int i = 0; i < 256; i++) {
      int crc = i << (width - 8);
      for (int bit = 0; bit < 8; bit++) {
        boolean high = (crc & (1 << (width - 1))) != 0;
        crc = ((crc << 1) ^ (high ? polynomial : 0)) & ((1 << width) - 1);
      }
      table[i] = crc;
    }
    return table;
  }

  /** Bits, most significant first, into a buffer's bytes. */
  private static final class BitWriter {
    private ByteBuf to = Unpooled.EMPTY_BUFFER;
    private long held;
    private int count;

    void begin(ByteBuf buffer) {
      to = buffer;
      held = 0;
      count = 0;
    }

    void bits(int value, int width) {
      held = (held << width) | (value & ((1L << width) - 1));
      count += width;
      while (count >= 8) {
        count -= 8;
        to.writeByte((int) (held >> count));
      }
    }

    /** So many zeros, and a one. */
    void unary(int zeros) {
      int left = zeros;
      while (left > 31) {
        bits(0, 31);
        left -= 31;
      }
      bits(1, left + 1);
    }

    void align() {
      if (count > 0) {
        bits(0, 8 - count);
      }
    }
  }
}
