package io.atalaya.media.fmp4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.media.DirectMemory;
import io.atalaya.media.codec.AccessUnit;
import io.atalaya.media.codec.AvcSps;
import io.atalaya.media.codec.DecoderConfig;
import io.atalaya.media.codec.Track;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PictureTimesTest {
  private static final long FRAME = 1_500; // 60 a second
  private static final long ORIGIN = 900_000;

  /** Two pictures may be decoded before one that is shown earlier. */
  private static final String REORDERS_TWO = "6764001eacd940a02ff97011000003000100000300320f162d96";

  private final DirectMemory memory = new DirectMemory();
  private final List<Chunk> chunks = new ArrayList<>();
  private final Fragmenter fragmenter = new Fragmenter(1, 90_000, ORIGIN, output());

  private Fragmenter.Output output() {
    return new Fragmenter.Output() {
      @Override
      public void init(InitSegment init) {
        assertEquals("avc1.64001e", init.track().codec());
      }

      @Override
      public void chunk(Chunk chunk) {
        chunks.add(chunk);
        chunk.release();
      }
    };
  }

  @Test
  void decoding_never_goes_back_where_a_picture_is_missing_before_a_key_frame() throws Exception {
    ByteBuffer sps = ByteBuffer.wrap(HexFormat.of().parseHex(REORDERS_TWO));
    ByteBuffer pps = ByteBuffer.wrap(HexFormat.of().parseHex("68ce3c80"));
    fragmenter.config(new DecoderConfig.Avc(AvcSps.parse(sps), List.of(sps), List.of(pps)));
    picture(0, 3, true);
    picture(3, 1, false);
    picture(1, 2, false);
    picture(2, 6, false);
    picture(6, 4, false);
    picture(4, 5, false);
    // The fifth is lost.
    picture(7, 10, true);
    picture(10, 8, false);
    picture(8, 9, false);
    picture(9, 11, false);
    for (int i = 1; i < chunks.size(); i++) {
      Chunk before = chunks.get(i - 1);
      long end = before.baseDecodeTimeTicks() + before.durationTicks();
      assertTrue(chunks.get(i).baseDecodeTimeTicks() >= end, "chunk " + i + " of " + chunks);
    }
    assertTrue(chunks.get(6).baseDecodeTimeTicks() <= ORIGIN + 7 * FRAME);
    memory.assertAllReleased();
  }

  @Test
  void a_picture_before_a_jump_of_its_clock_lasts_as_long_as_pictures_do() {
    picture(0, 1, true);
    picture(1, 10_000, false);
    picture(10_000, 10_001, true);
    assertEquals(
        List.of(ORIGIN, ORIGIN + FRAME, ORIGIN + 10_000 * FRAME),
        chunks.stream().map(Chunk::baseDecodeTimeTicks).toList());
    assertEquals(
        List.of(FRAME, 90_000L / 25, FRAME), chunks.stream().map(Chunk::durationTicks).toList());
    memory.assertAllReleased();
  }

  private void picture(long shown, long next, boolean access) {
    fragmenter.accessUnit(
        new AccessUnit(
            Track.Kind.VIDEO,
            shown * FRAME,
            next * FRAME,
            access,
            memory
                .allocator()
                .directBuffer(AccessUnit.HEADROOM + 8)
                .setIndex(AccessUnit.HEADROOM, AccessUnit.HEADROOM)
                .writeLong(1),
            Instant.EPOCH));
  }
}
