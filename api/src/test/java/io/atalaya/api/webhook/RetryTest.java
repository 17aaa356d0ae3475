package io.atalaya.api.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RetryTest {
  @Test
  void a_delivery_is_tried_for_about_three_days_and_then_given_up() {
    Random random = new Random(1);
    Duration all = Duration.ZERO;
    Duration before = Duration.ZERO;
    for (int attempts = 1; attempts < Retry.MAX_ATTEMPTS; attempts++) {
      Duration wait = Retry.after(attempts, random).orElseThrow();
      assertTrue(wait.compareTo(Duration.ofHours(6)) <= 0, wait.toString());
      if (attempts < 7) {
        assertTrue(wait.compareTo(before) > 0, wait + " after " + before);
      }
      before = wait;
      all = all.plus(wait);
    }
    assertEquals(Optional.empty(), Retry.after(Retry.MAX_ATTEMPTS, random));
    assertTrue(all.toHours() >= 24 && all.toHours() <= 72, all.toString());
  }

  @Test
  void the_first_comes_again_within_seconds_and_no_two_at_once() {
    Random random = new Random(2);
    Duration one = Retry.after(1, random).orElseThrow();
    Duration two = Retry.after(1, random).orElseThrow();
    assertTrue(one.toMillis() >= 2_500 && one.toMillis() <= 5_000, one.toString());
    assertTrue(!one.equals(two), "jitter");
  }

  @Test
  void an_endpoint_rests_after_three_failures_and_ten_minutes_at_most() {
    Random random = new Random(3);
    assertEquals(Duration.ZERO, Retry.rest(2, random));
    assertTrue(Retry.rest(3, random).toSeconds() >= 4);
    Duration longest = Retry.rest(1_000_000, random);
    assertTrue(longest.toMinutes() >= 5 && longest.toMinutes() <= 10, longest.toString());
  }
}
