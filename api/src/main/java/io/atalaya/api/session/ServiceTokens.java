package io.atalaya.api.session;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.api.platform.Secrets;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.token.CompactJws;
import io.atalaya.contract.token.ServiceClaims;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets gateways in: a short-lived token under the shared secret, as {@code Bearer}. */
@Singleton
final class ServiceTokens {
  private static final String BEARER = "Bearer ";
  private static final long LEEWAY_SECONDS = 30;

  private final Secrets secrets;
  private final ObjectMapper json;
  private final InstantSource clock;

  ServiceTokens(Secrets secrets, ObjectMapper json, InstantSource clock) {
    this.secrets = secrets;
    this.json = json;
    this.clock = clock;
  }

  /** Which gateway calls; {@code unauthenticated} unless the header holds a valid token of one. */
  String require(@Nullable String authorization) {
    return Optional.ofNullable(authorization)
        .filter(header -> header.startsWith(BEARER))
        .flatMap(header ->
            CompactJws.verifyHmac(header.substring(BEARER.length()), secrets.gatewaySecret()))
        .map(this::claims)
        .filter(claims -> claims.isValidFor(ServiceClaims.TO_API, clock.instant(), LEEWAY_SECONDS))
        .map(ServiceClaims::iss)
        .orElseThrow(() ->
            new DomainError.Unauthenticated(
                    RequestErrorCode.UNAUTHENTICATED, "a gateway's service token is required")
                .toException());
  }

  /** Signed with our secret, so a payload that is no claims is our own fault. */
  private ServiceClaims claims(byte[] payload) {
    try {
      return json.readValue(payload, ServiceClaims.class);
    } catch (IOException e) {
      throw new IllegalStateException("a signed service token holds no claims", e);
    }
  }
}
