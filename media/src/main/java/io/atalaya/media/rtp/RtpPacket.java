package io.atalaya.media.rtp;

import io.netty.buffer.ByteBuf;
import java.util.Optional;

/**
 * The header of an RTP packet (RFC 3550, 5.1), and where in the bytes its payload is.
 *
 * <pre>
 *   0: V(2)=2 P(1) X(1) CC(4)   1: M(1) PT(7)   2: sequence(16)
 *   4: timestamp(32)   8: SSRC(32)   12: CSRC(32) × CC
 *   [profile(16) length(16) extension(32) × length]   payload   [padding, its last byte the count]
 * </pre>
 *
 * @param payloadIndex in the buffer that was read
 */
public record RtpPacket(
    boolean marker,
    int payloadType,
    int sequence,
    int timestamp,
    int ssrc,
    int payloadIndex,
    int payloadBytes) {

  private static final int HEADER_BYTES = 12;
  private static final int VERSION = 2;

  /** Reads {@code length} bytes at {@code index}; empty when they are no RTP packet. */
  public static Optional<RtpPacket> parse(ByteBuf bytes, int index, int length) {
    if (length < HEADER_BYTES) {
      return Optional.empty();
    }
    int first = bytes.getUnsignedByte(index);
    int start = HEADER_BYTES + 4 * (first & 0x0F);
    if (first >> 6 != VERSION || start > length) {
      return Optional.empty();
    }
    if ((first & 0x10) != 0) {
      if (start + 4 > length) {
        return Optional.empty();
      }
      start += 4 + 4 * bytes.getUnsignedShort(index + start + 2);
    }
    int padding = (first & 0x20) == 0 ? 0 : bytes.getUnsignedByte(index + length - 1);
    int payload = length - start - padding;
    if (payload < 0) {
      return Optional.empty();
    }
    int second = bytes.getUnsignedByte(index + 1);
    return Optional.of(
        new RtpPacket(
            (second & 0x80) != 0,
            second & 0x7F,
            bytes.getUnsignedShort(index + 2),
            bytes.getInt(index + 4),
            bytes.getInt(index + 8),
            index + start,
            payload));
  }
}
