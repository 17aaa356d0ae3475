package io.atalaya.gateway.engine.inprocess;

import static io.atalaya.gateway.engine.inprocess.WireCamera.bytes;
import static io.atalaya.gateway.engine.inprocess.WireCamera.ok;
import static io.atalaya.gateway.engine.inprocess.WireCamera.status;
import static io.atalaya.gateway.engine.inprocess.WirePictures.FRAME;
import static io.atalaya.gateway.engine.inprocess.WirePictures.PPS;
import static io.atalaya.gateway.engine.inprocess.WirePictures.SPS;
import static io.atalaya.gateway.engine.inprocess.WirePictures.WIDE_SPS;
import static io.atalaya.gateway.engine.inprocess.WirePictures.aggregate;
import static io.atalaya.gateway.engine.inprocess.WirePictures.description;
import static io.atalaya.gateway.engine.inprocess.WirePictures.fragments;
import static io.atalaya.gateway.engine.inprocess.WirePictures.idr;
import static io.atalaya.gateway.engine.inprocess.WirePictures.slice;
import static io.atalaya.gateway.engine.inprocess.WirePictures.unit;
import static io.atalaya.gateway.engine.inprocess.WirePictures.withParameters;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.KeptMedia;
import io.atalaya.media.codec.Track;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each line of what real cameras do ({@code docs/cameras.md}), as bytes on a socket. */
class WhatCamerasDoTest {
  private final WireRtp video = new WireRtp(0, WirePictures.PAYLOAD_TYPE, 0xCAFE);
  private WireCamera camera;

  @AfterEach
  void goes() throws Exception {
    camera.close();
    Eventually.holds(WireRun.SOON, () -> camera.open() == 0);
  }

  private WireCamera camera(String description) throws Exception {
    camera = WireCamera.start(description);
    return camera;
  }

  /** A camera that tells its parameter sets in its description. */
  private WireCamera camera() throws Exception {
    return camera(WirePictures.DESCRIPTION);
  }

  /** Pictures one after another, the first one a place to begin. */
  private byte[] pictures(int from, int count) {
    return pictures(from, count, number -> video.packet(number * FRAME, coded(number)));
  }

  private static byte[] coded(int number) {
    return number == 0 ? idr(number) : slice(number);
  }

  private static byte[] pictures(int from, int count, IntFunction<byte[]> packets) {
    byte[][] all = new byte[count][];
    for (int i = 0; i < count; i++) {
      all[i] = packets.apply(from + i);
    }
    return bytes(all);
  }

  private static ByteBuffer framed(byte[]... units) {
    byte[] all = {};
    for (byte[] unit : units) {
      all = bytes(all, ByteBuffer.allocate(4).putInt(unit.length).array(), unit);
    }
    return ByteBuffer.wrap(all);
  }

  private static void assertSteady(List<KeptMedia.Kept> pictures) {
    for (int i = 1; i < pictures.size(); i++) {
      assertEquals(pictures.get(i - 1).end(), pictures.get(i).dts(), "picture " + i);
      assertEquals(FRAME, pictures.get(i).duration(), "picture " + i);
    }
  }

  // RTSP

  @Test
  void one_upstream_connection_and_a_teardown_at_its_end() throws Exception {
    camera().plays(wire -> wire.send(pictures(0, 4)));
    try (var run = WireRun.of(camera.url())) {
      run.pictures(3);
    }
    assertEquals(List.of("DESCRIBE", "SETUP", "PLAY"), camera.methods().subList(0, 3));
    Eventually.holds(WireRun.SOON, () -> camera.methods().getLast().equals("TEARDOWN"));
    assertEquals("12345678", camera.asked("TEARDOWN").header("session").orElseThrow());
    assertEquals(1, camera.connections());
  }

  @Test
  void teardown_also_when_the_camera_refuses_to_play_after_all() throws Exception {
    camera().on("PLAY", request -> status(request, "500 Internal Server Error"));
    try (var run = WireRun.of(camera.url())) {
      assertTrue(run.failure(IngestFailure.ProtocolViolation.class).contains("500"));
    }
    Eventually.holds(WireRun.SOON, () -> camera.methods().getLast().equals("TEARDOWN"));
  }

