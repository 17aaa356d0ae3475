package io.atalaya.api.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private static final HealthRules.Fuse FUSE = new HealthRules.Fuse(3, Duration.ofNanos(100));
  private static final Duration CALL = Duration.ofNanos(50);

  @Test
  void opens_only_after_so_many_failures_in_a_row() {
    Breaker breaker = Breaker.initial().failed(0, FUSE).failed(1, FUSE);
    assertFalse(breaker.isAway());
    assertEquals(Breaker.initial(), breaker.answered(), "an answer forgives");
    breaker = breaker.failed(2, FUSE);
    assertEquals(new Breaker.Open(102), breaker);
    assertFalse(breaker.allows(101));
    assertTrue(breaker.allows(102));
  }

  @Test
  void half_open_lets_one_call_through_and_its_answer_decides() {
    Breaker trying = new Breaker.Open(100).called(100, CALL);
    assertEquals(new Breaker.HalfOpen(150), trying);
    assertFalse(trying.allows(149), "only one");
    assertTrue(trying.allows(150), "one that never came back");
    assertEquals(Breaker.initial(), trying.answered());
    assertEquals(new Breaker.Open(220), trying.failed(120, FUSE));
  }

  @Test
  void a_late_failure_of_a_call_that_began_earlier_does_not_prolong_the_pause() {
    Breaker open = new Breaker.Open(100);
    assertEquals(open, open.failed(90, FUSE));
  }

  /** A gateway that answers again is asked soon; one that does not is asked seldom. */
  @Test
  void whatever_happens_it_is_asked_at_most_once_in_a_pause_while_away_and_closes_with_an_answer() {
    for (long seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      Breaker breaker = Breaker.initial();
      long now = random.nextLong(); // wraps around, as a monotonic clock may
      long lastAllowedAway = now - 1_000;
      for (int step = 0; step < 500; step++) {
        now += random.nextInt(40);
        if (!breaker.allows(now)) {
          continue;
        }
        if (breaker.isAway()) {
          assertTrue(now - lastAllowedAway >= CALL.toNanos(), "seed " + seed);
          lastAllowedAway = now;
        }
        breaker = breaker.called(now, CALL);
        if (random.nextInt(3) == 0) {
          breaker = breaker.answered();
          assertFalse(breaker.isAway());
        } else {
          boolean wasAway = breaker.isAway();
          breaker = breaker.failed(now, FUSE);
          if (wasAway) {
            assertInstanceOf(Breaker.Open.class, breaker);
          }
        }
      }
    }
  }
}
