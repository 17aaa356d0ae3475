package io.atalaya.gateway.platform;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.token.CompactJws;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Optional;

/** Checks what the api signed. */
public final class SignedTokens {
  private final ApiKeys keys;

  public SignedTokens(ApiKeys keys) {
    this.keys = keys;
  }

  /** The payload of a token that the api signed, else empty; blocks while keys are fetched. */
  public Optional<byte[]> verified(String token) {
    return CompactJws.verifyEd25519(token, this::key);
  }

  private Optional<PublicKey> key(String kid) {
    try {
      return keys.find(kid);
    } catch (ApiUnavailableException _) {
      throw controlPlaneUnavailable();
    }
  }

  /** Without the api nobody new can be let in. */
  public static RuntimeException controlPlaneUnavailable() {
    return new DomainError.Unavailable(
            GatewayErrorCode.CONTROL_PLANE_UNAVAILABLE,
            "the control plane does not answer; streams that already play go on",
            Duration.ofSeconds(2))
        .toException();
  }
}
