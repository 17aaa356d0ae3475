package io.atalaya.media.fmp4;

import io.atalaya.media.codec.AacConfig;
import io.atalaya.media.codec.AvcConfig;
import io.atalaya.media.codec.HevcConfig;
import io.atalaya.media.codec.MalformedConfigException;
import io.atalaya.media.codec.Track;
import java.nio.ByteBuffer;

/**
 * The first sample entry of an {@code stsd} (ISO/IEC 14496-12, 8.5.2) as figures of a track.
 *
 * <pre>
 *   both:   reserved(48) dataReference(16)
 *   visual: …(128) width(16) height(16) …(400)                 → boxes at 78
 *   audio:  …(64) channels(16) sampleSize(16) …(32) rate(16.16) → boxes at 28
 * </pre>
 */
record SampleEntry(String codec, int width, int height, int sampleRate, int channels) {
  private static final int VISUAL_BYTES = 78;
  private static final int AUDIO_BYTES = 28;

  static SampleEntry parse(Box stsd, Track.Kind kind)
      throws MalformedMp4Exception, UnsupportedCodecException {
    var entries = stsd.childrenFrom(8);
    if (entries.isEmpty()) {
      throw stsd.malformed("no sample entry");
    }
    Box entry = entries.getFirst();
    try {
      return switch (kind) {
        case VIDEO -> video(entry);
        case AUDIO -> audio(entry);
      };
    } catch (MalformedConfigException e) {
      throw entry.malformed(String.valueOf(e.getMessage()));
    }
  }

  private static SampleEntry video(Box entry)
      throws MalformedMp4Exception, MalformedConfigException, UnsupportedCodecException {
    ByteBuffer fields = fields(entry, VISUAL_BYTES);
    int width = fields.getShort(24) & 0xFFFF;
    int height = fields.getShort(26) & 0xFFFF;
    return new SampleEntry(videoCodec(entry), width, height, 0, 0);
  }

  private static String videoCodec(Box entry)
      throws MalformedMp4Exception, MalformedConfigException, UnsupportedCodecException {
    int type = entry.type();
    String name = BoxType.name(type);
    if (type == BoxType.AVC1 || type == BoxType.AVC3) {
      return AvcConfig.parse(config(entry, VISUAL_BYTES, BoxType.AVCC)).codec(name);
    }
    if (type == BoxType.HVC1 || type == BoxType.HEV1) {
      return HevcConfig.parse(config(entry, VISUAL_BYTES, BoxType.HVCC)).codec(name);
    }
    throw new UnsupportedCodecException(name);
  }

  private static SampleEntry audio(Box entry)
      throws MalformedMp4Exception, MalformedConfigException, UnsupportedCodecException {
    ByteBuffer fields = fields(entry, AUDIO_BYTES);
    if (entry.type() == BoxType.MP4A) {
      var aac = AacConfig.parse(config(entry, AUDIO_BYTES, BoxType.ESDS));
      return new SampleEntry(aac.codec(), 0, 0, aac.sampleRate(), aac.channels());
    }
    if (entry.type() == BoxType.OPUS) {
      config(entry, AUDIO_BYTES, BoxType.DOPS);
      int channels = fields.getShort(16) & 0xFFFF;
      return new SampleEntry("opus", 0, 0, fields.getShort(24) & 0xFFFF, channels);
    }
    throw new UnsupportedCodecException(BoxType.name(entry.type()));
  }

  private static ByteBuffer fields(Box entry, int bytes) throws MalformedMp4Exception {
    ByteBuffer payload = entry.payload();
    if (payload.limit() < bytes) {
      throw entry.malformed("shorter than its fixed fields");
    }
    return payload;
  }

  private static ByteBuffer config(Box entry, int skipBytes, int type)
      throws MalformedMp4Exception {
    for (Box child : entry.childrenFrom(skipBytes)) {
      if (child.type() == type) {
        return child.payload();
      }
    }
    throw entry.malformed("no '" + BoxType.name(type) + "' inside");
  }
}
