package io.atalaya.testkit.camera;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A camera at work: its timeline, sessions, fault and counters. Belongs to the server's thread, but
 * for {@link #counters}, which any thread may ask for.
 */
final class LiveCamera {
  private final Camera camera;
  private final Timeline timeline;
  private final RandomGenerator random;
  private final List<PacedTrack> pacedTracks;
  private final Set<RtspSession> sessions = new LinkedHashSet<>();
  private final Set<RtspSession> playing = new LinkedHashSet<>();
  private @Nullable Fault fault;

  private final AtomicLong connectionsOpened = new AtomicLong();
  private final AtomicLong activeSessions = new AtomicLong();
  private final AtomicLong playingSessions = new AtomicLong();
  private final AtomicLong plays = new AtomicLong();
  private final AtomicLong signInsRejected = new AtomicLong();
  private final AtomicLong teardowns = new AtomicLong();
  private final AtomicLong sessionsTimedOut = new AtomicLong();
  private final AtomicLong framesSent = new AtomicLong();
  private final AtomicLong framesDropped = new AtomicLong();

  LiveCamera(Camera camera, Timeline timeline, RandomGenerator random) {
    this.camera = camera;
    this.timeline = timeline;
    this.random = random;
    this.pacedTracks =
        IntStream.range(0, camera.clip().tracks().size())
            .mapToObj(trackIndex -> new PacedTrack(this, trackIndex))
            .toList();
  }

  Camera camera() {
    return camera;
  }

  List<Track> tracks() {
    return camera.clip().tracks();
  }

  Timeline timeline() {
    return timeline;
  }

  Optional<Fault> fault() {
    return Optional.ofNullable(fault);
  }

  boolean has(Fault.Lasting lasting) {
    return fault == lasting;
  }

  void setFault(@Nullable Fault lasting) {
    fault = lasting;
  }

  /** Whether the next datagram gets lost. */
  boolean losesPacket() {
    return fault instanceof Fault.Loss(int percent) && random.nextInt(100) < percent;
  }

  Set<RtspSession> sessions() {
    return sessions;
  }

  Set<RtspSession> playing() {
    return playing;
  }

  void sessionSetUp(RtspSession session) {
    sessions.add(session);
    activeSessions.set(sessions.size());
  }

  void sessionPlays(RtspSession session, Pacer pacer, long nowNanos) {
    playing.add(session);
    playingSessions.set(playing.size());
    plays.incrementAndGet();
    pacedTracks.forEach(track -> track.start(pacer, nowNanos));
  }

  void sessionEnded(RtspSession session) {
    sessions.remove(session);
    playing.remove(session);
    activeSessions.set(sessions.size());
    playingSessions.set(playing.size());
  }

  void connectionOpened() {
    connectionsOpened.incrementAndGet();
  }

  void signInRejected() {
    signInsRejected.incrementAndGet();
  }

  void tornDown() {
    teardowns.incrementAndGet();
  }

  void sessionTimedOut() {
    sessionsTimedOut.incrementAndGet();
  }

  void frameSent() {
    framesSent.incrementAndGet();
  }

  void framesDropped(long count) {
    framesDropped.addAndGet(count);
  }

  Counters counters() {
    return new Counters(
        connectionsOpened.get(),
        activeSessions.get(),
        playingSessions.get(),
        plays.get(),
        signInsRejected.get(),
        teardowns.get(),
        sessionsTimedOut.get(),
        framesSent.get(),
        framesDropped.get());
  }
}
