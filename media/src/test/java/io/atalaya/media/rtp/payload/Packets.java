package io.atalaya.media.rtp.payload;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Payloads as a camera would make them of NAL units; knows nothing of the code that reads them. */
public final class Packets {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final int FU_A = 28;
  private static final int FU_HEVC = 49;

  private Packets() {}

  /** A NAL unit as one packet, or as fragments. */
  public static List<byte[]> avc(byte[] nal, int mtu) {
    if (nal.length <= mtu) {
      return List.of(nal);
    }
    var packets = new ArrayList<byte[]>();
    for (int at = 1; at < nal.length; at += mtu) {
      int length = Math.min(mtu, nal.length - at);
      var packet = new ByteArrayOutputStream();
      packet.write((nal[0] & 0xE0) | FU_A);
      packet.write((at == 1 ? 0x80 : 0) | (at + length == nal.length ? 0x40 : 0) | (nal[0] & 0x1F));
      packet.write(nal, at, length);
      packets.add(packet.toByteArray());
    }
    return packets;
  }

  public static List<byte[]> hevc(byte[] nal, int mtu) {
    if (nal.length <= mtu) {
      return List.of(nal);
    }
    var packets = new ArrayList<byte[]>();
    for (int at = 2; at < nal.length; at += mtu) {
      int length = Math.min(mtu, nal.length - at);
      var packet = new ByteArrayOutputStream();
      packet.write((nal[0] & 0x81) | (FU_HEVC << 1));
      packet.write(nal[1]);
      packet.write(
          (at == 2 ? 0x80 : 0) | (at + length == nal.length ? 0x40 : 0) | ((nal[0] >> 1) & 0x3F));
      packet.write(nal, at, length);
      packets.add(packet.toByteArray());
    }
    return packets;
  }

  /** STAP-A (or an H.265 aggregation, with a header of two bytes). */
  static byte[] aggregate(byte[] header, List<byte[]> nals) {
    var packet = new ByteArrayOutputStream();
    packet.writeBytes(header);
    for (byte[] nal : nals) {
      packet.write(nal.length >> 8);
      packet.write(nal.length);
      packet.writeBytes(nal);
    }
    return packet.toByteArray();
  }

  /** Gives a depacketizer what a network would: bytes in a buffer that begins before them. */
  static void give(Depacketizer to, long timestamp, byte[] payload) {
    ByteBuf bytes = Unpooled.directBuffer().writeZero(12).writeBytes(payload);
    to.packet(timestamp, bytes, 12, payload.length, NOW);
    bytes.release();
  }
}
