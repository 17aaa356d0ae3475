package io.atalaya.gateway.engine.inprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.MediaEngine;
import io.atalaya.gateway.engine.MediaEngineContract;
import io.atalaya.gateway.engine.PacketLoss;
import io.atalaya.gateway.engine.Stage;
import io.atalaya.media.codec.Track;
import io.atalaya.testkit.camera.Camera;
import io.atalaya.testkit.camera.CameraSimulator;
import io.atalaya.testkit.camera.Clip;
import io.atalaya.testkit.camera.Fault;
import io.atalaya.testkit.camera.MediaTransport;
import io.atalaya.testkit.camera.SimulatorOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The engine in Java against a real RTSP server. */
class InprocessEngineTest extends MediaEngineContract {
  private static final String CAMERA = "acme/lobby";

  private final InprocessEngine engine =
      new InprocessEngine(
          new InprocessOptions(
              Duration.ofSeconds(15),
              Duration.ofSeconds(10),
              Duration.ofSeconds(2),
              Duration.ofMillis(20)),
          InstantSource.system(),
          new SplittableRandom(1));
  private CameraSimulator cameras;

  @BeforeEach
  void start() throws Exception {
    cameras = CameraSimulator.start(SimulatorOptions.loopback());
  }

  @AfterEach
  void stop() {
    cameras.close();
  }

  @Override
  protected MediaEngine engine() {
    return engine;
  }

  @Override
  protected String camera(Behaviour behaviour) {
    cameras.add(
        Camera.named(CAMERA).transports(offered()).credentials("viewer", "it's a p@ss:w/rd#1"));
    switch (behaviour) {
      case PLAYS, ENDS, STALLS -> {}
      case REJECTS_CREDENTIALS -> {
        return cameras.urlWithCredentials(CAMERA).replace("viewer:", "intruder:");
      }
      case UNREACHABLE -> cameras.stopListening();
      case BUSY -> cameras.fault(CAMERA, Fault.BUSY);
    }
    return cameras.urlWithCredentials(CAMERA);
  }

  @Override
  protected void turn(Behaviour behaviour) {
    cameras.fault(CAMERA, behaviour == Behaviour.STALLS ? Fault.STALL : Fault.DROP);
  }

  /** The only way that the cameras here send media. */
  MediaTransport offered() {
    return MediaTransport.TCP;
  }

  final void fault(Fault fault) {
    cameras.fault(CAMERA, fault);
  }

  @Override
  protected boolean isNothingLeft() {
    return engine.running() == 0 && cameras.counters(CAMERA).activeSessions() == 0;
  }

  @Test
  @DisplayName("says goodbye to the camera, so that it frees the session at once")
  void tearsDown() throws Exception {
    Running running = run(camera(Behaviour.PLAYS));
    Eventually.holds(SOON, () -> running.videoFrames() > 0);
    running.stop();
    assertEquals(1, cameras.counters(CAMERA).teardowns());
  }

  @Test
  @DisplayName("passes AAC on as a track of its own")
  void audio() throws Exception {
    cameras.add(Camera.named("acme/loud").transports(offered()).clip(Clip.bundled("acme-lobby")));
    Running running = run(cameras.url("acme/loud"));
    Eventually.holds(SOON, () -> running.audioFrames() > 10);
    Track audio = running.tracks().getLast();
    assertEquals(Track.Kind.AUDIO, audio.kind());
    assertEquals("mp4a.40.2", audio.codec());
    assertEquals(1, running.sink().inits(), "sound that begins after the picture is no news");
    running.stop();
  }

  @Test
  @DisplayName("tells how far it has come, and what the network lost")
  void tellsItsStages() throws Exception {
    Running running = run(camera(Behaviour.PLAYS));
    Eventually.holds(SOON, () -> running.videoFrames() > 0);
    assertEquals(List.of(Stage.CONNECTED, Stage.PLAYING), running.sink().stages());
    assertEquals(Optional.of(PacketLoss.NONE), running.sink().loss());
    running.stop();
  }

  @Test
  @DisplayName("fails as unreachable where the camera has no such stream")
  void noSuchPath() throws Exception {
    camera(Behaviour.PLAYS);
    assertFailed(
        IngestFailure.Unreachable.class,
        run(cameras.urlWithCredentials(CAMERA).replace("/lobby", "/nowhere")));
  }
}
