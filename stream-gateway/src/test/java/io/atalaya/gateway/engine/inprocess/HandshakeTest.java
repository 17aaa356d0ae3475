package io.atalaya.gateway.engine.inprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.engine.Exit;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.inprocess.ScriptedCamera.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the first connection to PLAY, with cameras that make it hard. */
class HandshakeTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private static IngestFailure failure(ScriptedCamera camera) throws Exception {
    try (var run = Runs.start(camera.url().replace("//", "//admin:secret@"))) {
      return assertInstanceOf(Exit.Failed.class, run.exit(SOON)).failure();
    }
  }

  @Test
  void what_a_camera_calls_itself_is_asked_for_and_signed_at_the_address_that_was_checked()
      throws Exception {
    String sdp =
        ScriptedCamera.VIDEO
            .replace("t=0 0\n", "t=0 0\na=control:rtsp://10.9.8.7/live/all?x=1\n")
            .replace("a=control:track1", "a=control:rtsp://intruder:pw@192.168.0.64:8000/t/1");
    try (var camera =
            new ScriptedCamera(request -> {
              if (request.header("authorization").isEmpty()) {
                return "401 Unauthorized\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n\"\n";
              }
              return request.method().equals("DESCRIBE")
                  ? ScriptedCamera.described(sdp)
                      .replaceFirst("\n", "\nContent-Base: rtsp://10.9.8.7/live/\n")
                  : ScriptedCamera.usual(request);
            });
        var run = Runs.start(camera.url().replace("//", "//admin:secret@"))) {
      Eventually.holds(SOON, () -> camera.methods().contains("OPTIONS"));
      run.stop();
      String ours = "rtsp://127.0.0.1:" + camera.port();
      assertEquals(ours + "/t/1", camera.requests("SETUP").getFirst().uri());
      assertEquals(ours + "/live/all?x=1", camera.requests("PLAY").getFirst().uri());
      for (Request request : camera.requests()) {
        String signed = request.header("authorization");
        assertTrue(request.uri().startsWith(ours + "/"), request.uri());
        assertTrue(signed.isEmpty() || signed.contains("uri=\"" + request.uri() + "\""), signed);
      }
    }
  }

  @Test
  void a_camera_that_refuses_to_play_is_told_goodbye() throws Exception {
    try (var camera =
        new ScriptedCamera(request ->
            request.method().equals("PLAY")
                ? "500 Internal Server Error\n"
                : ScriptedCamera.usual(request))) {
      assertInstanceOf(IngestFailure.ProtocolViolation.class, failure(camera));
      Eventually.holds(SOON, () -> camera.methods().getLast().equals("TEARDOWN"));
      assertEquals("42", camera.requests().getLast().header("session"));
    }
  }

  @Test
  void an_interrupt_while_it_waits_for_play_still_says_goodbye() throws Exception {
    try (var camera =
            new ScriptedCamera(
                request -> request.method().equals("PLAY") ? "" : ScriptedCamera.usual(request));
        var run = Runs.start(camera.url())) {
      Eventually.holds(SOON, () -> camera.methods().contains("PLAY"));
      run.stop();
      Eventually.holds(SOON, () -> camera.methods().getLast().equals("TEARDOWN"));
      Eventually.holds(SOON, () -> camera.open() == 0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "453, 40, 40",
    "503, 7, 7",
    "503, 'Fri, 31 Dec 1999 23:59:59 GMT', 0",
    "453, -3, 0",
  })
  void a_busy_camera_says_when_to_come_back(int status, String told, int seconds) throws Exception {
    try (var camera =
        new ScriptedCamera(request ->
            request.method().equals("SETUP")
                ? "%d Busy\nRetry-After: %s\n".formatted(status, told)
                : ScriptedCamera.usual(request))) {
      var busy = assertInstanceOf(IngestFailure.Busy.class, failure(camera));
      assertEquals(Duration.ofSeconds(seconds), busy.retryAfter());
    }
  }

  @Test
  void a_camera_that_refuses_to_send_its_sound_still_shows_its_picture() throws Exception {
    String sdp =
        ScriptedCamera.VIDEO + "m=audio 0 RTP/AVP 0\na=rtpmap:0 PCMU/8000\na=control:track2\n";
    try (var camera =
            new ScriptedCamera(request -> {
              if (request.uri().endsWith("track2")) {
                return "404 Not Found\n";
              }
              return request.method().equals("DESCRIBE")
                  ? ScriptedCamera.described(sdp)
                  : ScriptedCamera.usual(request);
            });
        var run = Runs.start(camera.url())) {
      Eventually.holds(SOON, () -> camera.methods().contains("OPTIONS"));
      assertEquals(List.of("DESCRIBE", "SETUP", "SETUP", "PLAY", "OPTIONS"), camera.methods());
      run.stop();
    }
  }

  @Test
  void credentials_that_are_refused_are_shown_once() throws Exception {
    try (var camera =
        new ScriptedCamera(
            _ -> "401 Unauthorized\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n\"\n")) {
      assertInstanceOf(IngestFailure.CredentialsRejected.class, failure(camera));
      assertEquals(2, camera.requests().size());
    }
  }

  @Test
  void a_camera_whose_every_nonce_is_stale_is_not_asked_for_ever() throws Exception {
    var nonces = new AtomicInteger();
    try (var camera =
        new ScriptedCamera(_ ->
            "401 Unauthorized\nWWW-Authenticate: Digest realm=\"r\", nonce=\"%d\", stale=true\n"
                .formatted(nonces.incrementAndGet()))) {
      assertInstanceOf(IngestFailure.CredentialsRejected.class, failure(camera));
      assertEquals(3, camera.requests().size());
    }
  }

  @Test
  void the_name_of_a_track_never_becomes_a_header() throws Exception {
    String sdp = ScriptedCamera.VIDEO.replace("track1", "track1\rX-Evil: 1");
    try (var camera =
            new ScriptedCamera(request ->
                request.method().equals("DESCRIBE")
                    ? ScriptedCamera.described(sdp)
                    : ScriptedCamera.usual(request));
        var run = Runs.start(camera.url())) {
      Eventually.holds(SOON, () -> camera.methods().contains("PLAY"));
      run.stop();
      assertTrue(camera.requests("SETUP").getFirst().uri().endsWith("/live/track1"));
      for (Request request : camera.requests()) {
        assertEquals("", request.header("x-evil"), request.method());
      }
    }
  }

  @Test
  void a_camera_that_floods_and_never_answers_has_no_more_time_either() throws Exception {
    String packets = ("$\0\u0004\0" + "x".repeat(1_024)).repeat(16);
    try (var camera = new ScriptedCamera(_ -> "");
        var run = Runs.startHastily(camera.url())) {
      Eventually.holds(SOON, () -> camera.methods().contains("DESCRIBE"));
      Thread flood =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (!run.isOver()) {
                    camera.say(packets);
                  }
                } catch (IOException expected) {
                  // hung up on
                }
              });
      var failed = assertInstanceOf(Exit.Failed.class, run.exit(SOON));
      assertInstanceOf(IngestFailure.Unreachable.class, failed.failure());
      assertTrue(flood.join(SOON));
    }
  }

  @Test
  void hostile_answers_are_refused_with_a_reason() throws Exception {
    for (String hostile :
        List.of(
            "200 OK\nX: " + "y".repeat(40_000),
            "200 OK\nContent-Length: 2000000000\n\n",
            "200 OK\nContent-Length: -1\n\n",
            "200 OK\n" + "A: b\n".repeat(1_000))) {
      try (var camera = new ScriptedCamera(_ -> hostile)) {
        assertInstanceOf(IngestFailure.ProtocolViolation.class, failure(camera));
      }
    }
  }

  @Test
  void a_camera_that_trickles_has_no_more_time_than_one_that_is_silent() throws Exception {
    try (var camera = new ScriptedCamera(_ -> "");
        var run = Runs.startHastily(camera.url())) {
      Eventually.holds(SOON, () -> camera.methods().contains("DESCRIBE"));
      camera.say("RTSP/1.0 200 OK\r\nX: ");
      Eventually.holds(
          SOON,
          () -> {
            if (!run.isOver()) {
              camera.say("y");
            }
            return run.isOver();
          });
      var failed = assertInstanceOf(Exit.Failed.class, run.exit(SOON));
      assertInstanceOf(IngestFailure.Unreachable.class, failed.failure());
    }
  }
}
