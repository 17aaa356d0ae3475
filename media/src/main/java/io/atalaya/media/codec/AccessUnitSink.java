package io.atalaya.media.codec;

/** Takes the access units of one track, in decoding order, on the thread that brings packets. */
public interface AccessUnitSink {
  /** What a decoder must know from here on; comes before the first access unit. */
  void config(DecoderConfig config);

  /** Its reference is the sink's from here on. */
  void accessUnit(AccessUnit unit);
}
