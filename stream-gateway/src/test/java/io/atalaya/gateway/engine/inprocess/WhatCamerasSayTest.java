package io.atalaya.gateway.engine.inprocess;

import static io.atalaya.gateway.engine.inprocess.WireCamera.bytes;
import static io.atalaya.gateway.engine.inprocess.WireCamera.ok;
import static io.atalaya.gateway.engine.inprocess.WireCamera.status;
import static io.atalaya.gateway.engine.inprocess.WirePictures.FRAME;
import static io.atalaya.gateway.engine.inprocess.WirePictures.SPS;
import static io.atalaya.gateway.engine.inprocess.WirePictures.description;
import static io.atalaya.gateway.engine.inprocess.WirePictures.withParameters;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.engine.IngestFailure;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The conversation (RTSP), from the first request to the goodbye, as real cameras have it. */
class WhatCamerasSayTest extends WhatCamerasDo {
  @Test
  void one_upstream_connection_and_a_teardown_at_its_end() throws Exception {
    camera().plays(wire -> wire.send(pictures(0, 4)));
    try (var run = WireRun.of(camera.url())) {
      run.pictures(3);
    }
    assertEquals(List.of("DESCRIBE", "SETUP", "PLAY"), camera.methods().subList(0, 3));
    Eventually.holds(Runs.SOON, () -> camera.methods().getLast().equals("TEARDOWN"));
    assertEquals("12345678", camera.asked("TEARDOWN").header("session").orElseThrow());
    assertEquals(1, camera.connections());
  }

  @Test
  void teardown_also_when_the_camera_refuses_to_play_after_all() throws Exception {
    camera().on("PLAY", request -> status(request, "500 Internal Server Error"));
    try (var run = WireRun.of(camera.url())) {
      assertTrue(run.failure(IngestFailure.ProtocolViolation.class).contains("500"));
    }
    Eventually.holds(Runs.SOON, () -> camera.methods().getLast().equals("TEARDOWN"));
  }

