package io.atalaya.gateway.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How large a window may be, of 1,000 MiB for all. */
class WindowBoundTest {
  private static final long MIB = 1 << 20;
  private static final long LIMIT = 1_000 * MIB;
  private final WindowBound bound = new WindowBound();

  private long next(long usedMib, long... windowsMib) {
    bound.adapt(usedMib * MIB, LIMIT, LongStream.of(windowsMib).map(mib -> mib * MIB).toArray());
    return bound.bytes() / MIB;
  }

  private static long[] windows(long mib, int count) {
    var windows = new long[count];
    Arrays.fill(windows, mib);
    return windows;
  }

  @Test
  void while_there_is_room_it_is_what_a_stream_may_have_at_most() {
    assertEquals(48, next(0));
    assertEquals(48, next(750, windows(48, 15)));
  }

  @Test
  void the_largest_are_cut_to_one_size_so_that_all_fit() {
    long[] windows =
        LongStream.concat(LongStream.of(6, 6, 6, 12, 30), LongStream.of(windows(40, 18))).toArray();
    long sum = LongStream.of(windows).sum();
    long cut = next(800, windows);
    long now = LongStream.of(windows).map(window -> Math.min(window, cut)).sum();
    assertTrue(cut > 30 && cut < 40, "only those at the top: " + cut);
    // What is used goes down as what is held does: to 11/16 of the limit.
    long then = sum * 6_875 / 8_000;
    assertTrue(Math.abs(now - then) <= windows.length, "%d of %d".formatted(now, sum));
  }

  @Test
  void cameras_of_the_usual_size_are_never_cut() {
    assertEquals(6, next(990, windows(6, 160)));
    assertEquals(6, next(999, windows(6, 160)));
    var fresh = new WindowBound();
    fresh.adapt(1_000 * MIB, LIMIT, windows(5 * MIB, 190));
    assertEquals(6, fresh.bytes() / MIB);
  }

  @Test
  void it_is_raised_bit_by_bit_when_there_is_room_again() {
    long cut = next(900, windows(40, 22));
    assertEquals(cut, next(700, windows(31, 22)), "neither short nor plenty");
    long raised = next(600, windows(31, 19));
    assertTrue(raised > cut && raised < 48, cut + " to " + raised);
    for (int i = 0; i < 20; i++) {
      raised = next(100, windows(5, 20));
    }
    assertEquals(48, raised);
  }

  @Test
  void what_is_in_use_beside_windows_leaves_them_the_usual_size() {
    assertEquals(6, next(900));
    assertEquals(6, next(900, 0, 0));
  }
}
