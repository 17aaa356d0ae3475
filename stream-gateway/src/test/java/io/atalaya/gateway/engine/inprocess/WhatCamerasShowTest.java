package io.atalaya.gateway.engine.inprocess;

import static io.atalaya.gateway.engine.inprocess.WirePictures.FRAME;
import static io.atalaya.gateway.engine.inprocess.WirePictures.PPS;
import static io.atalaya.gateway.engine.inprocess.WirePictures.SPS;
import static io.atalaya.gateway.engine.inprocess.WirePictures.WIDE_SPS;
import static io.atalaya.gateway.engine.inprocess.WirePictures.aggregate;
import static io.atalaya.gateway.engine.inprocess.WirePictures.description;
import static io.atalaya.gateway.engine.inprocess.WirePictures.fragments;
import static io.atalaya.gateway.engine.inprocess.WirePictures.idr;
import static io.atalaya.gateway.engine.inprocess.WirePictures.slice;
import static io.atalaya.gateway.engine.inprocess.WirePictures.withParameters;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.KeptMedia;
import io.atalaya.media.codec.Track;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures and what describes them (H.264), as real cameras make them. */
class WhatCamerasShowTest extends WhatCamerasDo {
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
    assertEquals(0, playedUntilUndescribed("it sends no sequence parameter set."));
  }

  @Test
  void parameter_sets_that_cannot_be_read_are_why_nothing_plays() throws Exception {
    byte[] cutOff = Arrays.copyOf(SPS, 6);
    camera(description(withParameters(cutOff))).plays(wire -> endlessly(wire, cutOff, PPS));
    assertEquals(0, playedUntilUndescribed("its SPS ends early."));
  }

  @Test
  void parameter_sets_that_become_unreadable_end_what_played() throws Exception {
    camera()
        .plays(wire -> {
          wire.send(pictures(0, 3));
          endlessly(wire, Arrays.copyOf(WIDE_SPS, 6), PPS);
        });
    assertEquals(3, playedUntilUndescribed("its SPS ends early."));
  }

  /** Pictures until the run has ended for that reason. */
  private int playedUntilUndescribed(String reason) throws Exception {
    try (var run = WireRun.of(camera.url())) {
      assertEquals(
          "The camera's video cannot be described: " + reason,
          run.failure(IngestFailure.UnreadableVideo.class));
      return run.media.pictures().size();
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
}
