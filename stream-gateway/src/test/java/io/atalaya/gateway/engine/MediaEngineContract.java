package io.atalaya.gateway.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.contract.gateway.Transport;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import io.atalaya.contract.source.SourceUrl;
import io.atalaya.gateway.Eventually;
import io.atalaya.media.codec.Track;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every engine does, whatever is inside. */
public abstract class MediaEngineContract {
  protected static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(20);

  /** What the camera does in a test. */
  protected enum Behaviour {
    PLAYS,
    /** Plays, then says goodbye. */
    ENDS,
    /** Plays, then sends nothing more and keeps the connection. */
    STALLS,
    REJECTS_CREDENTIALS,
    UNREACHABLE,
    BUSY
  }

  /** The engine under test, with deadlines short enough for tests. */
  protected abstract MediaEngine engine();

  /** The URL of a camera that behaves so, from the first connection on. */
  protected abstract String camera(Behaviour behaviour) throws Exception;

  /** Makes the camera do now what it does after it has played for a while. */
  protected abstract void turn(Behaviour behaviour) throws Exception;

  /** Whether nothing of any run is left: no process, no connection at the camera. */
  protected abstract boolean isNothingLeft() throws Exception;

  /** A run on its own thread. */
  protected static final class Running {
    final RecordingSink sink = new RecordingSink();
    final AtomicReference<Exit> exit = new AtomicReference<>();
    final AtomicReference<Throwable> thrown = new AtomicReference<>();
    final Thread thread;

    Running(MediaEngine engine, StreamSpec spec) {
      thread =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  exit.set(engine.run(spec, sink));
                } catch (Throwable e) {
                  thrown.set(e);
                }
              });
    }

    public int videoFrames() {
      return sink.videoFrames();
    }

    public int audioFrames() {
      return sink.audioFrames();
    }

    public List<Track> tracks() {
      return sink.tracks();
    }

    public RecordingSink sink() {
      return sink;
    }

    /** Interrupts it, as the only way to end it from outside. */
    public void stop() throws InterruptedException {
      thread.interrupt();
      assertTrue(thread.join(STOP), "stopped within " + STOP);
      assertInstanceOf(InterruptedException.class, thrown.get());
    }

    Exit awaitExit() throws InterruptedException {
      assertTrue(thread.join(SOON), "the run has ended");
      assertNull(thrown.get());
      return exit.get();
    }
  }

  /** How media travels. */
  protected Transport transport() {
    return Transport.TCP;
  }

  protected final Running run(String url) throws Exception {
    return new Running(engine(), spec(url, transport()));
  }

  protected static StreamSpec spec(String url) {
    return spec(url, Transport.TCP);
  }

  private static StreamSpec spec(String url, Transport transport) {
    return new StreamSpec(
        new StreamKey(new TenantId("acme"), new CameraId("lobby")),
        SourceUrl.parse(url),
        InetAddress.ofLiteral("127.0.0.1"),
        transport,
        true,
        _ -> new SourceCheck.Verdict.Refused(new IngestFailure.SourceRefused("Nowhere else.")));
  }

  @Test
  @DisplayName("starts: init segments first, then frames whose times grow")
  void starts() throws Exception {
    Running running = run(camera(Behaviour.PLAYS));
    Eventually.holds(SOON, () -> running.sink.videoFrames() > 30 && running.sink.keyFrames() > 1);
    Track video = running.sink.tracks().getFirst();
    assertEquals(Track.Kind.VIDEO, video.kind());
    assertTrue(video.codec().startsWith("avc1."), video.codec());
    assertTrue(video.width() > 0 && video.height() > 0);
    assertFalse(running.sink.wentBackwards());
    running.stop();
  }

  @Test
  @DisplayName("ends with SourceEnded when the camera says goodbye")
  void ends() throws Exception {
    Running running = run(camera(Behaviour.ENDS));
    Eventually.holds(SOON, () -> running.sink.videoFrames() > 5);
    turn(Behaviour.ENDS);
    assertInstanceOf(Exit.SourceEnded.class, running.awaitExit());
    Eventually.holds(STOP, this::isNothingLeft);
  }

  @Test
  @DisplayName("fails as stalled when the connection stands but no media comes")
  void stalls() throws Exception {
    Running running = run(camera(Behaviour.STALLS));
    Eventually.holds(SOON, () -> running.sink.videoFrames() > 5);
    turn(Behaviour.STALLS);
    assertFailed(IngestFailure.Stalled.class, running);
  }

  @Test
  @DisplayName("fails with the credentials rejected")
  void rejected() throws Exception {
    assertFailed(
        IngestFailure.CredentialsRejected.class, run(camera(Behaviour.REJECTS_CREDENTIALS)));
  }

  @Test
  @DisplayName("fails as unreachable when nothing listens")
  void unreachable() throws Exception {
    assertFailed(IngestFailure.Unreachable.class, run(camera(Behaviour.UNREACHABLE)));
  }

  @Test
  @DisplayName("fails as busy when the camera has no connection to spare")
  void busy() throws Exception {
    assertFailed(IngestFailure.Busy.class, run(camera(Behaviour.BUSY)));
  }

  @Test
  @DisplayName("runs again after a run")
  void restarts() throws Exception {
    String url = camera(Behaviour.PLAYS);
    for (int i = 0; i < 2; i++) {
      Running running = run(url);
      Eventually.holds(SOON, () -> running.sink.videoFrames() > 10);
      running.stop();
    }
  }

  @Test
  @DisplayName("after an interrupt every child and socket is gone")
  void stopsOnInterrupt() throws Exception {
    Running running = run(camera(Behaviour.PLAYS));
    Eventually.holds(SOON, () -> running.sink.videoFrames() > 10);
    running.stop();
    int framesAtReturn = running.sink.videoFrames();
    Eventually.holds(STOP, this::isNothingLeft);
    assertEquals(framesAtReturn, running.sink.videoFrames(), "the sink is called no more");
  }

  @Test
  @DisplayName("an interrupt while it connects stops it as fast")
  void stopsWhileConnecting() throws Exception {
    Running running = run(camera(Behaviour.PLAYS));
    running.stop();
    Eventually.holds(STOP, this::isNothingLeft);
  }

  protected final void assertFailed(Class<? extends IngestFailure> kind, Running running)
      throws Exception {
    Exit.Failed failed = assertInstanceOf(Exit.Failed.class, running.awaitExit());
    assertInstanceOf(kind, failed.failure());
    assertTrue(failed.failure().message().endsWith("."), "a sentence for people");
    // The camera learns of it by a closed connection, a moment later.
    Eventually.holds(STOP, this::isNothingLeft);
  }
}
