package io.atalaya.media.sdp;

/** A session description that cannot be used; the message says why. */
public final class MalformedSdpException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedSdpException(String message) {
    super(message);
  }
}
