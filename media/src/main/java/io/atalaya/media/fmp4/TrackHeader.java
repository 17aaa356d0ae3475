package io.atalaya.media.fmp4;

import io.atalaya.media.codec.DecoderConfig;
import io.atalaya.media.codec.Track;
import java.nio.ByteBuffer;

/** Writes the CMAF header of one track (ISO/IEC 23000-19, 7.3.1): {@code ftyp}, {@code moov}. */
public final class TrackHeader {
  private static final int ONE = 0x1_0000; // 16.16
  private static final int[] UNITY_MATRIX = {ONE, 0, 0, 0, ONE, 0, 0, 0, 0x4000_0000};

  /** {@code und}, three letters of five bits. */
  private static final int LANGUAGE = 0x55C4;

  private static final int IN_MOVIE = 3; // enabled, in movie
  private static final int SELF_CONTAINED = 1;
  private static final int NO_COLOUR_TABLE = 0xFFFF;

  private final BoxWriter out = new BoxWriter();
  private final DecoderConfig config;
  private final Track track;

  private TrackHeader(DecoderConfig config, Track track) {
    this.config = config;
    this.track = track;
  }

  /** Of a track whose media has that timescale. */
  public static InitSegment of(DecoderConfig config, int trackId, long timescale) {
    Track track = config.track(trackId, timescale);
    return new InitSegment(track, new TrackHeader(config, track).written());
  }

  private ByteBuffer written() {
    out.box(
        BoxType.FTYP,
        () ->
            out.put32(BoxType.of("iso6"))
                .put32(0x200)
                .put32(BoxType.of("iso6"))
                .put32(BoxType.of("cmfc")));
    out.box(
        BoxType.MOOV,
        () -> {
          movieHeader();
          out.box(BoxType.TRAK, this::track);
          out.box(
              BoxType.MVEX,
              () ->
                  out.fullBox(BoxType.TREX, 0, 0, () -> out.put32(track.id()).put32(1).zeros(12)));
        });
    return out.bytes();
  }

  private boolean isVideo() {
    return track.kind() == Track.Kind.VIDEO;
  }

  private void movieHeader() {
    out.fullBox(
        BoxType.MVHD,
        0,
        0,
        () -> {
          out.zeros(8).put32(1000).put32(0).put32(ONE).put16(0x100).zeros(10);
          matrix();
          out.zeros(24).put32(track.id() + 1);
        });
  }

  private void track() {
    out.fullBox(
        BoxType.TKHD,
        0,
        IN_MOVIE,
        () -> {
          out.zeros(8).put32(track.id()).zeros(16).zeros(4).put16(isVideo() ? 0 : 0x100).zeros(2);
          matrix();
          out.put32(track.width() << 16).put32(track.height() << 16);
        });
    out.box(
        BoxType.MDIA,
        () -> {
          out.fullBox(
              BoxType.MDHD,
              0,
              0,
              () -> out.zeros(8).put32((int) track.timescale()).put32(0).put16(LANGUAGE).zeros(2));
          out.fullBox(BoxType.HDLR, 0, 0, this::handler);
          out.box(BoxType.MINF, this::mediaInformation);
        });
  }

  private void handler() {
    out.put32(0).put32(isVideo() ? BoxType.VIDEO_HANDLER : BoxType.SOUND_HANDLER).zeros(12);
    out.zeros(1);
  }

  private void mediaInformation() {
    if (isVideo()) {
      out.fullBox(BoxType.of("vmhd"), 0, 1, () -> out.zeros(8));
    } else {
      out.fullBox(BoxType.of("smhd"), 0, 0, () -> out.zeros(4));
    }
    out.box(
        BoxType.of("dinf"),
        () ->
            out.fullBox(
                BoxType.of("dref"),
                0,
                0,
                () -> {
                  out.put32(1);
                  out.fullBox(BoxType.of("url "), 0, SELF_CONTAINED, () -> {});
                }));
    out.box(
        BoxType.STBL,
        () -> {
          out.fullBox(
              BoxType.STSD,
              0,
              0,
              () -> {
                out.put32(1);
                sampleEntry();
              });
          out.fullBox(BoxType.of("stts"), 0, 0, () -> out.put32(0));
          out.fullBox(BoxType.of("stsc"), 0, 0, () -> out.put32(0));
          out.fullBox(BoxType.of("stsz"), 0, 0, () -> out.zeros(8));
          out.fullBox(BoxType.of("stco"), 0, 0, () -> out.put32(0));
        });
  }

  private void sampleEntry() {
    switch (config) {
      case DecoderConfig.Avc _ -> visual(BoxType.AVC1, BoxType.AVCC);
      case DecoderConfig.Hevc _ -> visual(BoxType.HVC1, BoxType.HVCC);
      case DecoderConfig.Aac _ ->
          audio(
              BoxType.MP4A,
              () -> out.fullBox(BoxType.ESDS, 0, 0, () -> descriptors(config.record())));
      case DecoderConfig.Flac _ ->
          audio(
              BoxType.of("fLaC"),
              () -> out.fullBox(BoxType.of("dfLa"), 0, 0, () -> out.put(config.record())));
      case DecoderConfig.Opus _ ->
          audio(BoxType.OPUS, () -> out.box(BoxType.DOPS, () -> out.put(config.record())));
    }
  }

  /** ISO/IEC 14496-12, 12.1.3. */
  private void visual(int type, int configType) {
    out.box(
        type,
        () -> {
          out.zeros(6).put16(1).zeros(16).put16(track.width()).put16(track.height());
          out.put32(72 << 16).put32(72 << 16).put32(0).put16(1).zeros(32);
          out.put16(24).put16(NO_COLOUR_TABLE);
          out.box(configType, () -> out.put(config.record()));
        });
  }

  /** ISO/IEC 14496-12, 12.2.3; a rate that does not fit 16 bits is told by the decoder's record. */
  private void audio(int type, BoxWriter.Content configBox) {
    int rate = track.sampleRate() > 0xFFFF ? 0 : track.sampleRate() << 16;
    out.box(
        type,
        () -> {
          out.zeros(6).put16(1).zeros(8).put16(track.channels()).put16(16).zeros(4).put32(rate);
          configBox.write();
        });
  }

  /** ISO/IEC 14496-1, 7.2.6: each descriptor is {@code tag(8) length(8) content}. */
  private void descriptors(ByteBuffer specific) {
    int specificBytes = specific.remaining();
    int decoderBytes = 13 + 2 + specificBytes;
    out.put8(3).put8(3 + 2 + decoderBytes + 3).put16(0).put8(0);
    out.put8(4).put8(decoderBytes).put8(0x40).put8(0x15).zeros(11);
    out.put8(5).put8(specificBytes).put(specific);
    out.put8(6).put8(1).put8(2);
  }

  private void matrix() {
    for (int value : UNITY_MATRIX) {
      out.put32(value);
    }
  }
}
