package io.atalaya.testkit.camera;

/** Plays one track of one camera to all of the camera's sessions, while there are any. */
final class PacedTrack implements Pacer.Beat {
  private static final long MAX_BEHIND_NANOS = 1_000_000_000L;

  private final LiveCamera camera;
  private final int trackIndex;
  private final Track track;
  private boolean running;
  private long index;

  PacedTrack(LiveCamera camera, int trackIndex) {
    this.camera = camera;
    this.trackIndex = trackIndex;
    this.track = camera.camera().clip().tracks().get(trackIndex);
  }

  /** Puts itself into the pacer unless it is there. */
  void start(Pacer pacer, long nowNanos) {
    if (!running) {
      running = true;
      index = camera.timeline().firstFrame(track, nowNanos);
      pacer.add(this);
    }
  }

  @Override
  public long dueNanos() {
    return camera.timeline().dueNanos(track, index);
  }

  @Override
  public boolean play(long nowNanos) {
    if (camera.playing().isEmpty()) {
      running = false;
      return false;
    }
    if (nowNanos - dueNanos() > MAX_BEHIND_NANOS) {
      skipTo(camera.timeline().firstFrame(track, nowNanos));
      return true;
    }
    for (RtspSession session : camera.playing()) {
      session.sender(trackIndex).ifPresent(sender -> sender.offer(index));
    }
    index++;
    return true;
  }

  private void skipTo(long next) {
    for (RtspSession session : camera.playing()) {
      session.sender(trackIndex).ifPresent(sender -> sender.miss(next - index));
    }
    index = next;
  }
}
