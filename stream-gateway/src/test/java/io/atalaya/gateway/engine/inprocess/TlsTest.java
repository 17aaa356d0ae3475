package io.atalaya.gateway.engine.inprocess;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.RecordingSink;
import io.atalaya.testkit.camera.Camera;
import io.atalaya.testkit.camera.CameraSimulator;
import io.atalaya.testkit.camera.Clip;
import io.atalaya.testkit.camera.SimulatorOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cameras at {@code rtsps://}. */
class TlsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void a_camera_with_a_certificate_of_its_own_is_pulled_and_told_goodbye(String protocol)
      throws Exception {
    try (var cameras = CameraSimulator.start(SimulatorOptions.loopback());
        var door = new TlsCamera(folder, protocol, cameras.port())) {
      cameras.add(
          Camera.named("lobby").clip(Clip.bundled("acme-lobby")).credentials("viewer", "secret"));
      var sink = new RecordingSink();
      String url = "rtsps://viewer:secret@camera-7.example:" + door.port() + "/lobby";
      try (var run = Runs.start(url, sink)) {
        Eventually.holds(Runs.SOON, () -> sink.videoFrames() > 10 && sink.audioFrames() > 10);
        run.stop();
      }
      assertEquals(List.of("camera-7.example"), door.names());
      Eventually.holds(Runs.SOON, () -> cameras.counters("lobby").activeSessions() == 0);
      assertEquals(1, cameras.counters("lobby").teardowns());
      assertTrue(!sink.wentBackwards());
    }
  }

  @Test
  void what_speaks_no_tls_is_said_so() throws Exception {
    try (var camera = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        var run = Runs.start("rtsps://127.0.0.1:" + camera.getLocalPort() + "/")) {
      Thread refuses = Thread.ofVirtual().start(() -> refuseTheFirst(camera));
      var failure = run.failure(IngestFailure.ProtocolViolation.class);
      assertTrue(failure.message().contains("TLS"), failure.message());
      assertTrue(refuses.join(Runs.SOON));
    }
  }

  private static void refuseTheFirst(ServerSocket server) {
    try (Socket caller = server.accept()) {
      caller.getOutputStream().write("RTSP/1.0 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
      long _ = caller.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void who_never_shakes_hands_is_not_waited_for() throws Exception {
    try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        var run = Runs.startHastily("rtsps://127.0.0.1:" + silent.getLocalPort() + "/")) {
      assertNotNull(run.failure(IngestFailure.Unreachable.class));
    }
  }
}
