package io.atalaya.testkit.camera;

/** Bytes that are no request, or one beyond the bounds. The connection cannot go on. */
final class MalformedRequestException extends Exception {
  private static final long serialVersionUID = 1;

  private final RtspStatus status;

  MalformedRequestException(RtspStatus status, String message) {
    super(message);
    this.status = status;
  }

  RtspStatus status() {
    return status;
  }
}
