package io.atalaya.gateway.engine;

import io.atalaya.media.codec.Track;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.InitSegment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Counts what an engine sends, and gives every buffer back. */
public final class RecordingSink implements MediaSink {
  private final AtomicReference<List<InitSegment>> init = new AtomicReference<>(List.of());
  private final AtomicInteger videoFrames = new AtomicInteger();
  private final AtomicInteger audioFrames = new AtomicInteger();
  private final AtomicInteger inits = new AtomicInteger();
  private final List<Stage> stages = new CopyOnWriteArrayList<>();
  private volatile Optional<PacketLoss> loss = Optional.empty();
  private final AtomicInteger keyFrames = new AtomicInteger();
  private volatile long lastTicks = -1;
  private volatile boolean backwards;

  @Override
  public void init(List<InitSegment> tracks) {
    init.set(tracks);
    inits.incrementAndGet();
  }

  @Override
  public void reached(Stage stage) {
    stages.add(stage);
  }

  @Override
  public void lost(PacketLoss soFar) {
    loss = Optional.of(soFar);
  }

  /** How often the tracks were told. */
  public int inits() {
    return inits.get();
  }

  public List<Stage> stages() {
    return List.copyOf(stages);
  }

  public Optional<PacketLoss> loss() {
    return loss;
  }

  @Override
  public void chunk(Chunk chunk) {
    if (chunk.kind() == Track.Kind.VIDEO) {
      backwards |= chunk.baseDecodeTimeTicks() <= lastTicks;
      lastTicks = chunk.baseDecodeTimeTicks();
      videoFrames.addAndGet(chunk.frames());
      keyFrames.addAndGet(chunk.independent() ? 1 : 0);
    } else {
      audioFrames.addAndGet(chunk.frames());
    }
    chunk.release();
  }

  public List<Track> tracks() {
    return init.get().stream().map(InitSegment::track).toList();
  }

  public int videoFrames() {
    return videoFrames.get();
  }

  public int audioFrames() {
    return audioFrames.get();
  }

  public int keyFrames() {
    return keyFrames.get();
  }

  /** Whether decoding times ever failed to grow. */
  public boolean wentBackwards() {
    return backwards;
  }
}
