package io.atalaya.gateway.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atalaya.media.codec.Track;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.InitSegment;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Writes each track of a run to files, one for each init segment, for FFmpeg to judge. */
public final class RecordedRun implements MediaSink {
  private final Path folder;
  private final List<Recording> recordings = new ArrayList<>();

  /** What came under one init segment. */
  public static final class Recording {
    final InitSegment init;
    public final Path file;
    int frames;

    Recording(InitSegment init, Path file) {
      this.init = init;
      this.file = file;
    }
  }

  public RecordedRun(Path folder) {
    this.folder = folder;
  }

  @Override
  public synchronized void init(List<InitSegment> tracks) {
    for (InitSegment init : tracks) {
      Path file = folder.resolve(recordings.size() + ".mp4");
      recordings.add(new Recording(init, file));
      try (OutputStream out = Files.newOutputStream(file)) {
        Channels.newChannel(out).write(init.bytes());
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  @Override
  public synchronized void chunk(Chunk chunk) {
    Recording last = of(chunk.kind()).getLast();
    last.frames += chunk.frames();
    try (OutputStream out =
        Files.newOutputStream(last.file, java.nio.file.StandardOpenOption.APPEND)) {
      chunk.data().getBytes(chunk.data().readerIndex(), out, chunk.sizeBytes());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } finally {
      chunk.release();
    }
  }

  /** In order. */
  public synchronized List<Recording> of(Track.Kind kind) {
    return recordings.stream().filter(r -> r.init.kind() == kind).toList();
  }

  public synchronized int frames(Track.Kind kind) {
    return of(kind).stream().mapToInt(r -> r.frames).sum();
  }

  /** What FFmpeg says about a file when it decodes all of it; empty if it has nothing to say. */
  public static String complaints(Recording recording) throws IOException, InterruptedException {
    return said("ffmpeg", "-v", "warning", "-i", recording.file.toString(), "-f", "null", "-");
  }

  /** The same of the file alone: what is inside its samples is not looked at. */
  public static String complaintsOfContainer(Recording recording)
      throws IOException, InterruptedException {
    String file = recording.file.toString();
    return said("ffmpeg", "-v", "warning", "-i", file, "-c", "copy", "-f", "null", "-");
  }

  private static String said(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return "did not end";
    }
    return said;
  }
}
