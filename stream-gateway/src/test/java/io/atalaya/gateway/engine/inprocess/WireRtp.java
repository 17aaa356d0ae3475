package io.atalaya.gateway.engine.inprocess;

import static io.atalaya.gateway.engine.inprocess.WireCamera.bytes;
import static io.atalaya.gateway.engine.inprocess.WireCamera.interleaved;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The packets of one sender, interleaved; numbers them unless a test does. */
final class WireRtp {
  private static final long NTP_SECONDS = 3_900_000_000L;

  private final int channel;
  private final int payloadType;
  private final int ssrc;
  private int sequence = 65_530; // so that every test sees it wrap
  private boolean marked;

  WireRtp(int channel, int payloadType, int ssrc) {
    this.channel = channel;
    this.payloadType = payloadType;
    this.ssrc = ssrc;
  }

  /** All packets from here on have the marker, or none. */
  WireRtp marked(boolean marker) {
    marked = marker;
    return this;
  }

  /** Loses so many packets. */
  void skip(int packets) {
    sequence += packets;
  }

  byte[] packet(long timestamp, byte[]... payload) {
    byte[] header =
        ByteBuffer.allocate(12)
            .put((byte) 0x80)
            .put((byte) ((marked ? 0x80 : 0) | payloadType))
            .putShort((short) sequence++)
            .putInt((int) timestamp)
            .putInt(ssrc)
            .array();
    return interleaved(channel, bytes(header, bytes(payload)));
  }

  /** Each payload in a packet of its own. */
  byte[] packets(long timestamp, byte[]... payloads) {
    List<byte[]> all = new ArrayList<>();
    for (byte[] payload : payloads) {
      all.add(packet(timestamp, payload));
    }
    return bytes(all.toArray(byte[][]::new));
  }

  /** A sender report: at this time of the sender's clock its timestamp is this. */
  byte[] report(long millis, long timestamp) {
    long fraction = (millis % 1_000 << 32) / 1_000;
    return interleaved(
        channel + 1,
        ByteBuffer.allocate(28)
            .putInt(0x80C80006)
            .putInt(ssrc)
            .putInt((int) (NTP_SECONDS + millis / 1_000))
            .putInt((int) fraction)
            .putInt((int) timestamp)
            .putLong(0)
            .array());
  }
}
