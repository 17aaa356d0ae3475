package io.atalaya.media.codec;

import java.nio.ByteBuffer;

/**
 * AAC as its {@code esds} box declares it: the descriptors of ISO/IEC 14496-1, 7.2.6 down to the
 * AudioSpecificConfig of ISO/IEC 14496-3, 1.6.2.1.
 *
 * <pre>
 *   version+flags(32)
 *   ES_Descr(3): id(16) flags(8) [dependsOn(16)] [url] [ocr(16)]
 *     DecoderConfigDescr(4): objectType(8)=0x40 stream(8) buffer(24) max(32) avg(32)
 *       DecSpecificInfo(5): AudioSpecificConfig = objectType(5) rateIndex(4) [rate(24)] channels(4)
 * </pre>
 */
public record AacConfig(int objectType, int sampleRate, int channels) {
  private static final int ES_DESCRIPTOR = 3;
  private static final int DECODER_CONFIG = 4;
  private static final int DECODER_SPECIFIC = 5;
  private static final int MPEG4_AUDIO = 0x40;

  /** Most are 2 to 7; in an {@code esds}, descriptors with lengths of one byte are around it. */
  private static final int MAX_SPECIFIC_BYTES = 64;

  private static final int[] SAMPLE_RATES = {
    96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350
  };
  private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8};

  public static AacConfig parse(ByteBuffer esds) throws MalformedConfigException {
    var in = new ConfigBytes("esds", esds);
    in.skip(4);
    enter(in, ES_DESCRIPTOR);
    in.skip(2);
    skipOptionalFields(in, in.u8());
    enter(in, DECODER_CONFIG);
    int objectType = in.u8();
    if (objectType != MPEG4_AUDIO) {
      throw new MalformedConfigException("esds object type 0x%02x".formatted(objectType));
    }
    in.skip(12);
    enter(in, DECODER_SPECIFIC);
    return audioSpecificConfig(in);
  }

  /** Reads an AudioSpecificConfig, as an SDP has it (RFC 3640, 4.1: {@code config}). */
  public static AacConfig parseSpecific(ByteBuffer config) throws MalformedConfigException {
    if (config.remaining() > MAX_SPECIFIC_BYTES) {
      throw new MalformedConfigException("AudioSpecificConfig of " + config.remaining() + " bytes");
    }
    return audioSpecificConfig(new ConfigBytes("AudioSpecificConfig", config));
  }

  /** RFC 6381, section 3.3: {@code mp4a.40.<audio object type>}. */
  public String codec() {
    return "mp4a.40." + objectType;
  }

  private static void skipOptionalFields(ConfigBytes in, int flags)
      throws MalformedConfigException {
    if ((flags & 0x80) != 0) {
      in.skip(2);
    }
    if ((flags & 0x40) != 0) {
      in.skip(in.u8());
    }
    if ((flags & 0x20) != 0) {
      in.skip(2);
    }
  }

  private static void enter(ConfigBytes in, int tag) throws MalformedConfigException {
    int found = in.u8();
    if (found != tag) {
      throw new MalformedConfigException("esds descriptor " + found + " where " + tag + " belongs");
    }
    // The length is at most four bytes of seven bits; what is inside is bounded by the box anyway.
    for (int i = 0; i < 4; i++) {
      if ((in.u8() & 0x80) == 0) {
        return;
      }
    }
    throw new MalformedConfigException("esds descriptor length over four bytes");
  }

  private static AacConfig audioSpecificConfig(ConfigBytes in) throws MalformedConfigException {
    var bits = new BitCursor(in);
    int objectType = bits.take(5);
    if (objectType == 31) {
      objectType = 32 + bits.take(6);
    }
    int rateIndex = bits.take(4);
    int sampleRate = rateIndex == 15 ? bits.take(24) : rate(rateIndex);
    int channels = bits.take(4);
    return new AacConfig(
        objectType, sampleRate, channels < CHANNELS.length ? CHANNELS[channels] : 0);
  }

  private static int rate(int index) throws MalformedConfigException {
    if (index >= SAMPLE_RATES.length) {
      throw new MalformedConfigException("AAC sample rate index " + index);
    }
    return SAMPLE_RATES[index];
  }
}
