package io.atalaya.media.fmp4;

import io.atalaya.media.codec.AccessUnit;
import io.netty.buffer.ByteBuf;

/**
 * Writes {@code moof} and the header of {@code mdat} before the one sample they are of, into the
 * {@linkplain AccessUnit#HEADROOM room} that was left there (ISO/IEC 14496-12, 8.8).
 *
 * <pre>
 *   moof(104): mfhd(16) traf(80): tfhd(16) tfdt(20, version 1) trun(36, version 1)
 *   mdat(8)
 * </pre>
 */
final class FragmentHeader {
  static final int BYTES = 112;

  private static final int MOOF_BYTES = 104;
  private static final int DEFAULT_BASE_IS_MOOF = 0x2_0000;

  /** Data offset, duration, size, flags, composition offset. */
  private static final int TRUN_FIELDS = 0xF01;

  /** Depends on no other. */
  private static final int SYNC = 0x0200_0000;

  /** Depends on others, and is no sync sample. */
  private static final int NON_SYNC = 0x0101_0000;

  private FragmentHeader() {}

  /**
   * The one sample of a fragment.
   *
   * @param compositionOffsetTicks from when it is decoded to when it is shown
   */
  record Sample(
      int trackId,
      int sequence,
      long decodeTimeTicks,
      int durationTicks,
      boolean sync,
      int compositionOffsetTicks) {}

  /** After this the buffer begins with the header. */
  static void prepend(ByteBuf data, Sample sample) {
    int size = data.readableBytes();
    int at = data.readerIndex() - BYTES;
    int end = data.writerIndex();
    data.setIndex(at, at);
    data.writeInt(MOOF_BYTES).writeInt(BoxType.MOOF);
    data.writeInt(16).writeInt(BoxType.of("mfhd")).writeInt(0).writeInt(sample.sequence);
    data.writeInt(80).writeInt(BoxType.TRAF);
    data.writeInt(16)
        .writeInt(BoxType.TFHD)
        .writeInt(DEFAULT_BASE_IS_MOOF)
        .writeInt(sample.trackId);
    data.writeInt(20).writeInt(BoxType.TFDT).writeInt(1 << 24).writeLong(sample.decodeTimeTicks);
    data.writeInt(36).writeInt(BoxType.TRUN).writeInt(1 << 24 | TRUN_FIELDS).writeInt(1);
    data.writeInt(BYTES).writeInt(sample.durationTicks).writeInt(size);
    data.writeInt(sample.sync ? SYNC : NON_SYNC).writeInt(sample.compositionOffsetTicks);
    data.writeInt(8 + size).writeInt(BoxType.MDAT);
    data.writerIndex(end);
  }
}
