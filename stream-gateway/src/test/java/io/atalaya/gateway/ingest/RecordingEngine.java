package io.atalaya.gateway.ingest;

import io.atalaya.contract.id.StreamKey;
import io.atalaya.gateway.engine.Exit;
import io.atalaya.gateway.engine.MediaEngine;
import io.atalaya.gateway.engine.MediaSink;
import io.atalaya.gateway.engine.RecordedRun;
import io.atalaya.gateway.engine.StreamSpec;
import io.atalaya.gateway.engine.Support;
import io.atalaya.media.codec.Track;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.InitSegment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes on what an engine sends, and keeps a copy of each run for FFmpeg to judge. */
final class RecordingEngine implements MediaEngine {
  private final MediaEngine engine;
  private final Path folder;
  private final Map<StreamKey, List<RecordedRun>> runs = new ConcurrentHashMap<>();
  private final Set<StreamKey> withHoles = ConcurrentHashMap.newKeySet();

  RecordingEngine(MediaEngine engine, Path folder) {
    this.engine = engine;
    this.folder = folder;
  }

  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public Support supports(StreamSpec spec) {
    return engine.supports(spec);
  }

  @Override
  public Exit run(StreamSpec spec, MediaSink sink) throws InterruptedException {
    RecordedRun recorded = new RecordedRun(newFolder(spec.key()));
    runs(spec.key()).add(recorded);
    return engine.run(spec, new Both(spec.key(), recorded, sink));
  }

  private Path newFolder(StreamKey key) {
    try {
      return Files.createTempDirectory(folder, key.tenantId().value());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of a camera, in order. */
  List<RecordedRun> runs(StreamKey key) {
    return runs.computeIfAbsent(key, _ -> new CopyOnWriteArrayList<>());
  }

  /** Pictures of all runs of a camera. */
  int frames(StreamKey key) {
    return runs(key).stream().mapToInt(run -> run.frames(Track.Kind.VIDEO)).sum();
  }

  /** From here on. */
  void forgetHoles() {
    withHoles.clear();
  }

  /** Whether each picture followed on the one before, in every run. */
  boolean isContiguous(StreamKey key) {
    return !withHoles.contains(key);
  }

  private final class Both implements MediaSink {
    private final StreamKey key;
    private final RecordedRun recorded;
    private final MediaSink sink;
    private long expectedTicks = -1;

    Both(StreamKey key, RecordedRun recorded, MediaSink sink) {
      this.key = key;
      this.recorded = recorded;
      this.sink = sink;
    }

    @Override
    public void init(List<InitSegment> tracks) {
      recorded.init(tracks);
      sink.init(tracks);
    }

    @Override
    public void chunk(Chunk chunk) {
      if (chunk.kind() == Track.Kind.VIDEO) {
        if (expectedTicks >= 0 && chunk.baseDecodeTimeTicks() != expectedTicks) {
          withHoles.add(key);
        }
        expectedTicks = chunk.baseDecodeTimeTicks() + chunk.durationTicks();
      }
      chunk.data().retain();
      recorded.chunk(chunk);
      sink.chunk(chunk);
    }
  }
}
