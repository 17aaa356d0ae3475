package io.atalaya.media.codec;

import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a sequence parameter set tells of an H.264 stream (ITU-T H.264, 7.3.2.1.1 and annex E).
 *
 * @param width pixels, cropped
 * @param height pixels, cropped
 * @param reorderFrames how many pictures at most come before one that is shown before them; empty
 *     where the set does not say
 */
public record AvcSps(
    int profile,
    int constraints,
    int level,
    int chromaFormat,
    int bitDepthLuma,
    int bitDepthChroma,
    int width,
    int height,
    OptionalInt reorderFrames) {

  private static final int BASELINE = 66;
  private static final Set<Integer> WITH_CHROMA_FORMAT =
      Set.of(100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135);
  private static final int EXTENDED_ASPECT_RATIO = 255;

  /** Level 6.2 allows 139,264 macroblocks; a side is at most the root of eight times that. */
  private static final int MAX_MACROBLOCKS_A_SIDE = 1056;

  private static final int MAX_REORDER_FRAMES = 16;

  /**
   * Reads a whole NAL unit, header included.
   *
   * @throws MalformedConfigException where the picture's size cannot be read; an odd VUI, which
   *     some cameras write, only leaves {@code reorderFrames} empty
   */
  public static AvcSps parse(ByteBuffer nal) throws MalformedConfigException {
    var in = Rbsp.of("SPS", nal, 1);
    int profile = in.bits(8);
    int constraints = in.bits(8);
    int level = in.bits(8);
    in.ue();
    int chromaFormat = 1;
    int bitDepthLuma = 8;
    int bitDepthChroma = 8;
    boolean separatePlanes = false;
    if (WITH_CHROMA_FORMAT.contains(profile)) {
      chromaFormat = in.ue("chroma_format_idc", 3);
      separatePlanes = chromaFormat == 3 && in.flag();
      bitDepthLuma = 8 + in.ue("bit_depth_luma_minus8", 6);
      bitDepthChroma = 8 + in.ue("bit_depth_chroma_minus8", 6);
      in.skip(1);
      if (in.flag()) {
        skipScalingLists(in, chromaFormat == 3 ? 12 : 8);
      }
    }
    in.ue();
    int orderType = pictureOrder(in);
    in.ue();
    in.skip(1);
    int widthMbs = in.ue("pic_width_in_mbs_minus1", MAX_MACROBLOCKS_A_SIDE - 1) + 1;
    int heightUnits = in.ue("pic_height_in_map_units_minus1", MAX_MACROBLOCKS_A_SIDE - 1) + 1;
    boolean frames = in.flag();
    if (!frames) {
      in.skip(1);
    }
    in.skip(1);
    int unitY = frames ? 1 : 2;
    int cropX = separatePlanes || chromaFormat == 0 || chromaFormat == 3 ? 1 : 2;
    int cropY = (!separatePlanes && chromaFormat == 1 ? 2 : 1) * unitY;
    int width = widthMbs * 16;
    int height = heightUnits * 16 * unitY;
    if (in.flag()) {
      width -= cropX * (in.ue("crop", width) + in.ue("crop", width));
      height -= cropY * (in.ue("crop", height) + in.ue("crop", height));
    }
    if (width <= 0 || height <= 0) {
      throw new MalformedConfigException("SPS: picture of " + width + "x" + height);
    }
    return new AvcSps(
        profile,
        constraints,
        level,
        chromaFormat,
        bitDepthLuma,
        bitDepthChroma,
        width,
        height,
        reorderFrames(in, profile, orderType));
  }

  /** RFC 6381, section 3.3. */
  public String codec() {
    return new AvcConfig(profile, constraints, level).codec("avc1");
  }

  private static int pictureOrder(Rbsp in) throws MalformedConfigException {
    int type = in.ue("pic_order_cnt_type", 2);
    if (type == 0) {
      in.ue();
    } else if (type == 1) {
      in.skip(1);
      in.se();
      in.se();
      int cycle = in.ue("num_ref_frames_in_pic_order_cnt_cycle", 255);
      for (int i = 0; i < cycle; i++) {
        in.se();
      }
    }
    return type;
  }

  private static void skipScalingLists(Rbsp in, int count) throws MalformedConfigException {
    for (int i = 0; i < count; i++) {
      if (in.flag()) {
        skipScalingList(in, i < 6 ? 16 : 64);
      }
    }
  }

  private static void skipScalingList(Rbsp in, int size) throws MalformedConfigException {
    int last = 8;
    int next = 8;
    for (int i = 0; i < size && next != 0; i++) {
      next = Math.floorMod(last + in.se(), 256);
      last = next == 0 ? last : next;
    }
  }

  private static OptionalInt reorderFrames(Rbsp in, int profile, int orderType) {
    if (orderType == 2 || profile == BASELINE) {
      return OptionalInt.of(0);
    }
    try {
      return in.flag() ? restriction(in) : OptionalInt.empty();
    } catch (MalformedConfigException _) {
      return OptionalInt.empty();
    }
  }

  /** Walks the VUI (E.1.1) to its bitstream restriction. */
  private static OptionalInt restriction(Rbsp in) throws MalformedConfigException {
    if (in.flag() && in.bits(8) == EXTENDED_ASPECT_RATIO) {
      in.skip(32);
    }
    if (in.flag()) {
      in.skip(1);
    }
    if (in.flag()) {
      in.skip(4);
      if (in.flag()) {
        in.skip(24);
      }
    }
    if (in.flag()) {
      in.ue();
      in.ue();
    }
    if (in.flag()) {
      in.skip(65);
    }
    boolean nalHrd = in.flag();
    if (nalHrd) {
      skipHrd(in);
    }
    boolean vclHrd = in.flag();
    if (vclHrd) {
      skipHrd(in);
    }
    if (nalHrd || vclHrd) {
      in.skip(1);
    }
    in.skip(1);
    if (!in.flag()) {
      return OptionalInt.empty();
    }
    in.skip(1);
    for (int i = 0; i < 4; i++) {
      in.ue();
    }
    return OptionalInt.of(in.ue("max_num_reorder_frames", MAX_REORDER_FRAMES));
  }

  private static void skipHrd(Rbsp in) throws MalformedConfigException {
    int count = in.ue("cpb_cnt_minus1", 31) + 1;
    in.skip(8);
    for (int i = 0; i < count; i++) {
      in.ue();
      in.ue();
      in.skip(1);
    }
    in.skip(20);
  }
}
