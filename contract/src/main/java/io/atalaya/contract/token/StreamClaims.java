package io.atalaya.contract.token;

import java.time.Instant;

/**
 * Claims of a stream token (RFC 7519 names): the right to open playback of one session, once. Kept
 * as the plain JSON types so that any mapper reads and writes it.
 *
 * @param aud always {@link #AUDIENCE}
 * @param sub who watches
 * @param sid session id
 * @param tid tenant id
 * @param cid camera id
 * @param jti id of this token; a session activated by one token refuses every other
 * @param iat issued, in seconds since the epoch
 * @param nbf equal to {@code iat}
 * @param exp end of the start window, at most {@link #MAX_WINDOW_SECONDS} after {@code iat}
 */
public record StreamClaims(
    String iss,
    String aud,
    String sub,
    String sid,
    String tid,
    String cid,
    String jti,
    long iat,
    long nbf,
    long exp) {
  /** The audience: whoever serves media. */
  public static final String AUDIENCE = "stream-gateway";

  /** Longest start window. */
  public static final long MAX_WINDOW_SECONDS = 120;

  /** Whether the window is open; a clock that is {@code leewaySeconds} off is forgiven. */
  public boolean isOpenAt(Instant now, long leewaySeconds) {
    long second = now.getEpochSecond();
    return second >= nbf - leewaySeconds
        && second < exp + leewaySeconds
        && exp - iat <= MAX_WINDOW_SECONDS;
  }
}
