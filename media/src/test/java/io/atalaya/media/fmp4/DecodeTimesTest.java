package io.atalaya.media.fmp4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class DecodeTimesTest {
  private static final long FRAME = 3_600;

  /** Decoding times for pictures shown at these times, in frames. */
  private static List<Double> decoded(OptionalInt reorder, int... shown) {
    var times = new DecodeTimes(reorder, FRAME);
    var decoded = new ArrayList<Double>();
    for (int frame : shown) {
      decoded.add(times.next(frame * FRAME) / (double) FRAME);
    }
    return decoded;
  }

  @Test
  void without_reordering_a_picture_is_decoded_when_it_is_shown() {
    assertEquals(List.of(0.0, 1.0, 2.0, 3.0), decoded(OptionalInt.of(0), 0, 1, 2, 3));
  }

  @Test
  void reordered_pictures_are_decoded_evenly_and_before_they_are_shown() {
    assertEquals(
        List.of(-1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0),
        decoded(OptionalInt.of(1), 0, 3, 1, 2, 6, 4, 5));
    assertEquals(
        List.of(-2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0),
        decoded(OptionalInt.of(2), 0, 4, 2, 1, 3, 8, 6, 5, 7));
  }

  @Test
  void reordering_that_was_not_announced_is_learnt_and_times_grow_meanwhile() {
    var times = new DecodeTimes(OptionalInt.empty(), FRAME);
    int[] group = {0, 4, 2, 1, 3};
    long last = Long.MIN_VALUE;
    for (int start = 0; start < 40; start += 4) {
      for (int i = start == 0 ? 0 : 1; i < group.length; i++) {
        long shown = (start + group[i]) * FRAME;
        long decoded = times.next(shown);
        assertTrue(decoded > last, "grows");
        if (start >= 8) {
          assertTrue(decoded <= shown, "is not after it is shown");
          assertEquals(0, decoded % FRAME);
        }
        last = decoded;
      }
    }
  }
}
