package io.atalaya.api.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.identity.SigningKey.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class KeyScheduleTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration AGE = Duration.ofDays(30);
  private static final SigningKeyStore.Row OLD = key("old", START);
  private static final SigningKeyStore.Row NEW = key("new", START.plus(AGE));

  @Test
  void without_a_key_one_is_due_that_signs_at_once() {
    KeySchedule none = at(START);
    assertTrue(none.isDue(AGE));
    assertEquals(START, none.nextSignsFrom());
    assertEquals(Optional.empty(), none.current());
  }

  @Test
  void a_key_is_due_when_the_present_one_has_its_age_and_signs_after_all_know_it() {
    assertFalse(at(START.plus(AGE).minusSeconds(1), OLD).isDue(AGE));
    KeySchedule due = at(START.plus(AGE), OLD);
    assertTrue(due.isDue(AGE));
    assertEquals(START.plus(AGE).plus(KeySchedule.AHEAD), due.nextSignsFrom());
  }

  @Test
  void the_next_key_is_published_and_does_not_sign_and_no_third_is_due() {
    KeySchedule before = at(START.plus(AGE).minusSeconds(1), NEW, OLD);
    assertEquals(List.of(OLD, NEW), before.published());
    assertEquals(Optional.of(OLD), before.current());
    assertEquals(State.NEXT, before.state(NEW));
    assertEquals(State.CURRENT, before.state(OLD));
    assertTrue(before.hasNext());
    assertFalse(before.isDue(Duration.ZERO));
  }

  @Test
  void from_its_moment_on_the_new_key_signs_and_the_old_one_verifies_for_a_while() {
    KeySchedule after = at(START.plus(AGE), OLD, NEW);
    assertEquals(Optional.of(NEW), after.current());
    assertEquals(State.RETIRED, after.state(OLD));
    assertEquals(List.of(OLD, NEW), after.published());
    assertEquals(List.of(), after.gone());

    KeySchedule last = at(START.plus(AGE).plus(KeySchedule.KEPT), OLD, NEW);
    assertEquals(List.of(OLD, NEW), last.published());
    KeySchedule later = at(START.plus(AGE).plus(KeySchedule.KEPT).plusSeconds(1), OLD, NEW);
    assertEquals(List.of(NEW), later.published());
    assertEquals(List.of("old"), later.gone());
  }

  @Test
  void after_a_clock_was_set_back_there_is_still_a_key_that_signs() {
    KeySchedule back = at(START.minusSeconds(60), OLD, NEW);
    assertEquals(Optional.of(OLD), back.current());
    assertEquals(State.CURRENT, back.state(OLD));
    assertEquals(State.NEXT, back.state(NEW));
    assertFalse(back.isDue(AGE));
  }

  @Test
  void a_key_is_published_for_longer_than_any_token_lives() {
    assertTrue(KeySchedule.KEPT.compareTo(Duration.ofMinutes(3)) > 0);
  }

  private static KeySchedule at(Instant now, SigningKeyStore.Row... keys) {
    return new KeySchedule(Arrays.asList(keys), now);
  }

  private static SigningKeyStore.Row key(String kid, Instant signsFrom) {
    return new SigningKeyStore.Row(kid, "", new byte[0], signsFrom, signsFrom);
  }
}
