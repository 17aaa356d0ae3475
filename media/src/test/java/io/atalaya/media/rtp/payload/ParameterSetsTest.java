package io.atalaya.media.rtp.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ParameterSetsTest {
  private final ParameterSets sets = new ParameterSets();

  /** A header, the id as {@code ue(v)} (H.264, 9.1), and something behind it. */
  private static ByteBuffer set(int id, int behind) {
    int code = id + 1;
    int bits = 2 * (32 - Integer.numberOfLeadingZeros(code)) - 1;
    int behindHeader = code << (24 - bits);
    return ByteBuffer.allocate(5)
        .put((byte) 0x68)
        .put((byte) (behindHeader >> 16))
        .putShort((short) behindHeader)
        .put((byte) behind)
        .flip();
  }

  private void keep(ByteBuffer set) {
    sets.keep(set, 1);
  }

  @Test
  void each_id_has_its_own_and_a_new_one_takes_the_place_of_the_old() {
    List.of(0, 1, 6, 7, 30, 31, 254, 255).forEach(id -> keep(set(id, 1)));
    keep(set(31, 2));
    keep(set(255, 2));
    assertEquals(
        List.of(
            set(0, 1),
            set(1, 1),
            set(6, 1),
            set(7, 1),
            set(30, 1),
            set(31, 2),
            set(254, 1),
            set(255, 2)),
        sets.units());
  }

  @Test
  void more_than_a_stream_has_are_left_out() {
    for (int id = 0; id < 256; id++) {
      keep(set(id, 1));
    }
    assertEquals(16, sets.units().size());
    keep(set(15, 2));
    assertEquals(set(15, 2), sets.units().getLast());
  }

  @Test
  void one_without_an_id_is_none() {
    keep(ByteBuffer.wrap(new byte[] {0x68}));
    assertEquals(List.of(), sets.units());
  }
}
