package io.atalaya.media.fmp4;

import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Files that FFmpeg wrote, and what a reader finds in them. */
final class Fixtures {
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
  static final List<String> READABLE =
      List.of("h264-aac.mp4", "hevc-opus.mp4", "h264-several-frames.mp4");

  private Fixtures() {}

  static byte[] bytes(String name) {
    try (var in = Fixtures.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps all it is given. */
  static final class Kept implements Mp4Sink, AutoCloseable {
    final List<InitSegment> inits = new ArrayList<>();
    final List<Chunk> chunks = new ArrayList<>();

    @Override
    public void init(List<InitSegment> init) {
      inits.addAll(init);
    }

    @Override
    public void chunk(Chunk chunk) {
      chunks.add(chunk);
    }

    /** One line for each thing found, in order. */
    String dump() {
      var text = new StringBuilder();
      for (InitSegment init : inits) {
        text.append(init.track()).append(' ').append(init.bytes().remaining()).append(" bytes\n");
      }
      for (Chunk chunk : chunks) {
        text.append(
            "%s at %d for %d, %d frames%s, %d bytes\n"
                .formatted(
                    chunk.kind(),
                    chunk.baseDecodeTimeTicks(),
                    chunk.durationTicks(),
                    chunk.frames(),
                    chunk.independent() ? " independent" : "",
                    chunk.sizeBytes()));
      }
      return text.toString();
    }

    @Override
    public void close() {
      chunks.forEach(Chunk::release);
      chunks.clear();
    }
  }

  /** Reads all bytes in pieces of that size. */
  static void read(byte[] bytes, int pieceBytes, ByteBufAllocator allocator, Mp4Sink sink)
      throws MalformedMp4Exception, UnsupportedCodecException {
    try (var reader = new FragmentedMp4Reader(Mp4Limits.standard(), allocator, CLOCK, sink)) {
      for (int at = 0; at < bytes.length; at += pieceBytes) {
        reader.push(ByteBuffer.wrap(bytes, at, Math.min(pieceBytes, bytes.length - at)));
      }
    }
  }
}
