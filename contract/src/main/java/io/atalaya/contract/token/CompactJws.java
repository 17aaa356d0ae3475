package io.atalaya.contract.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Compact JSON Web Signatures (RFC 7515) with the two algorithms the platform uses: EdDSA (RFC
 * 8037) where many verify what one signs, HS256 (RFC 7518, 3.2) between a gateway and the api.
 *
 * <p>Headers are never parsed. We write them in one spelling, so a header is compared as a whole:
 * there is no algorithm to confuse, and foreign bytes meet no JSON parser before the signature has
 * been checked. Stateless; any thread may call.
 */
public final class CompactJws {
  /** Longer tokens are not ours. */
  private static final int MAX_CHARS = 4096;

  private static final int MAX_KID_CHARS = 64;
  private static final String ED_HEADER_START = "{\"alg\":\"EdDSA\",\"typ\":\"JWT\",\"kid\":\"";
  private static final String ED_HEADER_END = "\"}";
  private static final String HS_HEADER =
      encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8));

  private CompactJws() {}

  /**
   * Signs {@code payload} (the claims as JSON) with the key named {@code kid}.
   *
   * @param ed25519 from the bytes to sign to their 64-byte signature (RFC 8032), pure Ed25519
   */
  public static String signEd25519(String kid, byte[] payload, UnaryOperator<byte[]> ed25519) {
    String signed =
        encode((ED_HEADER_START + kid + ED_HEADER_END).getBytes(UTF_8)) + "." + encode(payload);
    return signed + "." + encode(ed25519.apply(signed.getBytes(US_ASCII)));
  }

  /**
   * The payload of a token that was signed with a key {@code keys} knows, else empty.
   *
   * @param keys by kid; asked at most once
   */
  public static Optional<byte[]> verifyEd25519(
      String token, Function<String, Optional<PublicKey>> keys) {
    return Parts.of(token)
        .flatMap(parts ->
            kid(parts.header)
                .flatMap(keys)
                .filter(key -> isSignedBy(key, parts))
                .flatMap(_ -> decode(parts.payload)));
  }

  /** Signs {@code payload} with a shared secret. */
  public static String signHmac(byte[] payload, byte[] secret) {
    String signed = HS_HEADER + "." + encode(payload);
    return signed + "." + encode(mac(signed, secret));
  }

  /** The payload of a token that was signed with {@code secret}, else empty. */
  public static Optional<byte[]> verifyHmac(String token, byte[] secret) {
    return Parts.of(token)
        .filter(parts -> parts.header.equals(HS_HEADER))
        .filter(parts ->
            decode(parts.signature)
                .filter(given -> MessageDigest.isEqual(given, mac(parts.signed(), secret)))
                .isPresent())
        .flatMap(parts -> decode(parts.payload));
  }

  /** The three parts, still encoded. */
  private record Parts(String header, String payload, String signature) {
    static Optional<Parts> of(String token) {
      if (token.length() > MAX_CHARS) {
        return Optional.empty();
      }
      int first = token.indexOf('.');
      int last = token.lastIndexOf('.');
      if (first <= 0 || last <= first) {
        return Optional.empty();
      }
      return Optional.of(
          new Parts(
              token.substring(0, first),
              token.substring(first + 1, last),
              token.substring(last + 1)));
    }

    String signed() {
      return header + "." + payload;
    }
  }

  private static Optional<String> kid(String header) {
    return decode(header)
        .map(bytes -> new String(bytes, UTF_8))
        .filter(text -> text.startsWith(ED_HEADER_START) && text.endsWith(ED_HEADER_END))
        .filter(text -> text.length() >= ED_HEADER_START.length() + ED_HEADER_END.length())
        .map(text ->
            text.substring(ED_HEADER_START.length(), text.length() - ED_HEADER_END.length()))
        .filter(kid -> kid.length() <= MAX_KID_CHARS && kid.indexOf('"') < 0);
  }

  private static boolean isSignedBy(PublicKey key, Parts parts) {
    Optional<byte[]> given = decode(parts.signature);
    if (given.isEmpty()) {
      return false;
    }
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initVerify(key);
      signature.update(parts.signed().getBytes(US_ASCII));
      return signature.verify(given.get());
    } catch (SignatureException e) {
      return false; // a signature of the wrong length or form
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot verify Ed25519", e);
    }
  }

  private static byte[] mac(String signed, byte[] secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return mac.doFinal(signed.getBytes(US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HmacSHA256", e);
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Only the one canonical spelling is taken: a token cannot be changed and still be the same. */
  private static Optional<byte[]> decode(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      return Arrays.equals(encode(bytes).getBytes(US_ASCII), text.getBytes(UTF_8))
          ? Optional.of(bytes)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
