package io.atalaya.api.health;

import io.atalaya.api.identity.SigningKeys;
import io.atalaya.contract.token.ServiceClaims;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Our service token for gateways; made anew at half its life, because signing costs a millisecond.
 */
@Singleton
final class GatewayCredentials {
  private final SigningKeys keys;
  private final InstantSource clock;
  private volatile @Nullable Token current;

  GatewayCredentials(SigningKeys keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** The value of an {@code Authorization} header. */
  String authorization() {
    Instant now = clock.instant();
    Token token = current;
    if (token == null || !now.isBefore(token.renewAt)) {
      token = issued(now);
      current = token;
    }
    return "Bearer " + token.text;
  }

  private Token issued(Instant now) {
    String text = keys.sign(ServiceClaims.issued("api", ServiceClaims.TO_GATEWAY, now));
    return new Token(text, now.plusSeconds(ServiceClaims.LIFETIME_SECONDS / 2));
  }

  private record Token(String text, Instant renewAt) {
    @Override
    public String toString() {
      return "Token[***]";
    }
  }
}
