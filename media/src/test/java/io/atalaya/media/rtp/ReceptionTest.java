package io.atalaya.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ReceptionTest {
  private static final int CAMERA = 0x0BADCAFE;
  private static final long MILLI = 1_000_000;

  private final Reception reception = new Reception(90_000);

  /** At a millisecond by our clock, 90 ticks of the sender's each. */
  private void packet(int sequence, long atMillis, int timestamp) {
    ByteBuf bytes = Unpooled.buffer();
    bytes.writeByte(0x80).writeByte(96).writeShort(sequence).writeInt(timestamp).writeInt(CAMERA);
    reception.packet(bytes, 0, bytes.readableBytes(), atMillis * MILLI);
  }

  private ByteBuf report(long atMillis) {
    ByteBuf out = Unpooled.buffer();
    reception.writeReport(out, 0x01020304, atMillis * MILLI);
    return out;
  }

  private static ByteBuf bytes(String hex) {
    return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", "")));
  }

  @Test
  void a_report_is_as_the_standard_draws_it() {
    packet(0xFFFE, 0, 0);
    packet(0xFFFF, 40, 3_600);
    packet(1, 80, 7_200);
    ByteBuf told = bytes("80c80006 0badcafe 83aa7e80 80000000 00000000 00000001 00000001");
    reception.report(SenderReport.parse(told, 0, told.readableBytes()).orElseThrow(), 100 * MILLI);
    String expected =
        "81c90007 01020304 0badcafe 40000001 00010001 00000000 7e808000 00008000"
            + "81ca0004 01020304 0107 6174616c617961 000000";
    ByteBuf report = report(600);
    assertEquals(expected.replace(" ", ""), ByteBufUtil.hexDump(report));
    assertEquals(Reception.REPORT_BYTES, report.readableBytes());
  }

  @Test
  void loss_is_of_the_time_since_the_last_report_and_of_all_time() {
    for (int i = 0; i < 20; i += 2) {
      packet(i, i, 90 * i);
    }
    assertEquals(9 * 256 / 19, report(100).getUnsignedByte(12));
    packet(19, 19, 90 * 19);
    ByteBuf report = report(200);
    assertEquals(0, report.getUnsignedByte(12));
    assertEquals(9, report.getMedium(13));
  }

  @Test
  void more_than_was_sent_is_less_than_nothing_lost() {
    packet(1, 1, 90);
    packet(1, 1, 90);
    packet(1, 1, 90);
    packet(2, 1, 90);
    ByteBuf report = report(5);
    assertEquals(0, report.getUnsignedByte(12));
    assertEquals(-2, report.getMedium(13));
  }

  @Test
  void loss_of_all_time_is_bounded_by_its_field() {
    for (int i = 0; i < 300; i++) {
      packet(i * 30_000 & 0xFFFF, i, i);
    }
    assertEquals(0x7FFFFF, report(300).getMedium(13));
  }

  @Test
  void jitter_grows_with_what_comes_late_and_fades() {
    packet(1, 0, 0);
    packet(2, 40 + 16, 3_600);
    assertEquals(90, report(60).getInt(20));
    packet(3, 80 + 16, 7_200);
    assertEquals((1_440 - 90) / 16, report(100).getInt(20));
  }

  @Test
  void what_another_sender_reports_is_not_told_again() {
    packet(1, 0, 0);
    reception.report(new SenderReport(CAMERA + 1, 5_000_000_000L, 0), 0);
    ByteBuf report = report(1_000);
    assertEquals(0, report.getLong(24), "neither when it reported nor how long ago");
  }

  @Test
  void another_sender_begins_anew() {
    packet(40_000, 0, 0);
    ByteBuf other = bytes("8060 0007 00000000 00000002");
    reception.packet(other, 0, other.readableBytes(), 0);
    ByteBuf report = report(1);
    assertEquals(2, report.getInt(8));
    assertEquals(0, report.getInt(12));
    assertEquals(7, report.getInt(16));
  }

  @Test
  void goodbye_is_of_this_sender_only() {
    packet(1, 0, 0);
    String receiver = "80c90001 0badcafe";
    for (String yes :
        new String[] {
          "81cb0001 0badcafe", "82cb0002 00000001 0badcafe", receiver + "81cb0001 0badcafe"
        }) {
      ByteBuf bytes = bytes(yes);
      assertTrue(reception.isEndedBy(bytes, 0, bytes.readableBytes()), yes);
    }
    for (String no :
        new String[] {"81cb0001 00000001", "80cb0000", "81cb0000", "81cb0009 0badcafe", receiver}) {
      ByteBuf bytes = bytes(no);
      assertFalse(reception.isEndedBy(bytes, 0, bytes.readableBytes()), no);
    }
  }

  @Test
  void any_bytes_are_read_or_passed_over() {
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] some = new byte[random.nextInt(40)];
      random.nextBytes(some);
      if (some.length > 0 && random.nextBoolean()) {
        some[0] = (byte) 0x81;
      }
      ByteBuf bytes = Unpooled.wrappedBuffer(some);
      reception.packet(bytes, 0, some.length, i);
      boolean _ = reception.isEndedBy(bytes, 0, some.length);
    }
    assertEquals(Reception.REPORT_BYTES, report(1).readableBytes());
  }
}
