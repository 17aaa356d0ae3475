package io.atalaya.gateway.engine.inprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CadenceTest {
  private static final int TICK = 20_000;
  private static final int SECOND = 1_000_000;

  private final Cadence cadence = new Cadence();
  private int reads;
  private int longestWait;

  @ParameterizedTest
  @ValueSource(ints = {1, 7_000, 19_999, 20_001, 31_000, 39_999})
  void of_25_pictures_a_second_half_the_ticks_are_read_and_the_ones_right_behind_a_picture(
      int phase) {
    sweep(phase, 40_000, 1);
    reads = 0;
    longestWait = 0;
    sweep(phase, 40_000, 8);
    assertTrue(reads <= 8 * 30, "reads: " + reads);
    assertTrue(longestWait <= TICK, "waited " + longestWait);
  }

  @Test
  void a_camera_that_drifts_is_followed() {
    sweep(5_000, 40_000, 1);
    longestWait = 0;
    // A hundred times what a quartz drifts.
    sweep(5_000, 40_400, 20);
    assertTrue(longestWait <= 2 * TICK, "waited " + longestWait);
    assertTrue(reads <= 21 * 32, "reads: " + reads);
  }

  @ParameterizedTest
  @ValueSource(ints = {20_000, 33_333, 16_667})
  void faster_ones_never_wait_for_more_than_two_ticks(int interval) {
    sweep(3_000, interval, 10);
    assertTrue(longestWait <= 2 * TICK, "waited " + longestWait);
  }

  @Test
  void one_that_always_has_something_is_always_read() {
    sweep(3_000, 10_000, 2);
    assertEquals(100, reads);
  }

  @Test
  void one_that_is_silent_is_read_in_each_tick() {
    for (int i = 0; i < 50; i++) {
      assertTrue(!cadence.passesOver());
      cadence.read(false);
    }
  }

  /** Pictures come in that interval, in microseconds; after each tick it is read, or is not. */
  private void sweep(int phase, int interval, int seconds) {
    int next = phase;
    for (int now = TICK; now <= seconds * SECOND; now += TICK) {
      if (cadence.passesOver()) {
        continue;
      }
      reads++;
      boolean found = next <= now;
      while (next <= now) {
        longestWait = Math.max(longestWait, now - next);
        next += interval;
      }
      cadence.read(found);
    }
  }
}
