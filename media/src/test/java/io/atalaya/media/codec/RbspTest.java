package io.atalaya.media.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class RbspTest {
  private static Rbsp of(String hex) throws MalformedConfigException {
    return Rbsp.of("X", ByteBuffer.wrap(HexFormat.of().parseHex("67" + hex)), 1);
  }

  @Test
  void what_keeps_start_codes_out_is_left_out() throws Exception {
    Rbsp escaped = of("000003000003010003");
    assertEquals(0, escaped.bits(32));
    assertEquals(0x0100_03, escaped.bits(24));
    assertThrows(MalformedConfigException.class, () -> escaped.bits(1));
  }

  @Test
  void numbers_are_as_the_standard_has_them() throws Exception {
    Rbsp unsigned = of("A642983F"); // 1 010 011 00100 00101 00110 000011…
    for (int value = 0; value < 6; value++) {
      assertEquals(value, unsigned.ue());
    }
    Rbsp signed = of("A64298"); // 1 010 011 00100 00101 00110
    for (int value : new int[] {0, 1, -1, 2, -2, 3}) {
      assertEquals(value, signed.se());
    }
  }

  @Test
  void a_number_of_more_than_31_bits_is_refused() throws Exception {
    assertEquals((1 << 30) - 1 + (1 << 29) - 1, of("00000002FFFFFFFF").ue());
    Rbsp tooLarge = of("00000001FFFFFFFFFFFFFFFF");
    assertThrows(MalformedConfigException.class, tooLarge::ue);
  }

  @Test
  void a_set_is_no_longer_than_any_can_be() throws Exception {
    assertEquals(0, of("00".repeat(Rbsp.MAX_BYTES - 1)).bits(32));
    assertThrows(MalformedConfigException.class, () -> of("00".repeat(Rbsp.MAX_BYTES)));
  }
}
