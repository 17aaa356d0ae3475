package io.atalaya.media.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.media.DirectMemory;
import io.atalaya.media.codec.AccessUnit;
import io.atalaya.media.codec.SlabWriter;
import io.atalaya.media.codec.Track;
import io.atalaya.media.fmp4.Chunk;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class OpenSegmentTest {
  private static final long FRAME_NANOS = 40_000_000;

  /** Without leak detection, whose wrappers hide what they wrap, and which others may switch on. */
  private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true, true);

  private final SlabWriter slab = SlabWriter.ofVideo(memory);
  private final OpenSegment segment =
      new OpenSegment(new OpenSegment.Start(1, 1, false, Instant.EPOCH, true, false));

  @Test
  void chunks_that_lie_one_behind_another_are_the_part_without_a_copy() {
    segment.add(chunk(1), FRAME_NANOS);
    segment.add(chunk(2), FRAME_NANOS);
    segment.add(chunk(3), FRAME_NANOS);
    assertNothingCopied(3);
  }

  @Test
  void chunks_in_two_slabs_are_the_part_without_a_copy_too() {
    segment.add(chunk(1), FRAME_NANOS);
    segment.add(chunk(2), FRAME_NANOS);
    nextSlab();
    segment.add(chunk(3), FRAME_NANOS);
    assertNothingCopied(3);
  }

  @Test
  void chunks_with_something_between_them_are_pieces() {
    segment.add(chunk(1), FRAME_NANOS);
    chunk(9).release(); // dropped by somebody on the way
    segment.add(chunk(2), FRAME_NANOS);
    assertNothingCopied(2);
  }

  @Test
  void chunks_in_too_many_places_are_copied_together() {
    for (int i = 1; i <= 4; i++) {
      segment.add(chunk(i), FRAME_NANOS);
      chunk(9).release();
    }
    long before = usedBytes();
    segment.closePart(memory);
    assertEquals(before + 4 * (AccessUnit.HEADROOM + 100), usedBytes());
    assertPart(4);
  }

  @Test
  void chunks_in_memory_of_their_own_are_copied_together() {
    segment.add(alone(chunk(1)), FRAME_NANOS);
    segment.add(alone(chunk(2)), FRAME_NANOS);
    segment.closePart(memory);
    assertPart(2);
  }

  private Chunk alone(Chunk chunk) {
    var copy =
        new Chunk(
            chunk.kind(),
            chunk.baseDecodeTimeTicks(),
            chunk.durationTicks(),
            chunk.independent(),
            chunk.frames(),
            chunk.data().copy(),
            chunk.receivedAt());
    chunk.release();
    return copy;
  }

  private void nextSlab() {
    slab.close();
  }

  /** A header of zeros, and 100 bytes of that value. */
  private Chunk chunk(int value) {
    for (int i = 0; i < 100; i++) {
      slab.room(1).writeByte(value);
    }
    ByteBuf data = slab.take();
    for (int i = 0; i < AccessUnit.HEADROOM; i++) {
      data.setByte(data.readerIndex() - 1 - i, 0);
    }
    return new Chunk(
        Track.Kind.VIDEO,
        0,
        3_600,
        true,
        1,
        data.readerIndex(data.readerIndex() - AccessUnit.HEADROOM),
        Instant.EPOCH.plusSeconds(1));
  }

  private void assertNothingCopied(int chunks) {
    long before = usedBytes();
    segment.closePart(memory);
    assertEquals(before, usedBytes());
    assertPart(chunks);
  }

  /** The part is the chunks 1, 2 and so on, whole and in order; and nothing of it stays behind. */
  private void assertPart(int chunks) {
    byte[] part = DirectMemory.take(segment.part(0).orElseThrow());
    int each = AccessUnit.HEADROOM + 100;
    assertEquals(chunks * each, part.length);
    for (int i = 0; i < chunks; i++) {
      assertEquals(0, part[i * each]);
      assertEquals(i + 1, part[(i + 1) * each - 1]);
    }
    segment.release();
    slab.close();
    assertEquals(0, usedBytes());
  }

  private long usedBytes() {
    return memory.metric().usedDirectMemory();
  }
}
