package io.atalaya.gateway.engine;

import io.atalaya.media.codec.Track;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.InitSegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Counts what an engine sends, and gives every buffer back. */
public final class RecordingSink implements MediaSink {
  private final AtomicReference<List<InitSegment>> init = new AtomicReference<>(List.of());
  private final AtomicInteger videoFrames = new AtomicInteger();
  private final AtomicInteger audioFrames = new AtomicInteger();
  private final AtomicInteger keyFrames = new AtomicInteger();
  private volatile long lastTicks = -1;
  private volatile boolean backwards;

  @Override
  public void init(List<InitSegment> tracks) {
    init.set(tracks);
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
