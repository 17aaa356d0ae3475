package io.atalaya.media.codec;

import java.nio.ByteBuffer;

/**
 * The head of an HEVCDecoderConfigurationRecord (ISO/IEC 14496-15, 8.3.3.1.2).
 *
 * <pre>
 *   version(8)  space(2) tier(1) profile(5)  compatibility(32)  constraints(48)  level(8)  …
 * </pre>
 */
public record HevcConfig(
    int profileSpace,
    boolean highTier,
    int profile,
    int compatibility,
    long constraints,
    int level) {

  public static HevcConfig parse(ByteBuffer hvcC) throws MalformedConfigException {
    var in = new ConfigBytes("hvcC", hvcC);
    // FFmpeg wrote version 0 for years, so the version is not looked at.
    in.skip(1);
    int profile = in.u8();
    int compatibility = in.s32();
    long constraints = (long) in.u16() << 32 | Integer.toUnsignedLong(in.s32());
    return new HevcConfig(
        profile >> 6, (profile & 0x20) != 0, profile & 0x1F, compatibility, constraints, in.u8());
  }

  /**
   * ISO/IEC 14496-15, annex E.3: {@code hvc1.<space><profile>.<compatibility, bits reversed>.
   * <tier><level>[.<constraint byte>…]} with trailing zero bytes left out.
   */
  public String codec(String sampleEntry) {
    var text = new StringBuilder(sampleEntry).append('.');
    if (profileSpace > 0) {
      text.append((char) ('A' + profileSpace - 1));
    }
    text.append(profile).append('.');
    text.append(Integer.toHexString(Integer.reverse(compatibility))).append('.');
    text.append(highTier ? 'H' : 'L').append(level);
    for (long rest = constraints << 16; rest != 0; rest <<= 8) {
      text.append('.').append(Long.toHexString(rest >>> 56));
    }
    return text.toString();
  }
}
