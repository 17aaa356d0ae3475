package io.atalaya.media.rtsp;

import java.time.Duration;

/**
 * {@code Session: id;timeout=60} (RFC 2326, 12.37).
 *
 * @param timeout after which the camera ends a session it hears nothing of
 */
public record SessionHeader(String id, Duration timeout) {
  private static final Duration USUAL = Duration.ofSeconds(60);
  private static final int MAX_ID_CHARS = 256;

  /**
   * Reads the header; a timeout that makes no sense is the usual one.
   *
   * @throws MalformedRtspException for an id that must not be sent back in a header
   */
  public static SessionHeader parse(String value) throws MalformedRtspException {
    String[] parts = value.split(";", -1);
    String id = parts[0].strip();
    if (id.isEmpty()
        || id.length() > MAX_ID_CHARS
        || !id.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
      throw new MalformedRtspException("a session without a usable id", 0);
    }
    Duration timeout = USUAL;
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i].strip();
      if (part.regionMatches(true, 0, "timeout=", 0, 8)) {
        timeout = seconds(part.substring(8).strip());
      }
    }
    return new SessionHeader(id, timeout);
  }

  private static Duration seconds(String digits) {
    try {
      long seconds = Long.parseLong(digits);
      return seconds >= 1 && seconds <= 3_600 ? Duration.ofSeconds(seconds) : USUAL;
    } catch (NumberFormatException _) {
      return USUAL;
    }
  }

  /** How often to be heard: twice in the timeout, and not more often than each second. */
  public Duration keepalive() {
    Duration half = timeout.dividedBy(2);
    return half.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : half;
  }
}
