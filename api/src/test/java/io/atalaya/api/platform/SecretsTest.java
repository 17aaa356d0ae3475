package io.atalaya.api.platform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

final class SecretsTest {
  private static final String GOOD_SECRET = "kQ3v8-ZpX2mN7rT5wY9bC4dF6gH1jL0s";

  @Test
  void secrets_that_are_short_malformed_or_nobodys_own_are_refused() {
    assertRefused("not base64!", GOOD_SECRET, "ATALAYA_MASTER_KEY");
    assertRefused(base64(new byte[16]), GOOD_SECRET, "ATALAYA_MASTER_KEY");
    assertRefused(base64(new byte[32]), GOOD_SECRET, "ATALAYA_MASTER_KEY");
    assertRefused(masterKey(1), "short", "ATALAYA_GATEWAY_SECRET");
    assertRefused(masterKey(1), "x".repeat(40), "ATALAYA_GATEWAY_SECRET");
    assertRefused(masterKey(1), "changeme".repeat(5), "ATALAYA_GATEWAY_SECRET");
  }

  @Test
  void a_refusal_does_not_show_the_secret() {
    String secret = "abcabcabcabcabcabcabcabcabcabcabcabc";
    var refused =
        assertThrows(IllegalStateException.class, () -> new Secrets(masterKey(1), secret));
    assertFalse(refused.getMessage().contains("abc"));
    assertEquals("Secrets[***]", new Secrets(masterKey(1), GOOD_SECRET).toString());
  }

  @Test
  void what_is_sealed_opens_again_and_is_never_twice_the_same() {
    SecretBox box = box(1);
    byte[] first = box.seal("rtsp://user:pass@camera/1", "camera/acme/lobby");
    byte[] second = box.seal("rtsp://user:pass@camera/1", "camera/acme/lobby");
    assertEquals("rtsp://user:pass@camera/1", box.open(first, "camera/acme/lobby"));
    assertFalse(Arrays.equals(first, second));
    assertFalse(new String(first, StandardCharsets.ISO_8859_1).contains("pass"));
  }

  @Test
  void nothing_opens_with_another_key_another_context_or_a_changed_byte() {
    byte[] sealed = box(1).seal("secret", "camera/acme/lobby");
    assertThrows(IllegalStateException.class, () -> box(2).open(sealed, "camera/acme/lobby"));
    assertThrows(IllegalStateException.class, () -> box(1).open(sealed, "camera/globex/lobby"));
    assertThrows(IllegalStateException.class, () -> box(1).open(new byte[0], "camera/acme/lobby"));
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThrows(IllegalStateException.class, () -> box(1).open(changed, "camera/acme/lobby"));
    }
  }

  @Test
  void the_gateway_secret_is_handed_out_as_a_copy() {
    var secrets = new Secrets(masterKey(1), GOOD_SECRET);
    secrets.gatewaySecret()[0]++;
    assertArrayEquals(GOOD_SECRET.getBytes(StandardCharsets.UTF_8), secrets.gatewaySecret());
  }

  @Test
  void ids_sort_by_time_and_say_their_version() {
    var millis = new long[] {1_700_000_000_000L};
    var ids = new Ids(() -> Instant.ofEpochMilli(millis[0]), new SecureRandom());
    var first = ids.next();
    millis[0]++;
    var second = ids.next();
    assertEquals(7, first.version());
    assertEquals(2, first.variant());
    assertNotEquals(first, second);
    assertTrue(first.toString().compareTo(second.toString()) < 0);
  }

  private static void assertRefused(String masterKey, String gatewaySecret, String named) {
    var refused =
        assertThrows(IllegalStateException.class, () -> new Secrets(masterKey, gatewaySecret));
    assertTrue(refused.getMessage().startsWith(named), refused.getMessage());
  }

  private static SecretBox box(int seed) {
    return new SecretBox(new Secrets(masterKey(seed), GOOD_SECRET), new SecureRandom());
  }

  private static String masterKey(int seed) {
    byte[] key = new byte[32];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (i * 7 + seed);
    }
    return base64(key);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
