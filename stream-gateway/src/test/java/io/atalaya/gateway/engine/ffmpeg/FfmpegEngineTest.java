package io.atalaya.gateway.engine.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.MediaEngine;
import io.atalaya.gateway.engine.MediaEngineContract;
import io.atalaya.gateway.engine.Support;
import io.atalaya.media.codec.Track;
import io.atalaya.testkit.camera.Camera;
import io.atalaya.testkit.camera.CameraSimulator;
import io.atalaya.testkit.camera.Clip;
import io.atalaya.testkit.camera.Fault;
import io.atalaya.testkit.camera.SimulatorOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** FFmpeg against a real RTSP server. */
class FfmpegEngineTest extends MediaEngineContract {
  private static final String CAMERA = "acme/lobby";

  private final FfmpegEngine engine =
      new FfmpegEngine(
          new FfmpegOptions(
              "ffmpeg", Optional.empty(), Duration.ofSeconds(30), Duration.ofSeconds(6)),
          InstantSource.system());
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
    cameras.add(Camera.named(CAMERA).credentials("viewer", "it's a p@ss:w/rd#1"));
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

  @Override
  protected boolean isNothingLeft() {
    return engine.children().isEmpty() && cameras.counters(CAMERA).activeSessions() == 0;
  }

  @Test
  @DisplayName("supports nothing where FFmpeg is not installed, and says so")
  void notInstalled() {
    var nowhere =
        new FfmpegEngine(
            FfmpegOptions.of("/no/such/ffmpeg", Optional.empty()), InstantSource.system());
    assertEquals(
        new Support.Unsupported("FFmpeg is not installed on this video server."),
        nowhere.supports(spec("rtsp://camera.test/live")));
  }

  @Test
  @DisplayName("never shows credentials to who lists processes, nor our secrets to the child")
  void hidesCredentials() throws Exception {
    Running running = run(camera(Behaviour.PLAYS));
    Eventually.holds(SOON, () -> running.videoFrames() > 0);
    Path process = Path.of("/proc", engine.children().getFirst().toString());
    String arguments = Files.readString(process.resolve("cmdline"));
    assertTrue(arguments.contains("ffmpeg"), "it is the child");
    assertFalse(arguments.contains("viewer"), "no user name");
    assertFalse(arguments.contains("ss:w"), "no password");
    String environment = Files.readString(process.resolve("environ"));
    assertTrue(
        environment.lines().allMatch(line -> line.startsWith("PATH=")), "PATH and nothing else");
    running.stop();
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
    cameras.add(Camera.named("acme/loud").clip(Clip.bundled("acme-lobby")));
    Running running = run(cameras.url("acme/loud"));
    Eventually.holds(SOON, () -> running.audioFrames() > 10);
    Track audio = running.tracks().getLast();
    assertEquals(Track.Kind.AUDIO, audio.kind());
    assertEquals("mp4a.40.2", audio.codec());
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

  @Test
  @DisplayName("does not follow a redirect, and plays nothing from there")
  void redirect() throws Exception {
    camera(Behaviour.PLAYS);
    try (var door = new RedirectingDoor(cameras.urlWithCredentials(CAMERA))) {
      assertFailed(IngestFailure.SourceRefused.class, run(door.url()));
    }
    assertEquals(0, cameras.counters(CAMERA).framesSent());
  }

  @Test
  @DisplayName("what is no RTSP camera is a protocol violation")
  void notRtsp() throws Exception {
    camera(Behaviour.PLAYS);
    try (var door = new RedirectingDoor("")) {
      assertFailed(IngestFailure.ProtocolViolation.class, run(door.url()));
    }
  }
}
