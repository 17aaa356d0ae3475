package io.atalaya.media.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class MeterTest {
  private static final long FRAME_NANOS = 40_000_000;
  private final Meter meter = new Meter();

  @Test
  void nothing_has_come_yet() {
    assertEquals(0, meter.typicalNanos());
    assertEquals(0, meter.bitsPerSecond());
    assertEquals(0.0, meter.framesPerSecond());
  }

  @Test
  void figures_are_of_the_last_five_seconds() {
    add(1_000, FRAME_NANOS, 10_000);
    assertEquals(2_000_000, meter.bitsPerSecond());
    assertEquals(25.0, meter.framesPerSecond(), 1e-9);
    add(125, FRAME_NANOS, 5_000);
    assertEquals(1_000_000, meter.bitsPerSecond());
  }

  @Test
  void many_short_chunks_are_bounded_and_counted_right() {
    add(5_000, 1_000_000, 125);
    assertEquals(1_000_000, meter.bitsPerSecond());
    assertEquals(1_000.0, meter.framesPerSecond(), 1e-9);
    add(125, FRAME_NANOS, 5_000);
    assertEquals(1_000_000, meter.bitsPerSecond());
    assertEquals(25.0, meter.framesPerSecond(), 1e-9);
  }

  @Test
  void an_odd_chunk_is_not_typical_and_a_new_cadence_is_after_some() {
    add(20, FRAME_NANOS, 1);
    meter.add(3 * FRAME_NANOS, 1, 1);
    assertEquals(FRAME_NANOS, meter.typicalNanos());
    add(4, 2 * FRAME_NANOS, 1);
    assertEquals(2 * FRAME_NANOS, meter.typicalNanos());
  }

  private void add(int count, long nanos, int bytes) {
    for (int i = 0; i < count; i++) {
      meter.add(nanos, bytes, 1);
    }
  }
}
