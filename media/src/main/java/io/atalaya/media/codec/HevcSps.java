package io.atalaya.media.codec;

import java.nio.ByteBuffer;

/**
 * What a sequence parameter set tells of an H.265 stream (ITU-T H.265, 7.3.2.2).
 *
 * @param profileTierLevel the 12 bytes of the general profile, tier and level, as they are in an
 *     {@code hvcC}
 * @param subLayers 1 to 7
 * @param width pixels, cropped
 * @param height pixels, cropped
 * @param reorderFrames how many pictures at most come before one that is shown before them
 */
public record HevcSps(
    ByteBuffer profileTierLevel,
    int subLayers,
    boolean temporalIdNested,
    int chromaFormat,
    int bitDepthLuma,
    int bitDepthChroma,
    int width,
    int height,
    int reorderFrames) {

  private static final int PROFILE_TIER_LEVEL_BYTES = 12;

  /** Level 6.2: a side is at most the root of eight times 35,651,584 samples. */
  private static final int MAX_SIDE = 16_888;

  private static final int MAX_REORDER_FRAMES = 16;

  /** Reads a whole NAL unit, header included. */
  public static HevcSps parse(ByteBuffer nal) throws MalformedConfigException {
    var in = Rbsp.of("SPS", nal, 2);
    in.skip(4);
    int subLayers = in.bits(3) + 1;
    if (subLayers > 7) {
      throw new MalformedConfigException("SPS: " + subLayers + " sub-layers");
    }
    boolean nested = in.flag();
    ByteBuffer profile = profileTierLevel(in);
    skipSubLayers(in, subLayers - 1);
    in.ue();
    int chromaFormat = in.ue("chroma_format_idc", 3);
    boolean separatePlanes = chromaFormat == 3 && in.flag();
    int width = in.ue("pic_width_in_luma_samples", MAX_SIDE);
    int height = in.ue("pic_height_in_luma_samples", MAX_SIDE);
    if (in.flag()) {
      int cropX = !separatePlanes && (chromaFormat == 1 || chromaFormat == 2) ? 2 : 1;
      int cropY = !separatePlanes && chromaFormat == 1 ? 2 : 1;
      width -= cropX * (in.ue("conf_win_offset", width) + in.ue("conf_win_offset", width));
      height -= cropY * (in.ue("conf_win_offset", height) + in.ue("conf_win_offset", height));
    }
    if (width <= 0 || height <= 0) {
      throw new MalformedConfigException("SPS: picture of " + width + "x" + height);
    }
    int bitDepthLuma = 8 + in.ue("bit_depth_luma_minus8", 8);
    int bitDepthChroma = 8 + in.ue("bit_depth_chroma_minus8", 8);
    in.ue();
    return new HevcSps(
        profile,
        subLayers,
        nested,
        chromaFormat,
        bitDepthLuma,
        bitDepthChroma,
        width,
        height,
        reorderFrames(in, subLayers));
  }

  /** ISO/IEC 14496-15, annex E.3. */
  public String codec() {
    ByteBuffer general = profileTierLevel.duplicate();
    int profile = general.get() & 0xFF;
    int compatibility = general.getInt();
    long constraints =
        (long) (general.getShort() & 0xFFFF) << 32 | Integer.toUnsignedLong(general.getInt());
    return new HevcConfig(
            profile >> 6,
            (profile & 0x20) != 0,
            profile & 0x1F,
            compatibility,
            constraints,
            general.get() & 0xFF)
        .codec("hvc1");
  }

  private static ByteBuffer profileTierLevel(Rbsp in) throws MalformedConfigException {
    var general = ByteBuffer.allocate(PROFILE_TIER_LEVEL_BYTES);
    while (general.hasRemaining()) {
      general.put((byte) in.bits(8));
    }
    return general.flip().asReadOnlyBuffer();
  }

  /** The flags and levels of the layers under the highest (7.3.3). */
  private static void skipSubLayers(Rbsp in, int below) throws MalformedConfigException {
    int bits = 0;
    for (int i = 0; i < below; i++) {
      bits += in.flag() ? 88 : 0;
      bits += in.flag() ? 8 : 0;
    }
    if (below > 0) {
      in.skip(2 * (8 - below));
    }
    in.skip(bits);
  }

  private static int reorderFrames(Rbsp in, int subLayers) throws MalformedConfigException {
    int told = in.flag() ? subLayers : 1;
    int reorder = 0;
    for (int i = 0; i < told; i++) {
      in.ue();
      reorder = in.ue("sps_max_num_reorder_pics", MAX_REORDER_FRAMES);
      in.ue();
    }
    return reorder;
  }
}
