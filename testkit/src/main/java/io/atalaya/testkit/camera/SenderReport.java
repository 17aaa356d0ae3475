package io.atalaya.testkit.camera;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * Writes the compound RTCP packet of a sender (RFC 3550 section 6.1): a sender report without
 * reception blocks (6.4.1), then its canonical name (6.5.1).
 *
 * <pre>
 * V=2 P RC=0 | PT=200 | length=6      V=2 P SC=1 | PT=202 | length
 * SSRC                                SSRC
 * NTP timestamp: seconds              CNAME=1 | length | name ... zeros to a multiple of 4
 * NTP timestamp: fraction
 * RTP timestamp of the same moment
 * packets sent
 * payload bytes sent
 * </pre>
 */
final class SenderReport {
  private static final long SECONDS_FROM_1900_TO_1970 = 2_208_988_800L;
  private static final byte[] CNAME = "camera@atalaya".getBytes(US_ASCII);

  private SenderReport() {}

  static void write(
      ByteBuffer to, int ssrc, Instant wall, int rtpTimestamp, long packets, long payloadBytes) {
    to.put((byte) 0x80).put((byte) 200).putShort((short) 6).putInt(ssrc);
    to.putInt((int) (wall.getEpochSecond() + SECONDS_FROM_1900_TO_1970));
    to.putInt((int) (((long) wall.getNano() << 32) / 1_000_000_000L));
    to.putInt(rtpTimestamp).putInt((int) packets).putInt((int) payloadBytes);

    int itemBytes = 2 + CNAME.length;
    int padded = (itemBytes + 4) / 4 * 4; // One zero at least ends the list of items.
    to.put((byte) 0x81).put((byte) 202).putShort((short) (1 + padded / 4)).putInt(ssrc);
    to.put((byte) 1).put((byte) CNAME.length).put(CNAME).put(new byte[padded - itemBytes]);
  }

  /** Appends a BYE (section 6.6). */
  static void writeBye(ByteBuffer to, int ssrc) {
    to.put((byte) 0x81).put((byte) 203).putShort((short) 1).putInt(ssrc);
  }
}
