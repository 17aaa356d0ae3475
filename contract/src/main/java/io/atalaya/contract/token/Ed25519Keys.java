package io.atalaya.contract.token;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;

/** Ed25519 keys between the JDK's form and the forms that travel: JWK (RFC 8037) and PKCS #8. */
public final class Ed25519Keys {
  private static final int KEY_BYTES = 32;

  private Ed25519Keys() {}

  /** A new pair from the system's secure randomness. */
  public static KeyPair generate() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no Ed25519", e);
    }
  }

  /** The public key as a JWK for signatures. */
  public static Jwks.Jwk toJwk(String kid, PublicKey key) {
    return new Jwks.Jwk("OKP", "Ed25519", "EdDSA", "sig", kid, x(key));
  }

  /** Reads a JWK's {@code x}; throws {@link IllegalArgumentException} when it is no such key. */
  public static PublicKey fromJwk(Jwks.Jwk jwk) {
    if (!jwk.kty().equals("OKP") || !jwk.crv().equals("Ed25519")) {
      throw new IllegalArgumentException("key " + jwk.kid() + " is not an Ed25519 key");
    }
    byte[] encoded = Base64.getUrlDecoder().decode(jwk.x());
    if (encoded.length != KEY_BYTES) {
      throw new IllegalArgumentException("key " + jwk.kid() + " is not 32 bytes long");
    }
    boolean xOdd = (encoded[KEY_BYTES - 1] & 0x80) != 0;
    encoded[KEY_BYTES - 1] &= 0x7f;
    var point = new EdECPoint(xOdd, new BigInteger(1, reversed(encoded)));
    try {
      return KeyFactory.getInstance("Ed25519")
          .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("key " + jwk.kid() + " is not an Ed25519 key", e);
    }
  }

  /**
   * Signs with the JDK's own arithmetic: about a millisecond of CPU, so who signs for every viewer
   * takes a faster one.
   */
  public static byte[] sign(PrivateKey key, byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot sign with Ed25519", e);
    }
  }

  /** RFC 8032, 5.1.2: y little-endian, the top bit of the last byte says whether x is odd. */
  private static String x(PublicKey key) {
    EdECPoint point = ((EdECPublicKey) key).getPoint();
    byte[] bigEndian = point.getY().toByteArray();
    byte[] encoded = new byte[KEY_BYTES];
    for (int i = 0; i < bigEndian.length && i < KEY_BYTES; i++) {
      encoded[i] = bigEndian[bigEndian.length - 1 - i];
    }
    if (point.isXOdd()) {
      encoded[KEY_BYTES - 1] |= (byte) 0x80;
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(encoded);
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] out = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      out[i] = bytes[bytes.length - 1 - i];
    }
    return out;
  }
}
