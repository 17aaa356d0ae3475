package io.atalaya.gateway.engine.inprocess;

import static io.atalaya.gateway.engine.inprocess.WireCamera.SILENCE;
import static io.atalaya.gateway.engine.inprocess.WireCamera.bytes;
import static io.atalaya.gateway.engine.inprocess.WireCamera.ok;
import static io.atalaya.gateway.engine.inprocess.WireCamera.status;
import static io.atalaya.gateway.engine.inprocess.WireCamera.text;
import static io.atalaya.gateway.engine.inprocess.WireCamera.unauthorized;
import static io.atalaya.gateway.engine.inprocess.WirePictures.DESCRIPTION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.inprocess.WireCamera.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the first connection to PLAY, with cameras that make it hard. */
class HandshakeTest {
  private static final String DIGEST = "Digest realm=\"r\", nonce=\"n\"";
  private static final String WITH_SOUND =
      DESCRIPTION + "m=audio 0 RTP/AVP 0\na=rtpmap:0 PCMU/8000\na=control:track2\n";

  private static <F extends IngestFailure> F failure(Class<F> kind, WireCamera camera)
      throws Exception {
    try (var run = Runs.start(camera.urlWithCredentials("admin", "secret"))) {
      return run.failure(kind);
    }
  }

  @Test
  void what_a_camera_calls_itself_is_asked_for_and_signed_at_the_address_that_was_checked()
      throws Exception {
    String sdp =
        DESCRIPTION
            .replace("a=control:*", "a=control:rtsp://10.9.8.7/live/all?x=1")
            .replace("a=control:trackID=1", "a=control:rtsp://intruder:pw@192.168.0.64:8000/t/1");
    try (var camera =
            WireCamera.start()
                .unless(
                    request -> request.header("authorization").isPresent(),
                    request -> unauthorized(request, DIGEST))
                .on("DESCRIBE", request -> describedAs("rtsp://10.9.8.7/live/", request, sdp));
        var run = Runs.start(camera.urlWithCredentials("admin", "secret"))) {
      Eventually.holds(Runs.SOON, () -> camera.methods().contains("OPTIONS"));
      run.stop();
      String ours = "rtsp://127.0.0.1:" + camera.port();
      assertEquals(ours + "/t/1", camera.asked("SETUP").uri());
      assertEquals(ours + "/live/all?x=1", camera.asked("PLAY").uri());
      for (Request request : camera.requests()) {
        String signed = request.header("authorization").orElse("");
        assertTrue(request.uri().startsWith(ours + "/"), request.uri());
        assertTrue(signed.isEmpty() || signed.contains("uri=\"" + request.uri() + "\""), signed);
      }
    }
  }

  private static byte[] describedAs(String base, Request request, String sdp) {
    return bytes(
        ok(request, "Content-Base: " + base, "Content-Length: " + sdp.length()), text(sdp));
  }

  @Test
  void a_camera_that_refuses_to_play_is_told_goodbye() throws Exception {
    try (var camera =
        WireCamera.start().on("PLAY", request -> status(request, "500 Internal Server Error"))) {
      assertNotNull(failure(IngestFailure.ProtocolViolation.class, camera));
      Eventually.holds(Runs.SOON, () -> camera.methods().getLast().equals("TEARDOWN"));
      assertEquals(WireCamera.SESSION, camera.requests().getLast().header("session").orElseThrow());
    }
  }

  @Test
  void an_interrupt_while_it_waits_for_play_still_says_goodbye() throws Exception {
    try (var camera = WireCamera.start().on("PLAY", SILENCE);
        var run = Runs.start(camera.url())) {
      Eventually.holds(Runs.SOON, () -> camera.methods().contains("PLAY"));
      run.stop();
      Eventually.holds(Runs.SOON, () -> camera.methods().getLast().equals("TEARDOWN"));
      Eventually.holds(Runs.SOON, () -> camera.open() == 0);
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
        WireCamera.start()
            .on("SETUP", request -> status(request, status + " Busy", "Retry-After: " + told))) {
      var busy = failure(IngestFailure.Busy.class, camera);
      assertEquals(Duration.ofSeconds(seconds), busy.retryAfter());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "403, CredentialsRejected",
    "404, Unreachable",
    "410, Unreachable",
    "454, Unreachable",
    "461, ProtocolViolation",
    "400, ProtocolViolation",
  })
  void what_a_camera_refuses_with_tells_why(int status, String kind) throws Exception {
    try (var camera = WireCamera.start().on("SETUP", request -> status(request, status + " No"))) {
      assertEquals(kind, failure(IngestFailure.class, camera).getClass().getSimpleName());
    }
  }

  @Test
  void a_track_without_an_address_of_its_own_is_set_up_at_that_of_all() throws Exception {
    try (var camera = WireCamera.start(DESCRIPTION.replace("a=control:trackID=1", "a=control:*"));
        var run = Runs.start(camera.url())) {
      Eventually.holds(Runs.SOON, () -> camera.methods().contains("PLAY"));
      assertEquals(camera.url(), camera.asked("SETUP").uri());
      run.stop();
    }
  }

