package io.atalaya.gateway.engine.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CpuBudgetTest {
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicReference<Duration> spent = new AtomicReference<>(Duration.ZERO);
  private final CpuBudget budget = new CpuBudget(spent::get, nanos::get);

  @Test
  @DisplayName("lets a camera run for weeks, and stops what burns a core for a window")
  void overspends() {
    for (int day = 0; day < 30; day++) {
      pass(Duration.ofDays(1), Duration.ofHours(1));
      assertFalse(budget.isOverspent());
    }
    pass(Duration.ofSeconds(14), Duration.ofSeconds(14));
    assertFalse(budget.isOverspent(), "a burst is no loop");
    pass(Duration.ofSeconds(2), Duration.ofSeconds(2));
    assertTrue(budget.isOverspent());
  }

  private void pass(Duration time, Duration cpu) {
    nanos.addAndGet(time.toNanos());
    spent.updateAndGet(cpu::plus);
  }
}
