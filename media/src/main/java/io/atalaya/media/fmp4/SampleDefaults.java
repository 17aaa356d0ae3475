package io.atalaya.media.fmp4;

/**
 * What a sample is when its {@code trun} does not say (ISO/IEC 14496-12, 8.8.3 and 8.8.7).
 *
 * @param durationTicks of one sample
 * @param sizeBytes of one sample
 * @param flags sample flags; bit 16 is {@code sample_is_non_sync_sample}
 */
record SampleDefaults(long durationTicks, long sizeBytes, int flags) {
  private static final int HAS_BASE_DATA_OFFSET = 0x1;
  private static final int HAS_DESCRIPTION_INDEX = 0x2;
  private static final int HAS_DURATION = 0x8;
  private static final int HAS_SIZE = 0x10;
  private static final int HAS_FLAGS = 0x20;

  /** {@code track(32) description(32) duration(32) size(32) flags(32)}. */
  static SampleDefaults ofTrex(Box trex) throws MalformedMp4Exception {
    FullBox fields = trex.full();
    fields.skip(8);
    return new SampleDefaults(fields.u32(), fields.u32(), fields.s32());
  }

  /** {@code track(32) [baseOffset(64)] [description(32)] [duration(32)] [size(32)] [flags(32)]}. */
  SampleDefaults overriddenBy(FullBox tfhd) throws MalformedMp4Exception {
    if (tfhd.has(HAS_BASE_DATA_OFFSET)) {
      // An absolute file offset has no meaning once the chunk is an object of its own.
      throw tfhd.box().malformed("base data offset, where CMAF has none");
    }
    if (tfhd.has(HAS_DESCRIPTION_INDEX)) {
      tfhd.skip(4);
    }
    return new SampleDefaults(
        tfhd.has(HAS_DURATION) ? tfhd.u32() : durationTicks,
        tfhd.has(HAS_SIZE) ? tfhd.u32() : sizeBytes,
        tfhd.has(HAS_FLAGS) ? tfhd.s32() : flags);
  }
}
