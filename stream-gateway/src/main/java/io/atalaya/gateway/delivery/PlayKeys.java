package io.atalaya.gateway.delivery;

import io.atalaya.contract.id.SessionId;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Play keys: a session's id and a MAC over it, 43 characters that fit into a path. The secret is
 * made at start and never leaves the process; sessions do not outlive it either.
 *
 * <pre>
 *  0               16              32
 *  | session id    | HMAC-SHA-256, first 16 bytes |   → base64url
 * </pre>
 */
final class PlayKeys {
  private static final int ID_BYTES = 16;
  private static final int MAC_BYTES = 16;
  private static final int KEY_CHARS = 43;
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec secret;

  PlayKeys(SecureRandom random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    this.secret = new SecretKeySpec(bytes, ALGORITHM);
  }

  /** The key of a session. */
  String of(SessionId session) {
    byte[] id = bytes(session);
    byte[] key = Arrays.copyOf(id, ID_BYTES + MAC_BYTES);
    System.arraycopy(mac(id), 0, key, ID_BYTES, MAC_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(key);
  }

  /** The session a key of ours names, else empty. */
  Optional<SessionId> session(String key) {
    if (key.length() != KEY_CHARS) {
      return Optional.empty();
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(key);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    byte[] id = Arrays.copyOf(bytes, ID_BYTES);
    byte[] given = Arrays.copyOfRange(bytes, ID_BYTES, ID_BYTES + MAC_BYTES);
    if (!MessageDigest.isEqual(given, Arrays.copyOf(mac(id), MAC_BYTES))) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(id);
    return Optional.of(new SessionId(new UUID(buffer.getLong(), buffer.getLong())));
  }

  private byte[] mac(byte[] id) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      return mac.doFinal(id);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no " + ALGORITHM, e);
    }
  }

  private static byte[] bytes(SessionId session) {
    UUID id = session.value();
    return ByteBuffer.allocate(ID_BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }
}
