package io.atalaya.gateway.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.DomainException;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import io.atalaya.contract.token.StreamClaims;
import io.atalaya.gateway.platform.GatewayErrorCode;
import io.atalaya.gateway.platform.SignedTokens;
import java.io.IOException;
import java.time.InstantSource;
import java.util.UUID;
import java.util.stream.Stream;

/** Checks stream tokens, offline: signature, audience, window. */
final class StreamTokens {
  private static final long LEEWAY_SECONDS = 5;

  private final SignedTokens tokens;
  private final ObjectMapper json;
  private final InstantSource clock;

  StreamTokens(SignedTokens tokens, ObjectMapper json, InstantSource clock) {
    this.tokens = tokens;
    this.json = json;
    this.clock = clock;
  }

  /** What a token that was accepted says. */
  record Grant(SessionId session, StreamKey stream, UUID tokenId) {}

  /** Throws 401 {@code token_invalid} or {@code token_expired}; blocks while keys are fetched. */
  Grant check(String token) {
    StreamClaims claims = claims(tokens.verified(token).orElseThrow(StreamTokens::invalid));
    if (!claims.isOpenAt(clock.instant(), LEEWAY_SECONDS)) {
      throw unauthenticated(GatewayErrorCode.TOKEN_EXPIRED, "the stream token's window is over");
    }
    try {
      return new Grant(
          SessionId.parse(claims.sid()),
          new StreamKey(new TenantId(claims.tid()), new CameraId(claims.cid())),
          UUID.fromString(claims.jti()));
    } catch (DomainException | IllegalArgumentException _) {
      throw invalid();
    }
  }

  /** Signed by the api, but perhaps not a stream token: the api signs others too. */
  private StreamClaims claims(byte[] payload) {
    try {
      StreamClaims claims = json.readValue(payload, StreamClaims.class);
      boolean whole =
          Stream.of(claims.sid(), claims.tid(), claims.cid(), claims.jti())
              .allMatch(c -> c != null);
      if (whole && StreamClaims.AUDIENCE.equals(claims.aud())) {
        return claims;
      }
    } catch (IOException _) {
      // answered below
    }
    throw invalid();
  }

  private static RuntimeException invalid() {
    return unauthenticated(GatewayErrorCode.TOKEN_INVALID, "this is not a valid stream token");
  }

  static RuntimeException unauthenticated(GatewayErrorCode code, String message) {
    return new DomainError.Unauthenticated(code, message).toException();
  }
}
