package io.atalaya.contract.token;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClaimsTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  private static StreamClaims stream(long window) {
    long iat = NOW.getEpochSecond();
    return new StreamClaims(
        "api", StreamClaims.AUDIENCE, "u", "s", "t", "c", "j", iat, iat, iat + window);
  }

  @Test
  void a_stream_token_opens_playback_inside_its_window_only() {
    assertTrue(stream(30).isOpenAt(NOW, 0));
    assertTrue(stream(30).isOpenAt(NOW.plusSeconds(29), 0));
    assertFalse(stream(30).isOpenAt(NOW.plusSeconds(30), 0));
    assertFalse(stream(30).isOpenAt(NOW.minusSeconds(1), 0));
    assertTrue(stream(30).isOpenAt(NOW.minusSeconds(1), 5));
  }

  @Test
  void a_window_longer_than_the_contract_allows_is_never_open() {
    assertTrue(stream(120).isOpenAt(NOW, 0));
    assertFalse(stream(121).isOpenAt(NOW, 0));
  }

  @Test
  void a_service_token_is_for_one_audience_and_one_minute() {
    var claims = ServiceClaims.issued("api", ServiceClaims.TO_GATEWAY, NOW);
    assertTrue(claims.isValidFor(ServiceClaims.TO_GATEWAY, NOW.plusSeconds(59), 0));
    assertFalse(claims.isValidFor(ServiceClaims.TO_GATEWAY, NOW.plusSeconds(60), 0));
    assertFalse(claims.isValidFor(ServiceClaims.TO_API, NOW, 0));
    var endless = new ServiceClaims("api", ServiceClaims.TO_GATEWAY, 0, Long.MAX_VALUE);
    assertFalse(endless.isValidFor(ServiceClaims.TO_GATEWAY, NOW, 0));
  }
}
