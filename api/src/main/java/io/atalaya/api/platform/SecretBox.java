package io.atalaya.api.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what must not be readable at rest: AES-256-GCM under the master key, a fresh nonce each.
 *
 * <pre>
 *  0      1            13                      n-16      n
 *  +------+------------+-----------------------+---------+
 *  | 0x01 | nonce (12) | ciphertext            | tag(16) |
 *  +------+------------+-----------------------+---------+
 * </pre>
 *
 * <p>The context (who the secret belongs to, e.g. {@code camera/acme/lobby}) is authenticated, so a
 * sealed value moved to another row does not open there. Any thread.
 */
@Singleton
public final class SecretBox {
  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random;

  SecretBox(Secrets secrets, SecureRandom random) {
    this.key = new SecretKeySpec(secrets.masterKey(), "AES");
    this.random = random;
  }

  /** Seals {@code plain}; opens again only with the same {@code context}. */
  public byte[] seal(String plain, String context) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(plain.getBytes(UTF_8));
      return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
          .put(VERSION)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal " + context, e);
    }
  }

  /**
   * Opens what {@link #seal} made.
   *
   * @throws IllegalStateException when the key, the context or the bytes are not the same
   */
  public String open(byte[] box, String context) {
    if (box.length < 1 + NONCE_BYTES + TAG_BITS / 8 || box[0] != VERSION) {
      throw new IllegalStateException("not a sealed value: " + context);
    }
    byte[] nonce = new byte[NONCE_BYTES];
    System.arraycopy(box, 1, nonce, 0, NONCE_BYTES);
    int start = 1 + NONCE_BYTES;
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, context);
      return new String(cipher.doFinal(box, start, box.length - start), UTF_8);
    } catch (AEADBadTagException e) {
      throw new IllegalStateException("sealed with another key or context: " + context, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot open " + context, e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context.getBytes(UTF_8));
    return cipher;
  }
}
