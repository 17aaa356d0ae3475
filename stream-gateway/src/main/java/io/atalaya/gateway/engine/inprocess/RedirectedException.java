package io.atalaya.gateway.engine.inprocess;

/** Carries out of the handshake where the camera wants us to go; never leaves the engine. */
final class RedirectedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String location;

  RedirectedException(String location) {
    super("redirected");
    this.location = location;
  }

  /** As the camera wrote it; empty if it did not. */
  String location() {
    return location;
  }
}
