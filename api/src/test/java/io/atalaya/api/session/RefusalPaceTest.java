package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.contract.id.TenantId;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RefusalPaceTest {
  private static final TenantId LOUD = new TenantId("loud");
  private static final TenantId CALM = new TenantId("calm");
  private static final Duration STEP = Duration.ofMillis(50);

  // Below zero, as System.nanoTime may be.
  private long now = Duration.ofMinutes(-5).toNanos();
  private final RefusalPace pace = new RefusalPace(() -> now);

  private Duration refusals(TenantId tenant, int count) {
    return IntStream.range(0, count)
        .mapToObj(_ -> pace.next(tenant))
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  @Test
  void a_burst_is_answered_at_once_and_then_one_after_another() {
    assertEquals(Duration.ZERO, refusals(LOUD, RefusalPace.BURST));
    assertEquals(STEP, pace.next(LOUD));
    assertEquals(STEP.multipliedBy(2), pace.next(LOUD));
  }

  @Test
  void nobody_waits_longer_than_the_bound() {
    assertEquals(RefusalPace.MAX_WAIT, refusals(LOUD, 1_000));
  }

  @Test
  void another_tenant_does_not_wait() {
    refusals(LOUD, 1_000);
    assertEquals(Duration.ZERO, pace.next(CALM));
  }

  @Test
  void who_asks_as_seldom_as_is_allowed_never_waits() {
    refusals(LOUD, RefusalPace.BURST);
    for (int i = 0; i < 100; i++) {
      now += STEP.toNanos();
      assertEquals(Duration.ZERO, pace.next(LOUD));
    }
  }

  @Test
  void a_pause_makes_up_for_everything() {
    refusals(LOUD, 1_000);
    assertTrue(pace.next(LOUD).isPositive());
    now += RefusalPace.MAX_WAIT.toNanos() + STEP.multipliedBy(RefusalPace.BURST).toNanos();
    assertEquals(Duration.ZERO, refusals(LOUD, RefusalPace.BURST));
    assertTrue(pace.next(LOUD).isPositive());
  }
}
