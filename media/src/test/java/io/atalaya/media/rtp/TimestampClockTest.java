package io.atalaya.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class TimestampClockTest {
  private static final int SECOND = 90_000;

  private final TimestampClock clock = new TimestampClock(SECOND);

  @Test
  void timestamps_go_on_over_their_wrap_and_may_go_back_a_little() {
    assertEquals(0, clock.ticks(0xFFFF_F000, 0));
    assertEquals(0x1000, clock.ticks(0, 0));
    assertEquals(0x800, clock.ticks(0xFFFF_F800, 0));
    assertEquals(0x2000, clock.ticks(0x1000, 0));
    assertEquals(0, clock.jumps());
  }

  @Test
  void ticks_grow_past_32_bits() {
    long ticks = 0;
    for (long second = 0; second < 200_000; second += 5) {
      ticks = clock.ticks((int) (second * SECOND), second * 1_000);
    }
    assertEquals(199_995L * SECOND, ticks);
    assertEquals(0, clock.jumps());
  }

  @Test
  void a_jump_to_any_time_goes_on_from_where_it_was() {
    for (int jump : new int[] {11 * SECOND, -11 * SECOND, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      var jumping = new TimestampClock(SECOND);
      assertEquals(0, jumping.ticks(1_000, 0));
      assertEquals(3_600, jumping.ticks(4_600, 40));
      assertEquals(7_200, jumping.ticks(4_600 + jump, 80), "jump of " + jump);
      assertEquals(10_800, jumping.ticks(8_200 + jump, 120));
      assertEquals(1, jumping.jumps());
    }
  }

  @Test
  void a_jump_in_one_burst_lasts_as_long_as_the_step_before_it() {
    assertEquals(0, clock.ticks(0, 0));
    assertEquals(3_600, clock.ticks(3_600, 0));
    assertEquals(7_200, clock.ticks(1 << 30, 0));
  }

  @Test
  void a_jump_goes_on_also_behind_a_picture_that_is_shown_earlier() {
    assertEquals(0, clock.ticks(0, 0));
    assertEquals(7_200, clock.ticks(7_200, 0));
    assertEquals(3_600, clock.ticks(3_600, 0));
    assertEquals(3_600 + 7_200, clock.ticks(1 << 30, 0));
  }

  @Test
  void a_pause_is_no_jump() {
    assertEquals(0, clock.ticks(0, 0));
    assertEquals(60L * SECOND, clock.ticks(60 * SECOND, 60_300));
    assertEquals(0, clock.jumps());
  }

  @Test
  void a_burst_after_the_network_stood_still_is_no_jump() {
    assertEquals(0, clock.ticks(0, 0));
    assertEquals(3_600, clock.ticks(3_600, 60_000));
    assertEquals(7_200, clock.ticks(7_200, 60_000));
    assertEquals(0, clock.jumps());
  }

  @Test
  void our_own_clock_being_set_is_no_jump() {
    assertEquals(0, clock.ticks(0, 1_000_000));
    assertEquals(3_600, clock.ticks(3_600, 0));
    assertEquals(7_200, clock.ticks(7_200, 9_000_000));
    assertEquals(0, clock.jumps());
  }

  @Test
  void another_sender_goes_on_from_where_the_other_was() {
    assertEquals(0, clock.ticks(0, 0));
    assertEquals(3_600, clock.ticks(3_600, 40));
    clock.anotherSender();
    assertEquals(7_200, clock.ticks(3_700, 80));
    assertEquals(10_800, clock.ticks(7_300, 120));
    assertEquals(1, clock.jumps());
  }

  @Test
  void a_timestamp_that_is_not_media_s_is_told_where_it_is_near() {
    assertEquals(0, clock.ticks(-5, 0));
    assertEquals(5, clock.at(0));
    assertTrue(clock.isNear(0));
    assertFalse(clock.isNear(-5 + 11 * SECOND));
    assertFalse(clock.isNear(Integer.MIN_VALUE - 5));
  }
}
