package io.atalaya.testkit.camera;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/**
 * Decides whether a request may pass a camera's sign-in: Basic (RFC 7617) and Digest (RFC 2617, RFC
 * 7616; without {@code qop}, RFC 2069).
 *
 * @param nonce of the connection; another one in an Authorization is stale
 */
record Door(Credentials credentials, Authentication authentication, String nonce) {
  static final String REALM = "camera";

  /** What a request's Authorization is worth. */
  enum Verdict {
    PASSED,
    /** No Authorization at all: the usual first request. */
    MISSING,
    /** The right password, but a nonce of another connection. */
    STALE,
    WRONG
  }

  /** The WWW-Authenticate header that asks for a sign-in. */
  String challenge(boolean stale) {
    String digest = "Digest realm=\"" + REALM + "\", nonce=\"" + nonce + "\"";
    String challenge =
        switch (authentication) {
          case BASIC -> "Basic realm=\"" + REALM + "\"";
          case DIGEST -> digest + ", qop=\"auth\", algorithm=MD5";
          case DIGEST_WITHOUT_QOP -> digest;
          case DIGEST_SHA_256 -> digest + ", qop=\"auth\", algorithm=SHA-256";
        };
    return stale && authentication != Authentication.BASIC ? challenge + ", stale=true" : challenge;
  }

  Verdict judge(RtspRequest request) {
    return request
        .header("authorization")
        .map(header -> judge(request, header))
        .orElse(Verdict.MISSING);
  }

  private Verdict judge(RtspRequest request, String header) {
    String[] schemeAndRest = header.split(" ", 2);
    if (schemeAndRest.length < 2) {
      return Verdict.WRONG;
    }
    return switch (authentication) {
      case BASIC ->
          schemeAndRest[0].equalsIgnoreCase("Basic") && isSecret(schemeAndRest[1].strip())
              ? Verdict.PASSED
              : Verdict.WRONG;
      case DIGEST, DIGEST_WITHOUT_QOP, DIGEST_SHA_256 ->
          schemeAndRest[0].equalsIgnoreCase("Digest")
              ? judgeDigest(request, HeaderParameters.parse(schemeAndRest[1]))
              : Verdict.WRONG;
    };
  }

  private boolean isSecret(String base64) {
    String both = credentials.username() + ":" + credentials.password();
    return isEqual(Base64.getEncoder().encodeToString(both.getBytes(UTF_8)), base64);
  }

  private Verdict judgeDigest(RtspRequest request, Map<String, String> sent) {
    // RFC 2617 section 3.2.2.5: the uri signed must be the one asked for.
    if (!credentials.username().equals(sent.get("username"))
        || !REALM.equals(sent.get("realm"))
        || !request.uri().equals(sent.get("uri"))
        || !isEqual(expected(request, sent), sent.getOrDefault("response", ""))) {
      return Verdict.WRONG;
    }
    return nonce.equals(sent.get("nonce")) ? Verdict.PASSED : Verdict.STALE;
  }

  private String expected(RtspRequest request, Map<String, String> sent) {
    String secret = hash(credentials.username() + ":" + REALM + ":" + credentials.password());
    String action = hash(request.method() + ":" + request.uri());
    String sentNonce = sent.getOrDefault("nonce", "");
    if (!usesQop(sent)) {
      return hash(secret + ":" + sentNonce + ":" + action);
    }
    return hash(
        String.join(
            ":",
            secret,
            sentNonce,
            sent.getOrDefault("nc", ""),
            sent.getOrDefault("cnonce", ""),
            sent.getOrDefault("qop", ""),
            action));
  }

  /** RFC 2617 section 3.2.2 lets an MD5 client leave qop out; GStreamer 1.22 does. */
  private boolean usesQop(Map<String, String> sent) {
    return switch (authentication) {
      case DIGEST -> sent.containsKey("qop");
      case DIGEST_SHA_256 -> true;
      case DIGEST_WITHOUT_QOP, BASIC -> false;
    };
  }

  private String hash(String text) {
    String algorithm = authentication == Authentication.DIGEST_SHA_256 ? "SHA-256" : "MD5";
    try {
      byte[] digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every JDK has both.
    }
  }

  private static boolean isEqual(String expected, String sent) {
    return MessageDigest.isEqual(expected.getBytes(UTF_8), sent.getBytes(UTF_8));
  }

  @Override
  public String toString() {
    return "Door[" + authentication + "]";
  }
}
