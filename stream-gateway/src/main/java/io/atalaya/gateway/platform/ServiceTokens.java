package io.atalaya.gateway.platform;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.token.ServiceClaims;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Lets the api in, and nobody else: a short-lived token signed with one of its keys. */
@Singleton
public final class ServiceTokens {
  private static final String SCHEME = "Bearer ";
  private static final String API = "api";
  private static final long LEEWAY_SECONDS = 10;

  private final SignedTokens tokens;
  private final ObjectMapper json;
  private final InstantSource clock;

  ServiceTokens(SignedTokens tokens, ObjectMapper json, InstantSource clock) {
    this.tokens = tokens;
    this.json = json;
    this.clock = clock;
  }

  /** Throws 401 for anybody but the api. Blocks while keys are fetched. */
  public void require(RoutingContext context) {
    String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw unauthenticated("a service token is needed");
    }
    byte[] payload =
        tokens
            .verified(header.substring(SCHEME.length()).strip())
            .orElseThrow(() -> unauthenticated("the service token is not signed by the api"));
    ServiceClaims claims = claims(payload);
    if (claims == null
        || !API.equals(claims.iss())
        || claims.aud() == null
        || !claims.isValidFor(ServiceClaims.TO_GATEWAY, clock.instant(), LEEWAY_SECONDS)) {
      throw unauthenticated("the service token is expired, or for somebody else");
    }
  }

  private @Nullable ServiceClaims claims(byte[] payload) {
    try {
      return json.readValue(payload, ServiceClaims.class);
    } catch (IOException _) {
      return null; // signed, but of another kind: a stream token, say
    }
  }

  private static RuntimeException unauthenticated(String message) {
    return new DomainError.Unauthenticated(RequestErrorCode.UNAUTHENTICATED, message).toException();
  }
}
