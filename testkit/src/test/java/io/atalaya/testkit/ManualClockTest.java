package io.atalaya.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ManualClockTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void stands_still_until_it_is_moved() {
    var clock = new ManualClock(START);
    assertEquals(START, clock.instant());
    assertEquals(START.plusSeconds(90), clock.advance(Duration.ofSeconds(90)));
    assertEquals(START.plusSeconds(90), clock.instant());
    clock.set(START.minusSeconds(1));
    assertEquals(START.minusSeconds(1), clock.instant());
  }
}