  @Test
  void the_session_is_that_of_the_first_track() throws Exception {
    var sessions = new AtomicInteger();
    try (var camera =
            WireCamera.start(WITH_SOUND)
                .on(
                    "SETUP",
                    request ->
                        ok(
                            request,
                            "Session: s" + sessions.incrementAndGet(),
                            "Transport: " + request.header("transport").orElseThrow()));
        var run = Runs.start(camera.url())) {
      Eventually.holds(Runs.SOON, () -> camera.methods().contains("PLAY"));
      assertEquals("s1", camera.asked("PLAY").header("session").orElseThrow());
      run.stop();
    }
  }

  @Test
  void a_camera_that_refuses_to_send_its_sound_still_shows_its_picture() throws Exception {
    try (var camera =
            WireCamera.start(WITH_SOUND)
                .unless(
                    request -> !request.uri().endsWith("track2"),
                    request -> status(request, "404 Not Found"));
        var run = Runs.start(camera.url())) {
      Eventually.holds(Runs.SOON, () -> camera.methods().contains("OPTIONS"));
      assertEquals(List.of("DESCRIBE", "SETUP", "SETUP", "PLAY", "OPTIONS"), camera.methods());
      run.stop();
    }
  }

  @Test
  void credentials_that_are_refused_are_shown_once() throws Exception {
    try (var camera = WireCamera.start().on("DESCRIBE", request -> unauthorized(request, DIGEST))) {
      assertNotNull(failure(IngestFailure.CredentialsRejected.class, camera));
      assertEquals(2, camera.requests().size());
    }
  }

  @Test
  void credentials_that_were_taken_once_are_not_shown_again_to_the_same_challenge()
      throws Exception {
    try (var camera =
        WireCamera.start()
            .unless(
                request ->
                    request.method().equals("DESCRIBE")
                        && request.header("authorization").isPresent(),
                request -> unauthorized(request, DIGEST))) {
      assertNotNull(failure(IngestFailure.CredentialsRejected.class, camera));
      assertEquals(List.of("DESCRIBE", "DESCRIBE", "SETUP"), camera.methods());
    }
  }

  @Test
  void a_camera_whose_every_nonce_is_stale_is_not_asked_for_ever() throws Exception {
    var nonces = new AtomicInteger();
    try (var camera =
        WireCamera.start()
            .on(
                "DESCRIBE",
                request ->
                    unauthorized(
                        request,
                        "Digest realm=\"r\", nonce=\"%d\", stale=true"
                            .formatted(nonces.incrementAndGet())))) {
      assertNotNull(failure(IngestFailure.CredentialsRejected.class, camera));
      assertEquals(3, camera.requests().size());
    }
  }

  @Test
  void the_name_of_a_track_never_becomes_a_header() throws Exception {
    String sdp = DESCRIPTION.replace("trackID=1", "track1\rX-Evil: 1");
    try (var camera = WireCamera.start(sdp);
        var run = Runs.start(camera.url())) {
      Eventually.holds(Runs.SOON, () -> camera.methods().contains("PLAY"));
      run.stop();
      assertTrue(camera.asked("SETUP").uri().endsWith("/cam/track1"));
      for (Request request : camera.requests()) {
        assertTrue(request.header("x-evil").isEmpty(), request.method());
      }
    }
  }

  @Test
  void a_camera_that_floods_and_never_answers_has_no_more_time_either() throws Exception {
    byte[] packets = text(("$\0\u0004\0" + "x".repeat(1_024)).repeat(16));
    try (var camera = WireCamera.start().on("DESCRIBE", SILENCE);
        var run = Runs.startHastily(camera.url())) {
      Eventually.holds(Runs.SOON, () -> camera.methods().contains("DESCRIBE"));
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
      assertNotNull(run.failure(IngestFailure.Unreachable.class));
      assertTrue(flood.join(Runs.SOON));
    }
  }

  @Test
  void hostile_answers_are_refused_with_a_reason() throws Exception {
    for (String[] hostile :
        new String[][] {
          {"X: " + "y".repeat(40_000)},
          {"Content-Length: 2000000000"},
          {"Content-Length: -1"},
          Collections.nCopies(1_000, "A: b").toArray(String[]::new),
        }) {
      try (var camera = WireCamera.start().on("DESCRIBE", request -> ok(request, hostile))) {
        assertNotNull(failure(IngestFailure.ProtocolViolation.class, camera));
      }
    }
  }

  @Test
  void a_camera_that_trickles_has_no_more_time_than_one_that_is_silent() throws Exception {
    try (var camera = WireCamera.start().on("DESCRIBE", SILENCE);
        var run = Runs.startHastily(camera.url())) {
      Eventually.holds(Runs.SOON, () -> camera.methods().contains("DESCRIBE"));
      camera.say(text("RTSP/1.0 200 OK\r\nX: "));
      Eventually.holds(
          Runs.SOON,
          () -> {
            try {
              camera.say(text("y"));
            } catch (IOException expected) {
              // hung up on, which may be a moment before the run is over
            }
            return run.isOver();
          });
      assertNotNull(run.failure(IngestFailure.Unreachable.class));
    }
  }
}
