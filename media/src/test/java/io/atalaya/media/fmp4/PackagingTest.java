package io.atalaya.media.fmp4;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.media.DirectMemory;
import io.atalaya.media.codec.Track;
import io.atalaya.media.rtp.payload.Replay;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes in as packets and goes out as chunks, FFmpeg decodes, and finds every picture of. */
final class PackagingTest {
  private static final int FRAMES = 50;

  @TempDir Path folder;

  private final DirectMemory memory = new DirectMemory();
  private final List<InitSegment> inits = new ArrayList<>();
  private final List<Chunk> chunks = new ArrayList<>();

  private final Fragmenter.Output output =
      new Fragmenter.Output() {
        @Override
        public void init(InitSegment init) {
          inits.add(init);
        }

        @Override
        public void chunk(Chunk chunk) {
          chunks.add(chunk);
        }
      };

  @ParameterizedTest
  @ValueSource(strings = {"libx264 -bf 0", "libx264 -bf 2", "libx265 -bf 0", "libx265 -bf 3"})
  void every_picture_is_decoded_without_an_error(String encoder) throws Exception {
    Path source = folder.resolve("source.mp4");
    ffmpeg(
        "-f lavfi -i testsrc=size=320x180:rate=25 -frames:v %d -g 20 -c:v %s -pix_fmt yuv420p -threads 1"
            .formatted(FRAMES, encoder),
        source);
    var fragmenter = new Fragmenter(1, 90_000, 900_000, output);
    Replay.of(source, folder, memory.allocator()).into(fragmenter);
    Path packaged = folder.resolve("packaged.mp4");
    write(packaged);
    // The last picture's end is not known.
    assertEquals(FRAMES - 1, chunks.size());
    assertEquals(
        (FRAMES - 1) + "\n",
        run(
            "ffprobe",
            "-v",
            "warning",
            "-count_frames",
            "-show_entries",
            "stream=nb_read_frames",
            "-of",
            "csv=p=0",
            packaged.toString()));
    assertTrue(chunks.getFirst().independent());
    long end = chunks.getFirst().baseDecodeTimeTicks();
    for (Chunk chunk : chunks) {
      assertEquals(end, chunk.baseDecodeTimeTicks(), "follows on the one before");
      end += chunk.durationTicks();
    }
    assertEquals(Track.Kind.VIDEO, inits.getFirst().kind());
    chunks.forEach(Chunk::release);
    memory.assertAllReleased();
  }

  private void write(Path file) throws Exception {
    try (OutputStream out = Files.newOutputStream(file)) {
      Channels.newChannel(out).write(inits.getFirst().bytes());
      for (Chunk chunk : chunks) {
        chunk.data().getBytes(chunk.data().readerIndex(), out, chunk.sizeBytes());
      }
    }
  }

  private static void ffmpeg(String arguments, Path output) throws Exception {
    var command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y"));
    command.addAll(List.of(arguments.split(" ")));
    if (arguments.contains("libx265")) {
      command.addAll(List.of("-x265-params", "log-level=0:pools=1"));
    }
    command.add(output.toString());
    assertEquals("", run(command.toArray(String[]::new)));
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertTrue(process.waitFor(120, TimeUnit.SECONDS));
    return said;
  }
}
