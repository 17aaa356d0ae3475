package io.atalaya.contract.token;

import java.time.Instant;

/**
 * Claims of a service token: one program of the platform calling another. Lives for {@link
 * #LIFETIME_SECONDS}, so a leaked one is soon worthless.
 *
 * @param iss the caller: {@code api} or the gateway's node id
 * @param aud {@link #TO_GATEWAY} or {@link #TO_API}
 */
public record ServiceClaims(String iss, String aud, long iat, long exp) {
  public static final String TO_GATEWAY = "stream-gateway-control";
  public static final String TO_API = "api-internal";
  public static final long LIFETIME_SECONDS = 60;

  /** A fresh one. */
  public static ServiceClaims issued(String issuer, String audience, Instant now) {
    long second = now.getEpochSecond();
    return new ServiceClaims(issuer, audience, second, second + LIFETIME_SECONDS);
  }

  /**
   * Whether it is for {@code audience} and valid; a clock {@code leewaySeconds} off is forgiven.
   */
  public boolean isValidFor(String audience, Instant now, long leewaySeconds) {
    long second = now.getEpochSecond();
    return aud.equals(audience)
        && second >= iat - leewaySeconds
        && second < exp + leewaySeconds
        && exp - iat <= LIFETIME_SECONDS;
  }
}
