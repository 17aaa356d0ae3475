package io.atalaya.media.fmp4;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.media.DirectMemory;
import io.atalaya.media.codec.AccessUnit;
import io.atalaya.media.codec.DecoderConfig;
import io.atalaya.media.codec.Track;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FragmenterTest {
  private static final long FRAME = 960;
  private static final long ORIGIN = 480_000;

  private final DirectMemory memory = new DirectMemory();
  private final List<Long> begins = new ArrayList<>();
  private final Fragmenter sound = new Fragmenter(2, 48_000, ORIGIN, output());

  private Fragmenter.Output output() {
    return new Fragmenter.Output() {
      @Override
      public void init(InitSegment init) {
        assertEquals("opus", init.track().codec());
      }

      @Override
      public void chunk(Chunk chunk) {
        begins.add(chunk.baseDecodeTimeTicks() - ORIGIN);
        assertEquals(FRAME, chunk.durationTicks());
        chunk.release();
      }
    };
  }

  private void send(long... times) {
    sound.config(new DecoderConfig.Opus(2));
    for (long time : times) {
      frame(time);
    }
  }

  private void frame(long time) {
    sound.accessUnit(
        new AccessUnit(
            Track.Kind.AUDIO,
            time,
            time + FRAME,
            true,
            memory
                .allocator()
                .directBuffer(AccessUnit.HEADROOM + 8)
                .setIndex(AccessUnit.HEADROOM, AccessUnit.HEADROOM)
                .writeLong(1),
            Instant.EPOCH));
  }

  @AfterEach
  void nothing_is_kept() {
    memory.assertAllReleased();
  }

  @Test
  void sound_whose_times_are_unsteady_has_no_holes() {
    send(0, 970, 1_900, 2_890, 3_830);
    assertEquals(List.of(0L, 960L, 1_920L, 2_880L, 3_840L), begins);
  }

  @Test
  void a_frame_that_is_missing_leaves_its_place_empty() {
    send(0, 960, 2_880);
    assertEquals(List.of(0L, 960L, 2_880L), begins);
  }

  @Test
  void sound_that_is_shifted_to_the_past_is_not_heard_twice() {
    send(0, 960, 1_920);
    sound.shift(-2 * FRAME);
    for (int i = 3; i < 7; i++) {
      frame(i * FRAME);
    }
    assertEquals(List.of(0L, 960L, 1_920L, 2_880L, 3_840L), begins);
  }

  @Test
  void sound_before_the_beginning_of_time_is_left_out() {
    sound.shift(-ORIGIN - FRAME);
    send(0, 960, 1_920);
    assertEquals(List.of(-ORIGIN, -ORIGIN + FRAME), begins);
  }

  @Test
  void sound_that_is_shifted_to_the_future_leaves_a_hole() {
    send(0, 960);
    sound.shift(10 * FRAME);
    frame(2 * FRAME);
    assertEquals(List.of(0L, 960L, 12 * FRAME), begins);
  }
}
