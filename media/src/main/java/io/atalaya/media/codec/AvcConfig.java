package io.atalaya.media.codec;

import java.nio.ByteBuffer;

/**
 * The head of an AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1.2).
 *
 * <pre>
 *   version(8)=1  profile(8)  constraints(8)  level(8)  …parameter sets, not looked at
 * </pre>
 */
public record AvcConfig(int profile, int constraints, int level) {

  public static AvcConfig parse(ByteBuffer avcC) throws MalformedConfigException {
    var in = new ConfigBytes("avcC", avcC);
    int version = in.u8();
    if (version != 1) {
      throw new MalformedConfigException("avcC version " + version);
    }
    return new AvcConfig(in.u8(), in.u8(), in.u8());
  }

  /** RFC 6381, section 3.3: {@code avc1.PPCCLL} in hexadecimal. */
  public String codec(String sampleEntry) {
    return "%s.%02x%02x%02x".formatted(sampleEntry, profile, constraints, level);
  }
}
