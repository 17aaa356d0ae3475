package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.session.SessionModel.Mistake;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Again with one seed: {@code -Datalaya.seed=SEED}. */
final class SessionSimulationTest {
  private static final int STEPS = 10_000;
  private static final Long ONE = Long.getLong("atalaya.seed");

  @Test
  void promises_hold_whatever_goes_wrong() {
    run(1, 20);
  }

  @Test
  @Tag("nightly")
  void promises_hold_in_thousands_of_worlds() {
    run(1, 5_000);
  }

  /** A simulation that never finds anything proves nothing. */
  @ParameterizedTest
  @EnumSource(value = Mistake.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void it_finds_a_mistake(Mistake mistake) {
    assertThrows(
        SessionSimulation.Broken.class,
        () -> {
          for (long seed = 1; seed <= 30; seed++) {
            new SessionSimulation(seed, mistake).run(STEPS);
          }
        });
  }

  private static void run(long first, long last) {
    assertTrue(first <= last);
    for (long seed = ONE == null ? first : ONE; seed <= (ONE == null ? last : ONE); seed++) {
      try {
        new SessionSimulation(seed, Mistake.NONE).run(STEPS);
      } catch (RuntimeException | AssertionError broken) {
        throw new AssertionError(
            "seed %d: %s; run it again with -Datalaya.seed=%1$d"
                .formatted(seed, broken.getMessage()),
            broken);
      }
    }
  }
}
