package io.atalaya.media.fmp4;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.media.DirectMemory;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the reader makes of a file plays: FFmpeg decodes each track from init and chunks alone. */
final class DecodableTest {
  @TempDir Path folder;

  private final DirectMemory memory = new DirectMemory();

  @ParameterizedTest
  @FieldSource("io.atalaya.media.fmp4.Fixtures#READABLE")
  void each_track_decodes_on_its_own(String name) throws Exception {
    try (var kept = new Fixtures.Kept()) {
      Fixtures.read(Fixtures.bytes(name), 512, memory.allocator(), kept);
      for (InitSegment init : kept.inits) {
        Path file = folder.resolve(init.kind() + ".mp4");
        try (OutputStream out = Files.newOutputStream(file)) {
          write(init, kept.chunks, out);
        }
        int frames =
            kept.chunks.stream().filter(c -> c.kind() == init.kind()).mapToInt(Chunk::frames).sum();
        assertEquals(frames + "", probe(file, "stream=nb_read_packets"), name + init.kind());
        int decoded = Integer.parseInt(probe(file, "stream=nb_read_frames"));
        // An audio decoder may swallow its first packet as priming, or give a frame more at its
        // end.
        assertTrue(Math.abs(decoded - frames) <= 1, decoded + " of " + frames);
      }
    }
    memory.assertAllReleased();
  }

  private static void write(InitSegment init, List<Chunk> chunks, OutputStream out)
      throws Exception {
    Channels.newChannel(out).write(init.bytes());
    for (Chunk chunk : chunks) {
      if (chunk.kind() == init.kind()) {
        chunk.data().getBytes(chunk.data().readerIndex(), out, chunk.sizeBytes());
      }
    }
  }

  private static String probe(Path file, String entry) throws Exception {
    var command =
        List.of(
            "ffprobe",
            "-v",
            "warning",
            "-count_packets",
            "-count_frames",
            "-show_entries",
            entry,
            "-of",
            "csv=p=0",
            file.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    assertTrue(process.waitFor(120, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), output);
    return output;
  }
}
