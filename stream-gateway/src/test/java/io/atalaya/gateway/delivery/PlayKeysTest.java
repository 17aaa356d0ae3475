package io.atalaya.gateway.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.contract.id.SessionId;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PlayKeysTest {
  private final PlayKeys keys = new PlayKeys(new SecureRandom());
  private final SessionId session = new SessionId(UUID.randomUUID());

  @Test
  @DisplayName("reads back what it made")
  void roundTrip() {
    assertEquals(Optional.of(session), keys.session(keys.of(session)));
  }

  @Test
  @DisplayName("knows no key with any character changed, cut, added, or of another start")
  void unforgeable() {
    String key = keys.of(session);
    for (int i = 0; i < key.length() - 1; i++) {
      char other = key.charAt(i) == 'x' ? 'y' : 'x';
      String changed = key.substring(0, i) + other + key.substring(i + 1);
      assertTrue(keys.session(changed).isEmpty(), changed);
    }
    assertTrue(keys.session(key.substring(1)).isEmpty());
    assertTrue(keys.session(key + "A").isEmpty());
    assertTrue(keys.session("!".repeat(43)).isEmpty());
    assertTrue(new PlayKeys(new SecureRandom()).session(key).isEmpty());
  }
}
