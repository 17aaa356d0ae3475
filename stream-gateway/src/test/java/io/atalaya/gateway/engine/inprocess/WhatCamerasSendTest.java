package io.atalaya.gateway.engine.inprocess;

import static io.atalaya.gateway.engine.inprocess.WirePictures.FRAME;
import static io.atalaya.gateway.engine.inprocess.WirePictures.fragments;
import static io.atalaya.gateway.engine.inprocess.WirePictures.idr;
import static io.atalaya.gateway.engine.inprocess.WirePictures.slice;
import static io.atalaya.gateway.engine.inprocess.WirePictures.unit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.gateway.engine.KeptMedia;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets and their times (RTP, RTCP), as real cameras send them. */
class WhatCamerasSendTest extends WhatCamerasDo {
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
      assertNoHole(run.media.pictures());
    }
  }

  private static void assertNoHole(List<KeptMedia.Kept> pictures) {
    for (int i = 1; i < pictures.size(); i++) {
      long step = pictures.get(i).dts() - pictures.get(i - 1).dts();
      assertTrue(step > 0 && step < 90_000, "picture " + i + " after " + step);
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
      assertNoHole(pictures);
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
}
