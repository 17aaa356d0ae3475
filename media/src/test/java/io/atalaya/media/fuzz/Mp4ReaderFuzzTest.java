package io.atalaya.media.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.atalaya.media.DirectMemory;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.FragmentedMp4Reader;
import io.atalaya.media.fmp4.InitSegment;
import io.atalaya.media.fmp4.MalformedMp4Exception;
import io.atalaya.media.fmp4.Mp4Limits;
import io.atalaya.media.fmp4.Mp4Sink;
import io.atalaya.media.fmp4.UnsupportedCodecException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Timeout;

/** What an engine writes into a pipe. */
final class Mp4ReaderFuzzTest {
  private static final Mp4Limits LIMITS = new Mp4Limits(1 << 16, 1 << 12, 1 << 14, 1 << 12);

  /** A chunk: its moof, its mdat and the longest header of that. */
  private static final int MOST_BYTES = (1 << 12) + (1 << 14) + 16;

  private final DirectMemory memory = new DirectMemory();

  @FuzzTest(maxDuration = "1m")
  @Timeout(10)
  void the_same_is_read_however_the_bytes_are_cut(byte[] file) {
    List<String> whole = read(file, file.length + 1);
    assertEquals(whole, read(file, 1));
    assertEquals(whole, read(file, 300));
    memory.assertAllReleased();
  }

  /** What was found, the refusal at its end included. */
  private List<String> read(byte[] file, int mostBytes) {
    var found = new ArrayList<String>();
    var sizes = new SplittableRandom(file.length);
    try (var reader =
        new FragmentedMp4Reader(
            LIMITS, memory.allocator(), InstantSource.fixed(Instant.EPOCH), new Recorder(found))) {
      for (int at = 0; at < file.length; ) {
        int piece = Math.min(1 + sizes.nextInt(mostBytes), file.length - at);
        reader.push(ByteBuffer.wrap(file, at, piece));
        at += piece;
        assertTrue(memory.usedBytes() <= MOST_BYTES, () -> "holds " + memory.usedBytes());
      }
    } catch (MalformedMp4Exception | UnsupportedCodecException e) {
      found.add(e.getMessage());
    }
    return found;
  }

  private record Recorder(List<String> found) implements Mp4Sink {
    @Override
    public void init(List<InitSegment> init) {
      assertTrue(!init.isEmpty() && init.size() <= 2);
      init.forEach(segment -> found.add(segment.track() + " " + segment.bytes().remaining()));
    }

    @Override
    public void chunk(Chunk chunk) {
      assertTrue(chunk.frames() > 0 && chunk.baseDecodeTimeTicks() >= 0, chunk::toString);
      found.add(
          "%d for %d, %d frames, %d bytes"
              .formatted(
                  chunk.baseDecodeTimeTicks(),
                  chunk.durationTicks(),
                  chunk.frames(),
                  chunk.data().nioBuffer().hashCode()));
      chunk.release();
    }
  }
}
