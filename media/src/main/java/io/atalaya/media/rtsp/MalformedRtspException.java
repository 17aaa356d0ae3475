package io.atalaya.media.rtsp;

/** Bytes that are no RTSP; the message says what, and where in the stream. */
public final class MalformedRtspException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedRtspException(String what, long position) {
    super(what + ", at byte " + position + " of the connection");
  }
}