  @Test
  void teardown_also_after_a_stall() throws Exception {
    camera().plays(wire -> wire.send(pictures(0, 4)));
    try (var run = WireRun.of(camera.url())) {
      String _ = run.failure(IngestFailure.Stalled.class);
    }
    Eventually.holds(WireRun.SOON, () -> camera.methods().getLast().equals("TEARDOWN"));
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

  // RTP

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void markers_missing_or_on_every_packet(boolean marked) throws Exception {
    video.marked(marked);
    camera()
        .plays(wire ->
            wire.send(
                pictures(
                    0,
                    6,
                    n ->
                        video.packets(
                            n * FRAME, fragments(unit(n == 0 ? 0x65 : 0x41, n, 90), 40)))));
    try (var run = WireRun.of(camera.url())) {
      run.pictures(5);
      assertSteady(run.media.pictures());
      assertEquals(framed(unit(0x41, 4, 90)), run.media.pictures().get(4).sample());
    }
  }

  @Test
  void malformed_rtcp() throws Exception {
    List<byte[]> reports = new ArrayList<>();
    for (String hex : List.of("", "80", "80C8", "80C8FFFF", "00C80006", "80C80006CAFE", "FF")) {
      reports.add(WireCamera.interleaved(1, HexFormat.of().parseHex(hex)));
    }
    camera()
        .plays(wire -> {
          for (int n = 0; n < 6; n++) {
            wire.send(video.packet(n * FRAME, coded(n)), reports.get(n));
          }
          wire.send(reports.getLast(), pictures(6, 1));
        });
    try (var run = WireRun.of(camera.url())) {
      run.pictures(6);
      assertSteady(run.media.pictures());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 86_400_000L * 365, 1})
  void a_clock_that_is_off_by_years_gives_our_time(long millis) throws Exception {
    Instant before = Instant.now();
    camera().plays(wire -> wire.send(pictures(0, 2), video.report(millis, FRAME), pictures(2, 3)));
    try (var run = WireRun.of(camera.url())) {
      run.pictures(4);
      KeptMedia.Captured captured = run.media.captured().getFirst();
      assertEquals(run.media.pictures().get(1).dts(), captured.ticks());
      assertFalse(captured.at().isBefore(before) || captured.at().isAfter(Instant.now()));
    }
  }

  @Test
  void malformed_rtp_between_what_is_well() throws Exception {
    byte[][] broken = {
      {}, {(byte) 0x80}, new byte[12], new byte[40], HexFormat.of().parseHex("8F60000100000000")
    };
    camera()
        .plays(wire -> {
          for (int n = 0; n < 6; n++) {
            wire.send(WireCamera.interleaved(0, broken[n % broken.length]), pictures(n, 1));
          }
        });
    try (var run = WireRun.of(camera.url())) {
      run.pictures(5);
      assertSteady(run.media.pictures());
    }
  }

  @Test
  void timestamps_wrap_at_32_bits() throws Exception {
    long before = (1L << 32) - 3 * FRAME;
    camera()
        .plays(wire -> wire.send(pictures(0, 8, n -> video.packet(before + n * FRAME, coded(n)))));
    try (var run = WireRun.of(camera.url())) {
      run.pictures(7);
      assertSteady(run.media.pictures());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 30, -(1L << 30), 3_000_000_000L})
  void timestamps_that_jump_are_not_seen(long jump) throws Exception {
    camera()
        .plays(wire -> {
          wire.send(pictures(0, 4));
          wire.send(pictures(4, 5, n -> video.packet(n * FRAME + jump, slice(n))));
        });
    try (var run = WireRun.of(camera.url())) {
      run.pictures(8);
      List<KeptMedia.Kept> pictures = run.media.pictures();
      for (int i = 1; i < pictures.size(); i++) {
        long step = pictures.get(i).dts() - pictures.get(i - 1).dts();
        assertTrue(step > 0 && step < 90_000, "picture " + i + " after " + step);
      }
    }
  }

  @Test
  void another_sender_in_mid_stream_goes_on_from_a_place_to_begin() throws Exception {
    var other = new WireRtp(0, WirePictures.PAYLOAD_TYPE, 0xBEEF);
    camera()
        .plays(wire -> {
          wire.send(pictures(0, 4));
          wire.send(other.packet(17, slice(4)));
          wire.send(other.packet(17 + FRAME, idr(6)));
          wire.send(pictures(2, 3, n -> other.packet(17 + n * FRAME, slice(n))));
        });
    try (var run = WireRun.of(camera.url())) {
      run.pictures(6);
      List<KeptMedia.Kept> pictures = run.media.pictures();
      assertEquals(framed(idr(6)), pictures.get(3).sample());
      for (int i = 1; i < pictures.size(); i++) {
        long step = pictures.get(i).dts() - pictures.get(i - 1).dts();
        assertTrue(step > 0 && step < 90_000, "picture " + i + " after " + step);
      }
    }
  }

  @Test
  void a_loss_drops_up_to_the_next_place_to_begin() throws Exception {
    camera()
        .plays(wire -> {
          wire.send(pictures(0, 3));
          video.skip(1);
          wire.send(pictures(4, 3));
          wire.send(video.packet(7 * FRAME, idr(7)), pictures(8, 2));
        });
    try (var run = WireRun.of(camera.url())) {
      run.pictures(4);
      List<ByteBuffer> samples = run.media.pictures().stream().map(KeptMedia.Kept::sample).toList();
      assertEquals(framed(slice(1)), samples.get(1));
      assertEquals(framed(idr(7)), samples.get(2), "nothing that lacks what it refers to");
      assertEquals(framed(slice(8)), samples.get(3));
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
      Eventually.holds(WireRun.SOON, () -> camera.methods().size() >= 6 || !run.isRunning());
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

  // H.264

  @Test
  void parameter_sets_missing_in_the_description() throws Exception {
    camera(description("packetization-mode=1"))
        .plays(wire -> {
          wire.send(pictures(0, 2));
          wire.send(video.packets(2 * FRAME, SPS, PPS, idr(2)), pictures(3, 3));
        });
    try (var run = WireRun.of(camera.url())) {
      run.pictures(3);
      assertEquals(framed(idr(2)), run.media.pictures().getFirst().sample());
      assertEquals(320, run.media.track(Track.Kind.VIDEO).width());
    }
  }

  @Test
  void parameter_sets_that_never_come_are_why_nothing_plays() throws Exception {
    camera(description("packetization-mode=1")).plays(wire -> endlessly(wire, PPS));
    try (var run = WireRun.of(camera.url())) {
      assertEquals(
          "The camera's video cannot be described: it sends no sequence parameter set.",
          run.failure(IngestFailure.UnreadableVideo.class));
    }
  }

  @Test
  void parameter_sets_that_cannot_be_read_are_why_nothing_plays() throws Exception {
    byte[] cutOff = Arrays.copyOf(SPS, 6);
    camera(description(withParameters(cutOff))).plays(wire -> endlessly(wire, cutOff, PPS));
    try (var run = WireRun.of(camera.url())) {
      assertEquals(
          "The camera's video cannot be described: its SPS ends early.",
          run.failure(IngestFailure.UnreadableVideo.class));
    }
  }

  @Test
  void parameter_sets_that_become_unreadable_end_what_played() throws Exception {
    camera()
        .plays(wire -> {
          wire.send(pictures(0, 3));
          endlessly(wire, Arrays.copyOf(WIDE_SPS, 6), PPS);
        });
    try (var run = WireRun.of(camera.url())) {
      assertEquals(
          "The camera's video cannot be described: its SPS ends early.",
          run.failure(IngestFailure.UnreadableVideo.class));
      assertEquals(3, run.media.pictures().size());
    }
  }

  /** Places to begin, each with these units before it. */
  private void endlessly(WireCamera.Wire wire, byte[]... parameters) throws IOException {
    for (int n = 3; wire.isOpen(); n++) {
      wire.send(video.packets(n * FRAME, parameters), video.packet(n * FRAME, idr(n)));
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void parameter_sets_in_band_win_over_those_of_the_description() throws Exception {
    camera().plays(wire -> wire.send(video.packets(0, WIDE_SPS, PPS, idr(0)), pictures(1, 3)));
    try (var run = WireRun.of(camera.url())) {
      run.pictures(3);
      assertEquals(1920, run.media.track(Track.Kind.VIDEO).width());
      assertEquals(1, run.media.inits());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"packetization-mode=0", "profile-level-id=42c00d"})
  void aggregates_and_fragments_where_the_mode_forbids_them(String format) throws Exception {
    camera(description(format))
        .plays(wire -> {
          wire.send(video.packet(0, aggregate(SPS, PPS, idr(0))));
          wire.send(pictures(1, 4, n -> video.packets(n * FRAME, fragments(slice(n), 10))));
        });
    try (var run = WireRun.of(camera.url())) {
      run.pictures(4);
      assertEquals(framed(slice(3)), run.media.pictures().get(3).sample());
    }
  }

  @Test
  void a_fragment_that_is_start_and_end_at_once() throws Exception {
    camera()
        .plays(wire ->
            wire.send(pictures(0, 5, n -> video.packets(n * FRAME, fragments(coded(n), 1_000)))));
    try (var run = WireRun.of(camera.url())) {
      run.pictures(4);
      assertEquals(framed(slice(3)), run.media.pictures().get(3).sample());
    }
  }

  @Test
  void a_byte_stream_inside_rtp() throws Exception {
    byte[] startCode = {0, 0, 0, 1};
    camera(description("packetization-mode=1"))
        .plays(wire -> {
          wire.send(
              video.packet(0, startCode, SPS, startCode, PPS, startCode, idr(0)),
              pictures(1, 4, n -> video.packet(n * FRAME, startCode, slice(n))));
        });
    try (var run = WireRun.of(camera.url())) {
      run.pictures(4);
      assertEquals(framed(idr(0)), run.media.pictures().getFirst().sample());
      assertEquals(framed(slice(3)), run.media.pictures().get(3).sample());
    }
  }

  @Test
  void a_group_of_pictures_of_any_length() throws Exception {
    int pictures = 3_000; // two minutes
    camera()
        .plays(wire -> {
          for (int n = 0; n <= pictures; n += 100) {
            wire.send(pictures(n, 100));
          }
        });
    try (var run = WireRun.of(camera.url())) {
      run.pictures(pictures);
      assertEquals(1, run.media.pictures().stream().filter(KeptMedia.Kept::access).count());
      assertSteady(run.media.pictures());
    }
  }

  @Test
  void pictures_out_of_order_that_nobody_announced_go_on() throws Exception {
    int[] shown = {0, 3, 1, 2, 6, 4, 5, 9, 7, 8, 12, 10, 11, 15};
    camera()
        .plays(wire -> {
          for (int i = 0; i < shown.length; i++) {
            wire.send(video.packet(shown[i] * FRAME, coded(i)));
          }
        });
    try (var run = WireRun.of(camera.url())) {
      run.pictures(shown.length - 1);
      long last = Long.MIN_VALUE;
      for (KeptMedia.Kept picture : run.media.pictures()) {
        assertTrue(picture.dts() > last, "decoding times grow");
        last = picture.dts();
      }
      assertEquals(shown.length - 1, run.media.pictures().size(), "none is lost");
    }
  }

  @Test
  void another_sequence_parameter_set_in_mid_stream_is_another_init_segment() throws Exception {
    camera()
        .plays(wire ->
            wire.send(
                pictures(0, 3), video.packets(3 * FRAME, WIDE_SPS, PPS, idr(3)), pictures(4, 3)));
    try (var run = WireRun.of(camera.url())) {
      run.pictures(6);
      assertEquals(2, run.media.inits());
      assertEquals(1920, run.media.track(Track.Kind.VIDEO).width());
      assertEquals(
          List.of(1, 1, 1, 2, 2, 2),
          run.media.pictures().stream().map(KeptMedia.Kept::init).toList());
    }
  }

  // Sound

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
