package io.atalaya.api.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.health.Track.Level;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrackTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final HealthRules RULES = TestRules.USUAL;
  private static final Track UP = Track.NONE.well(NOW, null, RULES);

  @Test
  void offline_takes_three_failures_and_thirty_seconds_both() {
    Track quick = ill(ill(ill(UP, 1), 2), 3);
    assertEquals(Level.UP, quick.level(), "three, but only 2 s");
    assertEquals(Level.UP, ill(quick, 30).level(), "29 s");
    assertEquals(Level.DOWN, ill(quick, 31).level());
    Track slow = ill(ill(UP, 1), 100);
    assertEquals(Level.UP, slow.level(), "99 s, but only two");
    assertEquals(Level.DOWN, ill(slow, 101).level());
  }

  @Test
  void online_takes_two_successes_in_a_row() {
    Track down = down();
    Track once = well(down, 50);
    assertEquals(Level.DOWN, once.level());
    assertEquals(Level.DOWN, well(ill(once, 55), 60).level(), "not in a row");
    assertEquals(Level.UP, well(once, 55).level());
  }

  @Test
  void a_camera_that_never_worked_needs_no_damping() {
    assertEquals(Level.DOWN, ill(Track.NONE, 0).level());
    assertEquals(Level.UP, UP.level());
  }

  @Test
  void rejected_credentials_are_certain_at_once() {
    assertEquals(Level.DOWN, UP.ill(NOW, true, RULES).level());
  }

  @Test
  void failures_are_forgotten_only_after_a_minute_of_stable_health() {
    Track down = ill(ill(down(), 60), 90);
    int steps = down.steps();
    assertTrue(steps > 1);
    Track up = well(well(down, 100), 159);
    assertEquals(steps, up.steps(), "59 s");
    assertEquals(0, well(up, 160).steps());
    Track again = ill(up, 159);
    assertEquals(steps, well(again, 161).steps(), "stable begins anew");
  }

  @Test
  void more_than_four_changes_within_ten_minutes_are_flapping_until_they_are_old() {
    Track track = UP;
    for (int change = 0; change < 5; change++) {
      assertFalse(track.isFlapping(RULES), "after " + change);
      track = shown(shown(track, true, change * 60), false, change * 60 + 30);
    }
    assertTrue(track.isFlapping(RULES));
    assertTrue(shown(track, false, 599).isFlapping(RULES));
    assertFalse(shown(track, false, 600).isFlapping(RULES), "the first was ten minutes ago");
    assertFalse(shown(track, false, -1).isFlapping(RULES), "changes still to come never were");
  }

  @Test
  void a_clock_that_jumps_back_does_not_keep_a_camera_online() {
    Track failing = ill(UP, 3_600);
    Track down = ill(ill(ill(failing, 0), 15), 30);
    assertEquals(Level.DOWN, down.level());
    Track up = well(well(down, 40), 100);
    assertEquals(0, up.steps());
  }

  @Test
  void another_configuration_starts_over_but_remembers_that_it_was_up() {
    Track renewed = ill(ill(UP, 1), 2).renewed();
    assertEquals(Level.UP, renewed.level());
    assertEquals(0, renewed.failures());
    assertEquals(0, renewed.steps());
  }

  @Test
  void whatever_is_seen_the_counters_agree_and_nothing_grows_without_bound() {
    for (long seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      Track track = Track.NONE;
      Instant now = NOW;
      for (int look = 0; look < 400; look++) {
        now = now.plusSeconds(random.nextInt(40) - 3);
        track =
            switch (random.nextInt(5)) {
              case 0, 1 -> track.well(now, null, RULES);
              case 2 -> track.ill(now, random.nextInt(10) == 0, RULES);
              case 3 -> track.missed(random.nextBoolean());
              default -> track.unchanged();
            };
        track = track.shown(random.nextBoolean(), now, RULES);
        assertFalse(track.failures() > 0 && track.successes() > 0, "seed " + seed);
        assertEquals(track.failures() > 0, track.failingSince() != null);
        assertEquals(track.successes() > 0, track.wellSince() != null);
        assertTrue(track.steps() <= 30 && track.misses() <= 30);
        assertTrue(track.changes().size() <= 5);
      }
    }
  }

  private static Track down() {
    return ill(ill(ill(UP, 0), 15), 30);
  }

  private static Track ill(Track track, int second) {
    return track.ill(NOW.plusSeconds(second), false, RULES);
  }

  private static Track shown(Track track, boolean changed, int second) {
    return track.shown(changed, NOW.plusSeconds(second), RULES);
  }

  private static Track well(Track track, int second) {
    return track.well(NOW.plusSeconds(second), null, RULES);
  }
}
