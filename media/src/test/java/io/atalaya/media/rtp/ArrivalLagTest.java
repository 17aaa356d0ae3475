package io.atalaya.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class ArrivalLagTest {
  private static final long MILLI = 1_000_000;
  private static final long WINDOW = ArrivalLag.WINDOW.toMillis();

  private final ArrivalLag lag = new ArrivalLag();

  @Test
  void it_is_the_least_of_a_whole_window() {
    lag.add(0, 50);
    lag.add(1_000 * MILLI, 1_020);
    lag.add(2_000 * MILLI, 2_070);
    lag.add((WINDOW + 49 - 30) * MILLI, WINDOW + 49);
    assertEquals(0, lag.windows());
    lag.add((WINDOW + 50 - 30) * MILLI, WINDOW + 50);
    assertEquals(1, lag.windows());
    assertEquals(20 * MILLI, lag.nanos());
  }

  @Test
  void each_window_has_its_own() {
    lag.add(0, 20);
    lag.add(WINDOW * MILLI, WINDOW + 20);
    lag.add((WINDOW + 1) * MILLI, WINDOW + 1 + 70);
    lag.add((2 * WINDOW + 1) * MILLI, 2 * WINDOW + 1 + 80);
    assertEquals(2, lag.windows());
    assertEquals(70 * MILLI, lag.nanos());
  }

  @Test
  void media_that_is_moved_takes_what_is_known_with_it() {
    lag.add(0, 20);
    lag.add(WINDOW * MILLI, WINDOW + 20);
    lag.add((WINDOW + 40) * MILLI, WINDOW + 41);
    lag.shifted(5 * MILLI);
    assertEquals(15 * MILLI, lag.nanos());
    lag.add((WINDOW + 50 + 5) * MILLI, WINDOW + 50 + 20);
    lag.add((2 * WINDOW + 55) * MILLI, 2 * WINDOW + 50 + 20);
    assertEquals(2, lag.windows());
    assertEquals(15 * MILLI, lag.nanos(), "nothing is left of before it moved");
  }
}
