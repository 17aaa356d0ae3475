package io.atalaya.media.rtsp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Answers one challenge, for one request after another. Not thread-safe: it counts them. */
public final class Authorization {
  private final Challenge challenge;
  private final Credentials credentials;
  private final RandomGenerator random;
  private int requests;

  public Authorization(Challenge challenge, Credentials credentials, RandomGenerator random) {
    this.challenge = challenge;
    this.credentials = credentials;
    this.random = random;
  }

  /** The value of {@code Authorization} for a request; it is a secret. */
  public String header(String method, String uri) {
    return switch (challenge) {
      case Challenge.Basic _ -> basic();
      case Challenge.Digest digest -> digest(digest, method, uri);
    };
  }

  private String basic() {
    String pair = credentials.username() + ":" + credentials.password();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  /** RFC 7616, 3.4.1; without {@code qop} as in RFC 2069, which is what most cameras speak. */
  private String digest(Challenge.Digest digest, String method, String uri) {
    String who =
        hash(digest, credentials.username() + ":" + digest.realm() + ":" + credentials.password());
    String what = hash(digest, method + ":" + uri);
    var header =
        new StringBuilder(
            "Digest username=%s, realm=%s, nonce=%s, uri=%s"
                .formatted(
                    quoted(credentials.username()),
                    quoted(digest.realm()),
                    quoted(digest.nonce()),
                    quoted(uri)));
    String response;
    if (digest.withQop()) {
      String count = "%08x".formatted(++requests);
      String clientNonce = HexFormat.of().toHexDigits(random.nextLong());
      response =
          hash(digest, String.join(":", who, digest.nonce(), count, clientNonce, "auth", what));
      header.append(", qop=auth, nc=%s, cnonce=\"%s\"".formatted(count, clientNonce));
    } else {
      response = hash(digest, who + ":" + digest.nonce() + ":" + what);
    }
    header.append(", response=\"").append(response).append('"');
    if (digest.algorithm() != Challenge.Algorithm.MD5 || digest.withQop()) {
      header.append(", algorithm=").append(digest.algorithm().label());
    }
    digest.opaque().ifPresent(opaque -> header.append(", opaque=").append(quoted(opaque)));
    return header.toString();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String hash(Challenge.Digest digest, String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(digest.algorithm().label()).digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + digest.algorithm().label(), e);
    }
  }
}
