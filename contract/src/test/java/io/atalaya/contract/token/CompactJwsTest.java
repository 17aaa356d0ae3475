package io.atalaya.contract.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompactJwsTest {
  private static final byte[] CLAIMS = "{\"sub\":\"someone\"}".getBytes(UTF_8);
  private static final byte[] SECRET = "a secret of at least 32 characters".getBytes(UTF_8);

  private final KeyPair pair = Ed25519Keys.generate();

  private Optional<PublicKey> keys(String kid) {
    return kid.equals("k1") ? Optional.of(pair.getPublic()) : Optional.empty();
  }

  private static String signed(String kid, PrivateKey key) {
    return CompactJws.signEd25519(kid, CLAIMS, message -> Ed25519Keys.sign(key, message));
  }

  @Test
  void what_was_signed_is_read_back() {
    String token = signed("k1", pair.getPrivate());
    assertArrayEquals(CLAIMS, CompactJws.verifyEd25519(token, this::keys).orElseThrow());
    String shared = CompactJws.signHmac(CLAIMS, SECRET);
    assertArrayEquals(CLAIMS, CompactJws.verifyHmac(shared, SECRET).orElseThrow());
  }

  /** The public key of RFC 8037, appendix A.2. */
  @Test
  void a_key_of_the_standard_is_the_same_key_here() {
    var jwk =
        new Jwks.Jwk(
            "OKP", "Ed25519", "EdDSA", "sig", "rfc", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    assertEquals(jwk, Ed25519Keys.toJwk("rfc", Ed25519Keys.fromJwk(jwk)));
  }

  @Test
  void keys_survive_their_travelling_forms() {
    for (int i = 0; i < 50; i++) {
      KeyPair fresh = Ed25519Keys.generate();
      var jwk = Ed25519Keys.toJwk("k", fresh.getPublic());
      assertEquals(fresh.getPublic(), Ed25519Keys.fromJwk(jwk));
      String token = signed("k", fresh.getPrivate());
      assertTrue(CompactJws.verifyEd25519(token, _ -> Optional.of(fresh.getPublic())).isPresent());
    }
  }

  @Test
  void another_key_and_an_unknown_kid_are_refused() {
    String token = signed("k1", Ed25519Keys.generate().getPrivate());
    assertTrue(CompactJws.verifyEd25519(token, this::keys).isEmpty());
    String unknown = signed("k2", pair.getPrivate());
    assertTrue(CompactJws.verifyEd25519(unknown, this::keys).isEmpty());
    assertTrue(CompactJws.verifyHmac(CompactJws.signHmac(CLAIMS, SECRET), CLAIMS).isEmpty());
  }

  @Test
  void algorithms_cannot_be_swapped() {
    String hmacWithPublicKey = CompactJws.signHmac(CLAIMS, pair.getPublic().getEncoded());
    assertTrue(CompactJws.verifyEd25519(hmacWithPublicKey, this::keys).isEmpty());
    String none =
        Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\",\"typ\":\"JWT\",\"kid\":\"k1\"}".getBytes(UTF_8))
            + "."
            + Base64.getUrlEncoder().withoutPadding().encodeToString(CLAIMS)
            + ".";
    assertTrue(CompactJws.verifyEd25519(none, this::keys).isEmpty());
  }

  @Test
  void no_changed_character_goes_unnoticed() {
    String token = signed("k1", pair.getPrivate());
    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      String changed = token.substring(0, i) + other + token.substring(i + 1);
      assertTrue(CompactJws.verifyEd25519(changed, this::keys).isEmpty(), "character " + i);
    }
  }

  @Test
  void garbage_is_refused_without_an_exception() {
    var random = new Random(7);
    for (int round = 0; round < 5_000; round++) {
      var text = new StringBuilder();
      int length = random.nextInt(200);
      for (int i = 0; i < length; i++) {
        text.append((char) (random.nextInt(4) == 0 ? '.' : random.nextInt(0x250)));
      }
      assertTrue(CompactJws.verifyEd25519(text.toString(), this::keys).isEmpty());
      assertTrue(CompactJws.verifyHmac(text.toString(), SECRET).isEmpty());
    }
    assertTrue(CompactJws.verifyEd25519("a.b.c".repeat(2_000), this::keys).isEmpty());
  }

  @Test
  void a_jwk_of_another_kind_is_refused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Ed25519Keys.fromJwk(new Jwks.Jwk("EC", "P-256", "ES256", "sig", "k", "AAAA")));
    assertThrows(
        IllegalArgumentException.class,
        () -> Ed25519Keys.fromJwk(new Jwks.Jwk("OKP", "Ed25519", "EdDSA", "sig", "k", "AAAA")));
  }
}
