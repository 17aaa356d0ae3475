package io.atalaya.media.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.atalaya.media.rtp.RtpPacket;
import io.atalaya.media.rtp.SenderReport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Timeout;

/** One datagram, of RTP or of RTCP (RFC 3550). */
final class RtpFuzzTest {
  /** Where it begins in its buffer; what is around it must not be looked at. */
  private static final int INDEX = 7;

  @FuzzTest(maxDuration = "1m")
  @Timeout(10)
  void nothing_is_read_outside_a_packet(byte[] datagram) {
    // Reading on would end in an exception; what is before it differs between the two.
    ByteBuf alone = Unpooled.wrappedBuffer(datagram);
    ByteBuf among =
        Unpooled.buffer(INDEX + datagram.length, INDEX + datagram.length)
            .writeBytes(new byte[] {-1, -1, -1, -1, -1, -1, -1})
            .writeBytes(datagram);
    var packet = RtpPacket.parse(alone, 0, datagram.length);
    packet.ifPresent(it -> {
      assertTrue(it.payloadIndex() >= 12 && it.payloadBytes() >= 0);
      assertTrue(it.payloadIndex() + it.payloadBytes() <= datagram.length);
    });
    assertEquals(
        packet.map(RtpPacket::payloadBytes),
        RtpPacket.parse(among, INDEX, datagram.length).map(RtpPacket::payloadBytes));
    var report = SenderReport.parse(alone, 0, datagram.length);
    report.ifPresent(it -> assertTrue(it.senderNanos() > 0, it::toString));
    assertEquals(report, SenderReport.parse(among, INDEX, datagram.length));
  }
}
