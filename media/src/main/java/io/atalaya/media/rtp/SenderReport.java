package io.atalaya.media.rtp;

import io.netty.buffer.ByteBuf;
import java.util.Optional;

/**
 * What a sender says its clock and its timestamps are at one moment (RFC 3550, 6.4.1).
 *
 * <pre>
 *   V(2)=2 P(1) RC(5)  PT(8)=200  length(16, words less one)
 *   SSRC(32)  NTP seconds since 1900(32)  NTP fraction(32)  RTP timestamp(32)  …
 * </pre>
 *
 * @param senderNanos by the sender's clock, from any beginning; it may be wrong by years, and still
 *     tells how its own streams lie to each other
 */
public record SenderReport(int ssrc, long senderNanos, int timestamp) {
  private static final int TYPE = 200;
  private static final int BYTES = 20;
  private static final int MAX_PACKETS = 32;
  private static final long NANOS = 1_000_000_000;

  /** The first report in a compound packet; empty when there is none, or it cannot be read. */
  public static Optional<SenderReport> parse(ByteBuf bytes, int index, int length) {
    int at = index;
    int end = index + length;
    for (int i = 0; i < MAX_PACKETS && end - at >= 4; i++) {
      int size = 4 + 4 * bytes.getUnsignedShort(at + 2);
      if (bytes.getUnsignedByte(at) >> 6 != 2 || size > end - at) {
        return Optional.empty();
      }
      if (bytes.getUnsignedByte(at + 1) == TYPE) {
        return size < BYTES ? Optional.empty() : report(bytes, at);
      }
      at += size;
    }
    return Optional.empty();
  }

  /** A clock that was never set says 0, and nothing of use. */
  private static Optional<SenderReport> report(ByteBuf bytes, int at) {
    long seconds = bytes.getUnsignedInt(at + 8);
    long fraction = bytes.getUnsignedInt(at + 12);
    if (seconds == 0) {
      return Optional.empty();
    }
    long nanos = seconds * NANOS + ((fraction * NANOS) >>> 32);
    return Optional.of(new SenderReport(bytes.getInt(at + 4), nanos, bytes.getInt(at + 16)));
  }
}
