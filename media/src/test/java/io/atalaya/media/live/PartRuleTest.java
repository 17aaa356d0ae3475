package io.atalaya.media.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PartRuleTest {
  private static final Duration LEAST = Duration.ofMillis(500);

  @Test
  void a_target_suits_the_chunks_it_was_chosen_for_at_any_frame_rate() {
    for (long nanos = 1_000_000; nanos < 10_000_000_000L; nanos = nanos * 21 / 20) {
      var rule = PartRule.forChunks(LEAST, nanos);
      assertTrue(rule.suits(nanos), nanos + " ns and " + rule);
      assertTrue(rule.targetNanos() >= LEAST.toNanos());
      assertTrue(
          rule.targetNanos() <= Math.max(LEAST.toNanos() * 22 / 10, nanos * 11 / 10), rule + "");
    }
  }

  @Test
  void small_chunks_leave_the_target_as_it_is() {
    assertEquals(500_000_000, PartRule.forChunks(LEAST, 40_000_000).targetNanos());
    assertEquals(500_000_000, PartRule.forChunks(LEAST, 0).targetNanos());
  }
}
