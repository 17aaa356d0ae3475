package io.atalaya.media.codec;

/**
 * One track of a stream, as its init segment describes it.
 *
 * @param id the track id in the init segment and in every fragment
 * @param codec for a playlist's {@code CODECS} (RFC 6381), e.g. {@code avc1.64001f}
 * @param timescale ticks in a second
 * @param width pixels; 0 for audio
 * @param height pixels; 0 for audio
 * @param sampleRate Hz; 0 for video
 * @param channels 0 for video
 */
public record Track(
    int id,
    Kind kind,
    String codec,
    long timescale,
    int width,
    int height,
    int sampleRate,
    int channels) {

  /** What a track carries. */
  public enum Kind {
    VIDEO,
    AUDIO
  }

  private static final long NANOS = 1_000_000_000;

  public Track {
    if (timescale < 1 || timescale > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException("timescale out of range: " + timescale);
    }
  }

  /** Ticks as nanoseconds, rounded down; no overflow for anything under 290 years. */
  public long nanos(long ticks) {
    return ticks / timescale * NANOS + ticks % timescale * NANOS / timescale;
  }
}
