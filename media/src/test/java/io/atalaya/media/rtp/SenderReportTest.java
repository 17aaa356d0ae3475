package io.atalaya.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SenderReportTest {
  private static final String REPORT =
      "80C80006 CAFEBABE 00000002 80000000 00000E10 00000001 00000002";

  private static Optional<SenderReport> parse(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    return SenderReport.parse(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
  }

  @Test
  void a_report_alone_or_behind_others() {
    var report = new SenderReport(0xCAFEBABE, 2_500_000_000L, 3_600);
    assertEquals(Optional.of(report), parse(REPORT));
    assertEquals(Optional.of(report), parse("80CB0000" + REPORT));
  }

  @Test
  void a_clock_that_was_never_set_tells_nothing() {
    assertEquals(Optional.empty(), parse(REPORT.replace("00000002 80000000", "00000000 80000000")));
  }

  @Test
  void what_is_malformed_is_none() {
    assertEquals(Optional.empty(), parse("80C80006 CAFEBABE"));
    assertEquals(Optional.empty(), parse("80C80001 CAFEBABE"));
    assertEquals(Optional.empty(), parse("00C80006 CAFEBABE 00000002 80000000 00000E10"));
    assertEquals(Optional.empty(), parse(""));
    var random = new Random(2);
    for (int i = 0; i < 100_000; i++) {
      byte[] noise = new byte[random.nextInt(60)];
      random.nextBytes(noise);
      if (noise.length > 3) {
        noise[0] = (byte) 0x80;
        noise[2] = 0;
      }
      ByteBuf bytes = Unpooled.wrappedBuffer(noise);
      SenderReport.parse(bytes, 0, noise.length)
          .ifPresent(report -> assertEquals(true, report.senderNanos() > 0));
    }
  }
}
