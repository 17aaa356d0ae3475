package io.atalaya.media.codec;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a decoder must know before its first access unit. Two of them are equal when their bytes
 * are, so that a camera that repeats its parameter sets changes nothing.
 */
public sealed interface DecoderConfig {

  /** The configuration record, as the sample entry's own box has it. */
  ByteBuffer record();

  /**
   * The track such access units make.
   *
   * @param id in the init segment and in every fragment
   * @param timescale ticks in a second
   */
  Track track(int id, long timescale);

  /**
   * H.264; the record is an AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1.2).
   *
   * @param spsUnits whole NAL units; {@code sps} is the first of them
   * @param ppsUnits whole NAL units
   */
  record Avc(AvcSps sps, List<ByteBuffer> spsUnits, List<ByteBuffer> ppsUnits)
      implements DecoderConfig {
    /** Where the record says what {@code chroma_format_idc} and the bit depths are. */
    private static final List<Integer> WITH_CHROMA_FORMAT = List.of(100, 110, 122, 144, 244);

    public Avc {
      spsUnits = List.copyOf(spsUnits);
      ppsUnits = List.copyOf(ppsUnits);
    }

    @Override
    public ByteBuffer record() {
      boolean chroma = WITH_CHROMA_FORMAT.contains(sps.profile());
      var out =
          ByteBuffer.allocate(7 + sized(spsUnits) + sized(ppsUnits) + (chroma ? 4 : 0))
              .put((byte) 1)
              .put((byte) sps.profile())
              .put((byte) sps.constraints())
              .put((byte) sps.level())
              .put((byte) 0xFF) // lengths of four bytes
              .put((byte) (0xE0 | spsUnits.size()));
      put(out, spsUnits);
      out.put((byte) ppsUnits.size());
      put(out, ppsUnits);
      if (chroma) {
        out.put((byte) (0xFC | sps.chromaFormat()))
            .put((byte) (0xF8 | sps.bitDepthLuma() - 8))
            .put((byte) (0xF8 | sps.bitDepthChroma() - 8))
            .put((byte) 0);
      }
      return out.flip().asReadOnlyBuffer();
    }

    @Override
    public Track track(int id, long timescale) {
      return new Track(
          id, Track.Kind.VIDEO, sps.codec(), timescale, sps.width(), sps.height(), 0, 0);
    }
  }

  /** H.265; the record is an HEVCDecoderConfigurationRecord (ISO/IEC 14496-15, 8.3.3.1.2). */
  record Hevc(
      HevcSps sps, List<ByteBuffer> vpsUnits, List<ByteBuffer> spsUnits, List<ByteBuffer> ppsUnits)
      implements DecoderConfig {
    private static final int FIXED_BYTES = 23;
    private static final int ARRAY_BYTES = 3;
    private static final int COMPLETE = 0x80;
    private static final int VPS = 32;
    private static final int SPS = 33;
    private static final int PPS = 34;

    public Hevc {
      vpsUnits = List.copyOf(vpsUnits);
      spsUnits = List.copyOf(spsUnits);
      ppsUnits = List.copyOf(ppsUnits);
    }

    @Override
    public ByteBuffer record() {
      int units = sized(vpsUnits) + sized(spsUnits) + sized(ppsUnits);
      var out =
          ByteBuffer.allocate(FIXED_BYTES + 3 * ARRAY_BYTES + units)
              .put((byte) 1)
              .put(sps.profileTierLevel().duplicate())
              .putShort((short) 0xF000)
              .put((byte) 0xFC)
              .put((byte) (0xFC | sps.chromaFormat()))
              .put((byte) (0xF8 | sps.bitDepthLuma() - 8))
              .put((byte) (0xF8 | sps.bitDepthChroma() - 8))
              .putShort((short) 0) // average frame rate: not said
              .put((byte) (sps.subLayers() << 3 | (sps.temporalIdNested() ? 4 : 0) | 3))
              .put((byte) 3);
      putArray(out, VPS, vpsUnits);
      putArray(out, SPS, spsUnits);
      putArray(out, PPS, ppsUnits);
      return out.flip().asReadOnlyBuffer();
    }

    private static void putArray(ByteBuffer out, int type, List<ByteBuffer> units) {
      out.put((byte) (COMPLETE | type)).putShort((short) units.size());
      put(out, units);
    }

    @Override
    public Track track(int id, long timescale) {
      return new Track(
          id, Track.Kind.VIDEO, sps.codec(), timescale, sps.width(), sps.height(), 0, 0);
    }
  }

  /**
   * AAC; the record is an AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1).
   *
   * @param config the same, read
   */
  record Aac(AacConfig config, ByteBuffer record) implements DecoderConfig {
    public Aac {
      record = record.asReadOnlyBuffer();
    }

    @Override
    public ByteBuffer record() {
      return record.duplicate();
    }

    @Override
    public Track track(int id, long timescale) {
      return new Track(
          id,
          Track.Kind.AUDIO,
          config.codec(),
          timescale,
          0,
          0,
          config.sampleRate(),
          config.channels());
    }
  }

  /**
   * Opus; the record is an OpusSpecificBox's content ("Encapsulation of Opus in ISOBMFF", 4.3.2).
   * RTP has no place for a pre-skip, and a live stream no beginning that would need one.
   *
   * @param channels 1 or 2
   */
  record Opus(int channels) implements DecoderConfig {
    private static final int SAMPLE_RATE = 48_000;

    @Override
    public ByteBuffer record() {
      return ByteBuffer.allocate(11)
          .put((byte) 0)
          .put((byte) channels)
          .putShort((short) 0)
          .putInt(SAMPLE_RATE)
          .putShort((short) 0)
          .put((byte) 0)
          .flip()
          .asReadOnlyBuffer();
    }

    @Override
    public Track track(int id, long timescale) {
      return new Track(id, Track.Kind.AUDIO, "opus", timescale, 0, 0, SAMPLE_RATE, channels);
    }
  }

  /**
   * FLAC of one channel and 16 bits; the record is the STREAMINFO with its header ("Encapsulation
   * of FLAC in ISOBMFF", 3.3.2; RFC 9639, 8.2).
   *
   * @param sampleRate Hz
   * @param blockSize samples in a frame
   */
  record Flac(int sampleRate, int blockSize) implements DecoderConfig {
    private static final int LAST_BLOCK = 0x80;
    private static final int STREAM_INFO_BYTES = 34;

    @Override
    public ByteBuffer record() {
      return ByteBuffer.allocate(4 + STREAM_INFO_BYTES)
          .putInt((LAST_BLOCK << 24) | STREAM_INFO_BYTES)
          .putShort((short) blockSize)
          .putShort((short) blockSize)
          .putInt(0)
          .putShort((short) 0) // the sizes of frames: not said
          .putLong(((long) sampleRate << 44) | (15L << 36)) // one channel, 16 bits, no end
          .rewind()
          .asReadOnlyBuffer();
    }

    @Override
    public Track track(int id, long timescale) {
      return new Track(id, Track.Kind.AUDIO, "fLaC", timescale, 0, 0, sampleRate, 1);
    }
  }

  private static int sized(List<ByteBuffer> units) {
    return units.stream().mapToInt(unit -> 2 + unit.remaining()).sum();
  }

  private static void put(ByteBuffer out, List<ByteBuffer> units) {
    for (ByteBuffer unit : units) {
      out.putShort((short) unit.remaining()).put(unit.duplicate());
    }
  }
}
