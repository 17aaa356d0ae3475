package io.atalaya.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RtpPacketTest {
  private static Optional<RtpPacket> parse(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    return RtpPacket.parse(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
  }

  @Test
  void a_plain_packet() {
    assertEquals(
        Optional.of(new RtpPacket(true, 96, 0x1234, 0x00000E10, 0xCAFEBABE, 12, 3)),
        parse("80 E0 1234 00000E10 CAFEBABE 010203"));
  }

  @Test
  void sources_an_extension_and_padding_are_no_payload() {
    RtpPacket packet =
        parse("B1 60 0001 00000000 00000001 AAAAAAAA BEDE0001 11223344 0102 000003").orElseThrow();
    assertEquals(24, packet.payloadIndex());
    assertEquals(2, packet.payloadBytes());
  }

  @Test
  void what_ends_early_or_is_another_version_is_no_packet() {
    assertEquals(Optional.empty(), parse("80 60 0001 00000000 000000"));
    assertEquals(Optional.empty(), parse("40 60 0001 00000000 00000001 01"));
    assertEquals(Optional.empty(), parse("8F 60 0001 00000000 00000001 01"));
    assertEquals(Optional.empty(), parse("90 60 0001 00000000 00000001 BEDEFFFF 01"));
    assertEquals(Optional.empty(), parse("A0 60 0001 00000000 00000001 FF"));
  }

  @Test
  void any_bytes_give_a_payload_inside_them_or_none() {
    var random = new Random(5);
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
      RtpPacket.parse(buffer, 0, bytes.length)
          .ifPresent(packet -> {
            assertTrue(packet.payloadIndex() >= 12 && packet.payloadBytes() >= 0);
            assertTrue(packet.payloadIndex() + packet.payloadBytes() <= bytes.length);
          });
    }
  }

  @Test
  void sequence_numbers_go_on_over_their_wrap() {
    var sequence = new Sequence();
    assertEquals(Sequence.Step.NEXT, sequence.next(0xFFFE));
    assertEquals(Sequence.Step.NEXT, sequence.next(0xFFFF));
    assertEquals(Sequence.Step.NEXT, sequence.next(0));
    assertEquals(Sequence.Step.AFTER_LOSS, sequence.next(3));
    assertEquals(Sequence.Step.OLD, sequence.next(2));
    assertEquals(2, sequence.lost());
    assertEquals(Sequence.Step.RESTARTED, sequence.next(30_000));
    assertEquals(Sequence.Step.NEXT, sequence.next(30_001));
    assertEquals(2, sequence.lost());
    assertEquals(6, sequence.received());
  }

  @Test
  void a_step_of_three_thousand_is_no_loss() {
    var sequence = new Sequence();
    assertEquals(Sequence.Step.NEXT, sequence.next(0));
    assertEquals(Sequence.Step.AFTER_LOSS, sequence.next(1 + Sequence.MAX_DROPOUT - 1));
    assertEquals(Sequence.Step.OLD, sequence.next(2));
    assertEquals(Sequence.Step.RESTARTED, sequence.next(1));
    assertEquals(Sequence.Step.RESTARTED, sequence.next(2 + Sequence.MAX_DROPOUT));
    assertEquals(Sequence.MAX_DROPOUT - 1, sequence.lost());
  }

  @Test
  void another_sender_s_numbers_are_neither_old_nor_lost() {
    var sequence = new Sequence();
    assertEquals(Sequence.Step.NEXT, sequence.next(1_000));
    sequence.anotherSender();
    assertEquals(Sequence.Step.NEXT, sequence.next(900));
    assertEquals(Sequence.Step.NEXT, sequence.next(901));
    assertEquals(0, sequence.lost());
  }
}
