package io.atalaya.contract.token;

import java.util.List;

/** A JSON Web Key Set (RFC 7517) of Ed25519 public keys (RFC 8037). */
public record Jwks(List<Jwk> keys) {
  public Jwks {
    keys = List.copyOf(keys);
  }

  /**
   * One public key.
   *
   * @param x the key itself, 32 bytes in base64url
   */
  public record Jwk(String kty, String crv, String alg, String use, String kid, String x) {}
}