  @Test
  void teardown_also_after_a_stall() throws Exception {
    camera().plays(wire -> wire.send(pictures(0, 4)));
    try (var run = WireRun.of(camera.url())) {
      String _ = run.failure(IngestFailure.Stalled.class);
    }
    Eventually.holds(Runs.SOON, () -> camera.methods().getLast().equals("TEARDOWN"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"453 Not Enough Bandwidth", "503 Service Unavailable"})
  void a_camera_with_nothing_to_spare_is_busy_and_asked_no_further(String status) throws Exception {
    camera().on("SETUP", request -> status(request, status));
    try (var run = WireRun.of(camera.url())) {
      String _ = run.failure(IngestFailure.Busy.class);
    }
    assertEquals(1, camera.connections());
  }

  @Test
  void credentials_that_are_refused_are_shown_once_in_a_run() throws Exception {
    String challenge = "WWW-Authenticate: Digest realm=\"cam\", nonce=\"abc\"";
    camera().on("DESCRIBE", request -> status(request, "401 Unauthorized", challenge));
    try (var run = WireRun.of(camera.urlWithCredentials("ana", "wrong"))) {
      String said = run.failure(IngestFailure.CredentialsRejected.class);
      assertFalse(said.contains("wrong"), said);
    }
    long shown =
        camera.requests().stream().filter(r -> r.header("authorization").isPresent()).count();
    assertEquals(1, shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Digest realm=\"cam\", nonce=\"abc\"", "Basic realm=\"cam\""})
  void a_camera_that_asks_for_no_name_before_its_tracks_still_hears_it(String challenge)
      throws Exception {
    camera()
        .on(
            "SETUP",
            request ->
                request.header("authorization").isPresent()
                    ? ok(request, "Session: 1", "Transport: " + request.headers().get("transport"))
                    : status(request, "401 Unauthorized", "WWW-Authenticate: " + challenge))
        .plays(wire -> wire.send(pictures(0, 4)));
    try (var run = WireRun.of(camera.urlWithCredentials("ana", "right"))) {
      run.pictures(3);
    }
    assertTrue(camera.asked("TEARDOWN").header("authorization").isPresent());
  }

  @Test
  void interleaved_ids_changed_by_the_server() throws Exception {
    var other = new WireRtp(6, WirePictures.PAYLOAD_TYPE, 1);
    camera()
        .on("SETUP", request -> ok(request, "Session: 1", "Transport: RTP/AVP/TCP;interleaved=6-7"))
        .plays(wire -> {
          wire.send(pictures(0, 2));
          wire.send(pictures(0, 5, n -> other.packet(n * FRAME, coded(n))));
        });
    try (var run = WireRun.of(camera.url())) {
      run.pictures(4);
      assertEquals(4, run.media.pictures().size(), "what was not set up is passed over");
    }
  }

  @Test
  void a_transport_header_without_ids_means_those_that_were_asked_for() throws Exception {
    camera()
        .on("SETUP", request -> ok(request, "Session: 1", "Transport: RTP/AVP/TCP;unicast"))
        .plays(wire -> wire.send(pictures(0, 4)));
    try (var run = WireRun.of(camera.url())) {
      run.pictures(3);
    }
  }

  @Test
  void junk_between_interleaved_frames() throws Exception {
    byte[] junk = {0, 0, 1, 0x65, (byte) 0x88, 7, 7, 7};
    camera()
        .plays(wire -> {
          for (int n = 0; n < 6; n++) {
            wire.send(video.packet(n * FRAME, coded(n)), junk);
          }
        });
    try (var run = WireRun.of(camera.url())) {
      run.pictures(5);
      assertSteady(run.media.pictures());
    }
  }

  @Test
  void data_before_the_play_answer() throws Exception {
    camera()
        .on("PLAY", request -> bytes(pictures(0, 3), ok(request, "Session: 1")))
        .plays(wire -> wire.send(pictures(3, 3)));
    try (var run = WireRun.of(camera.url())) {
      run.pictures(5);
      assertSteady(run.media.pictures());
      assertTrue(run.media.pictures().getFirst().access());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RTP-Info: url=rtsp://10.0.0.9/other;seq=1;rtptime=4000000000",
        "RTP-Info: url=trackID=1;seq=99999;rtptime=-1",
        "RTP-Info: ;;,,=",
      })
  void rtp_info_that_lies(String header) throws Exception {
    camera()
        .on("PLAY", request -> ok(request, "Session: 1", header))
        .plays(wire -> wire.send(pictures(0, 5)));
    try (var run = WireRun.of(camera.url())) {
      run.pictures(4);
      assertSteady(run.media.pictures());
    }
  }

  @Test
  void a_camera_that_asks_something_itself_is_not_a_fault() throws Exception {
    camera()
        .plays(wire -> {
          wire.send(pictures(0, 2));
          wire.send(WireCamera.text("OPTIONS * RTSP/1.0\r\nCSeq: 7\r\n\r\n"), pictures(2, 3));
        });
    try (var run = WireRun.of(camera.url())) {
      run.pictures(4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"401 Unauthorized", "454 Session Not Found", "501 Not Implemented"})
  void a_camera_that_refuses_every_sign_of_life_plays_on(String status) throws Exception {
    var last = new AtomicBoolean();
    camera()
        .session("1;timeout=2")
        .on("OPTIONS", request -> status(request, status))
        .on("GET_PARAMETER", request -> status(request, status))
        .on("SET_PARAMETER", request -> status(request, status))
        .plays(wire -> {
          for (int n = 0; wire.isOpen() && !last.get(); n++) {
            wire.send(video.packet(n * FRAME, coded(n)));
            LockSupport.parkNanos(5_000_000);
          }
        });
    try (var run = WireRun.of(camera.url())) {
      Eventually.holds(Runs.SOON, () -> camera.methods().size() >= 6 || !run.isRunning());
      // Longer than it takes until the next one is due.
      run.pictures(run.media.pictures().size() + 250);
      assertEquals(
          List.of("OPTIONS", "GET_PARAMETER", "SET_PARAMETER"),
          camera.methods().subList(3, camera.methods().size()));
      last.set(true);
      assertEquals(
          status.startsWith("454")
              ? "The camera has ended the session and sent nothing for 1 s."
              : "The camera has sent nothing for 1 s.",
          run.failure(IngestFailure.Stalled.class));
    }
  }

  @Test
  void sound_that_cannot_be_played_is_left_out_and_said() throws Exception {
    camera(
            description(withParameters(SPS))
                + "m=audio 0 RTP/AVP 97\na=rtpmap:97 G726-32/8000\na=control:trackID=2\n")
        .plays(wire -> wire.send(pictures(0, 4)));
    try (var run = WireRun.of(camera.url())) {
      run.pictures(3);
      assertEquals(1, run.media.skipped().size());
      assertTrue(run.media.skipped().getFirst().contains("G726-32"));
    }
    assertEquals(
        1, camera.methods().stream().filter(method -> Objects.equals(method, "SETUP")).count());
  }
}
