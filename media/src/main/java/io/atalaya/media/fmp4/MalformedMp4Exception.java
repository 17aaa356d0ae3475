package io.atalaya.media.fmp4;

/** Bytes that are not the MP4 they claim to be. The source's trouble, not ours. */
public final class MalformedMp4Exception extends Exception {
  private static final long serialVersionUID = 1L;

  private final long position;

  MalformedMp4Exception(String message, long position) {
    super(message + " at byte " + position);
    this.position = position;
  }

  /** Bytes from the start of the stream to the box at fault. */
  public long position() {
    return position;
  }
}
