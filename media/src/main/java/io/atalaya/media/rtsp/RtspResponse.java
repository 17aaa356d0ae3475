package io.atalaya.media.rtsp;

/**
 * An answer (RFC 2326, 7).
 *
 * @param reason as the camera words it; never shown as it is
 */
public record RtspResponse(int status, String reason, RtspHeaders headers, String body) {
  /** Whether it is 2xx. */
  public boolean isOk() {
    return status / 100 == 2;
  }
}
