package io.atalaya.testkit.camera;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Packs AAC into RTP by RFC 3640, mode AAC-hbr (section 3.3.6), one access unit in a packet:
 *
 * <pre>
 * | AU-headers-length: 16 bits | AU-size: 13 bits | AU-Index: 3 bits | access unit ...
 * </pre>
 *
 * The input has ADTS headers (ISO/IEC 14496-3 section 1.A.2.2):
 *
 * <pre>
 * syncword 12 | ID 1 | layer 2 | protection_absent 1 | profile 2 | sampling_frequency_index 4 |
 * private 1 | channel_configuration 3 | 4 bits | aac_frame_length 13 | buffer_fullness 11 | blocks 2
 * </pre>
 */
final class AacPacketizer {
  private static final int PAYLOAD_TYPE = 97;
  private static final int SAMPLES_PER_FRAME = 1024;
  private static final int AU_HEADER_SECTION_BYTES = 4;
  private static final int AU_HEADER_BITS = 16;
  private static final int ADTS_HEADER_BYTES = 7;
  private static final int ADTS_CHECKSUM_BYTES = 2;
  private static final List<Integer> SAMPLE_RATES =
      List.of(96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000);

  private AacPacketizer() {}

  /**
   * The track of an ADTS stream.
   *
   * @throws IllegalArgumentException when it is damaged, has more than one block in a frame, or a
   *     frame too large for one packet
   */
  static Track track(byte[] adts) {
    var frames = new ArrayList<Frame>();
    int at = 0;
    while (at < adts.length) {
      int size = frameSize(adts, at);
      frames.add(new Frame(List.of(payload(adts, at, size)), true));
      at += size;
    }
    if (frames.isEmpty()) {
      throw new IllegalArgumentException("no ADTS frame in it");
    }
    int objectType = ((adts[2] >> 6) & 3) + 1;
    int rateIndex = (adts[2] >> 2) & 15;
    int channels = ((adts[2] & 1) << 2) | ((adts[3] >> 6) & 3);
    if (rateIndex >= SAMPLE_RATES.size() || channels == 0) {
      throw new IllegalArgumentException("a sample rate or channel layout without a code");
    }
    int sampleRate = SAMPLE_RATES.get(rateIndex);
    // AudioSpecificConfig, ISO/IEC 14496-3 section 1.6.2.1: type 5, rate 4, channels 4, zeros 3.
    int config = (objectType << 11) | (rateIndex << 7) | (channels << 3);
    return new Track(
        "audio",
        PAYLOAD_TYPE,
        "MPEG4-GENERIC/" + sampleRate + "/" + channels,
        "streamtype=5;profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;"
            + "indexdeltalength=3;config="
            + HexFormat.of().withUpperCase().toHexDigits((short) config),
        sampleRate,
        SAMPLES_PER_FRAME,
        frames);
  }

  private static int frameSize(byte[] adts, int at) {
    if (adts.length - at < ADTS_HEADER_BYTES
        || (adts[at] & 0xff) != 0xff
        || (adts[at + 1] & 0xf6) != 0xf0) {
      throw new IllegalArgumentException("no ADTS frame at byte " + at);
    }
    int size =
        ((adts[at + 3] & 3) << 11) | ((adts[at + 4] & 0xff) << 3) | ((adts[at + 5] & 0xe0) >> 5);
    if (size <= headerSize(adts, at) || size > adts.length - at) {
      throw new IllegalArgumentException("an ADTS frame of " + size + " bytes at byte " + at);
    }
    if ((adts[at + 6] & 3) != 0) {
      throw new IllegalArgumentException("more than one block in the ADTS frame at byte " + at);
    }
    return size;
  }

  private static int headerSize(byte[] adts, int at) {
    boolean protectionAbsent = (adts[at + 1] & 1) == 1;
    return protectionAbsent ? ADTS_HEADER_BYTES : ADTS_HEADER_BYTES + ADTS_CHECKSUM_BYTES;
  }

  private static byte[] payload(byte[] adts, int at, int frameSize) {
    int header = headerSize(adts, at);
    int size = frameSize - header;
    if (size > Frame.MAX_PAYLOAD_BYTES - AU_HEADER_SECTION_BYTES) {
      throw new IllegalArgumentException("an AAC frame of " + size + " bytes at byte " + at);
    }
    byte[] payload = new byte[AU_HEADER_SECTION_BYTES + size];
    payload[1] = AU_HEADER_BITS;
    payload[2] = (byte) (size >> 5);
    payload[3] = (byte) (size << 3);
    System.arraycopy(adts, at + header, payload, AU_HEADER_SECTION_BYTES, size);
    return payload;
  }
}
