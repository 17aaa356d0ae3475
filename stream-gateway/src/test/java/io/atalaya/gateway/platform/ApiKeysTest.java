package io.atalaya.gateway.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.contract.token.Ed25519Keys;
import io.atalaya.contract.token.Jwks;
import io.atalaya.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ApiKeysTest {
  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final List<Jwks.Jwk> offered = new ArrayList<>(List.of(jwk("one")));
  private final AtomicInteger fetches = new AtomicInteger();
  private boolean away;
  private final ApiKeys keys =
      new ApiKeys(
          () -> {
            fetches.incrementAndGet();
            if (away) {
              throw new ApiUnavailableException("away");
            }
            return new Jwks(offered);
          },
          clock);

  @Test
  @DisplayName("fetches when first needed, then knows")
  void lazily() throws Exception {
    assertEquals(0, fetches.get());
    assertTrue(keys.find("one").isPresent());
    assertTrue(keys.find("one").isPresent());
    assertEquals(1, fetches.get());
  }

  @Test
  @DisplayName("fetches again for a key it does not know, but not for every made-up one")
  void rotation() throws Exception {
    assertTrue(keys.find("one").isPresent());
    offered.add(jwk("two"));
    assertTrue(keys.find("two").isEmpty(), "a moment after the last fetch");
    clock.advance(Duration.ofSeconds(3));
    assertTrue(keys.find("two").isPresent());
    for (int i = 0; i < 1000; i++) {
      assertTrue(keys.find("made-up-" + i).isEmpty());
    }
    assertEquals(2, fetches.get());
  }

  @Test
  @DisplayName("goes on with known keys while the api is away, and says so when it has none")
  void away() throws Exception {
    away = true;
    assertThrows(ApiUnavailableException.class, () -> keys.find("one"));
    away = false;
    clock.advance(Duration.ofSeconds(3));
    assertTrue(keys.find("one").isPresent());
    away = true;
    clock.advance(Duration.ofSeconds(3));
    assertTrue(keys.find("one").isPresent());
    assertTrue(keys.find("two").isEmpty());
  }

  @Test
  @DisplayName("looks again every five minutes, and then knows no key that the api gave up")
  void retired() throws Exception {
    assertTrue(keys.find("one").isPresent());
    offered.clear();
    offered.add(jwk("two"));
    clock.advance(Duration.ofMinutes(4));
    assertTrue(keys.find("one").isPresent(), "four minutes old");
    assertEquals(1, fetches.get());
    clock.advance(Duration.ofMinutes(1));
    assertTrue(keys.find("one").isEmpty(), "given up");
    assertTrue(keys.find("two").isPresent());
    assertEquals(2, fetches.get());
  }

  @Test
  @DisplayName("asks a silent api for fresh keys now and then only, and goes on meanwhile")
  void retiredWhileAway() throws Exception {
    assertTrue(keys.find("one").isPresent());
    away = true;
    clock.advance(Duration.ofMinutes(6));
    for (int i = 0; i < 100; i++) {
      assertTrue(keys.find("one").isPresent());
    }
    assertEquals(2, fetches.get());
    clock.advance(Duration.ofSeconds(30));
    away = false;
    assertTrue(keys.find("one").isPresent());
    assertEquals(3, fetches.get());
  }

  private static Jwks.Jwk jwk(String kid) {
    return Ed25519Keys.toJwk(kid, Ed25519Keys.generate().getPublic());
  }
}
