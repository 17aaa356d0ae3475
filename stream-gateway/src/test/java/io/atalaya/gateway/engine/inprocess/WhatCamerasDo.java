package io.atalaya.gateway.engine.inprocess;

import static io.atalaya.gateway.engine.inprocess.WireCamera.bytes;
import static io.atalaya.gateway.engine.inprocess.WirePictures.FRAME;
import static io.atalaya.gateway.engine.inprocess.WirePictures.description;
import static io.atalaya.gateway.engine.inprocess.WirePictures.idr;
import static io.atalaya.gateway.engine.inprocess.WirePictures.slice;
import static io.atalaya.gateway.engine.inprocess.WirePictures.unit;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.engine.KeptMedia;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;

/**
 * Each line of what real cameras do ({@code docs/cameras.md}), as bytes on a socket: the camera and
 * the pictures of its tests.
 */
abstract class WhatCamerasDo {
  final WireRtp video = new WireRtp(0, WirePictures.PAYLOAD_TYPE, 0xCAFE);
  WireCamera camera;

  @AfterEach
  final void goes() throws Exception {
    Eventually.holds(Runs.SOON, () -> camera.open() == 0);
    camera.close();
  }

  final WireCamera camera(String description) throws Exception {
    camera = WireCamera.start(description);
    return camera;
  }

  /** A camera that tells its parameter sets in its description. */
  final WireCamera camera() throws Exception {
    return camera(WirePictures.DESCRIPTION);
  }

  /** Pictures one after another, the first one a place to begin. */
  final byte[] pictures(int from, int count) {
    return pictures(from, count, number -> video.packet(number * FRAME, coded(number)));
  }

  static byte[] coded(int number) {
    return number == 0 ? idr(number) : slice(number);
  }

  static byte[] pictures(int from, int count, IntFunction<byte[]> packets) {
    byte[][] all = new byte[count][];
    for (int i = 0; i < count; i++) {
      all[i] = packets.apply(from + i);
    }
    return bytes(all);
  }

  static ByteBuffer framed(byte[]... units) {
    byte[] all = {};
    for (byte[] unit : units) {
      all = bytes(all, ByteBuffer.allocate(4).putInt(unit.length).array(), unit);
    }
    return ByteBuffer.wrap(all);
  }

  static void assertSteady(List<KeptMedia.Kept> pictures) {
    for (int i = 1; i < pictures.size(); i++) {
      assertEquals(pictures.get(i - 1).end(), pictures.get(i).dts(), "picture " + i);
      assertEquals(FRAME, pictures.get(i).duration(), "picture " + i);
    }
  }
}
