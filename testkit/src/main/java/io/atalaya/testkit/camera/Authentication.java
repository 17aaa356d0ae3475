package io.atalaya.testkit.camera;

/** How a camera with credentials wants its clients to sign in. */
public enum Authentication {
  /** Digest with MD5 and {@code qop="auth"} (RFC 2617). */
  DIGEST,
  /** Digest with MD5 and no {@code qop} (RFC 2069), which most cameras still speak. */
  DIGEST_WITHOUT_QOP,
  /** Digest with SHA-256 and {@code qop="auth"} (RFC 7616). */
  DIGEST_SHA_256,
  /** The password in base64. */
  BASIC
}
