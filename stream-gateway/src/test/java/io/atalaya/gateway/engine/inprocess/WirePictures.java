package io.atalaya.gateway.engine.inprocess;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** H.264 units that look real from outside; nobody decodes them. */
final class WirePictures {
  /** Ticks of one picture, at 25 in a second. */
  static final long FRAME = 3_600;

  static final int PAYLOAD_TYPE = 96;

  /** Of 320 by 240, baseline profile. */
  static final byte[] SPS =
      HexFormat.of().parseHex("6742c00dd90141fb011000000300100000030320f142a480");

  /** Of 1920 by 1080. */
  static final byte[] WIDE_SPS =
      HexFormat.of().parseHex("6742c028da01e0089f97011000000300100000030328f1832a");

  static final byte[] PPS = HexFormat.of().parseHex("68cb83cb20");

  /** Of a camera with one track, that tells its parameter sets. */
  static final String DESCRIPTION = description(withParameters(SPS));

  private WirePictures() {}

  /** The description of a camera that sends these, and nothing else. */
  static String description(String format) {
    return """
    v=0
    o=- 1 1 IN IP4 127.0.0.1
    s=camera
    a=control:*
    m=video 0 RTP/AVP 96
    a=rtpmap:96 H264/90000
    a=fmtp:96 %s
    a=control:trackID=1
    """
        .formatted(format);
  }

  static String withParameters(byte[] sps) {
    Base64.Encoder base64 = Base64.getEncoder();
    return "packetization-mode=1;sprop-parameter-sets=%s,%s"
        .formatted(base64.encodeToString(sps), base64.encodeToString(PPS));
  }

  static byte[] idr(int number) {
    return unit(0x65, number, 64);
  }

  static byte[] slice(int number) {
    return unit(0x41, number, 32);
  }

  /** A unit that begins a picture, of these many bytes, full of its number. */
  static byte[] unit(int header, int number, int length) {
    byte[] unit = new byte[length];
    Arrays.fill(unit, (byte) (number % 100 + 10));
    unit[0] = (byte) header;
    unit[1] = (byte) 0x88;
    return unit;
  }

  /** FU-A fragments of a unit (RFC 6184, 5.8), each with so many bytes of it. */
  static byte[][] fragments(byte[] unit, int size) {
    int count = (unit.length - 1 + size - 1) / size;
    byte[][] fragments = new byte[count][];
    for (int i = 0; i < count; i++) {
      int from = 1 + i * size;
      int end = Math.min(unit.length, from + size);
      byte[] fragment = new byte[2 + end - from];
      fragment[0] = (byte) ((unit[0] & 0xE0) | 28);
      int ends = (i == 0 ? 0x80 : 0) | (i == count - 1 ? 0x40 : 0);
      fragment[1] = (byte) (ends | (unit[0] & 0x1F));
      System.arraycopy(unit, from, fragment, 2, end - from);
      fragments[i] = fragment;
    }
    return fragments;
  }

  /** A STAP-A of these units (RFC 6184, 5.7.1). */
  static byte[] aggregate(byte[]... units) {
    byte[] packet = {24};
    for (byte[] unit : units) {
      packet =
          WireCamera.bytes(
              packet, new byte[] {(byte) (unit.length >> 8), (byte) unit.length}, unit);
    }
    return packet;
  }
}
