package io.atalaya.media.rtp.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.media.DirectMemory;
import io.atalaya.media.codec.DecoderConfig;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What H.265 has that H.264 has not. */
final class HevcDepacketizerTest {
  private static final byte[] VPS =
      HexFormat.of().parseHex("40010c01ffff016000000300900000030000030078ac09");
  private static final byte[] SPS =
      HexFormat.of()
          .parseHex(
              "420101016000000300900000030000030078a003c08010e596565924caf016808000000300800000"
                  + "0c84");
  private static final byte[] PPS = HexFormat.of().parseHex("4401c172b46240");
  private static final byte[] TRAIL = slice(1);
  private static final byte[] RASL_N = slice(8);
  private static final byte[] RASL_R = slice(9);
  private static final byte[] CRA = slice(21);
  private static final int FRAME = Pictures.FRAME;

  private final DirectMemory memory = new DirectMemory();
  private final Pictures pictures = new Pictures();
  private final List<DecoderConfig> configs = pictures.configs;
  private final List<String> units = pictures.units;
  private final VideoDepacketizer depacketizer =
      new VideoDepacketizer(new HevcSyntax(List.of()), memory.allocator(), pictures);

  private static byte[] slice(int type) {
    return new byte[] {(byte) (type << 1), 1, (byte) 0x80, 7, 7, 7};
  }

  private void send(int frame, byte[]... nals) {
    for (byte[] nal : nals) {
      Packets.hevc(nal, 100_000)
          .forEach(packet -> Packets.give(depacketizer, (long) frame * FRAME, packet));
    }
  }

  @AfterEach
  void nothing_is_kept() {
    depacketizer.close();
    memory.assertAllReleased();
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 19, 20, 21, 23})
  void decoding_begins_at_any_kind_of_access_picture(int type) {
    send(0, VPS, SPS, PPS, TRAIL);
    send(1, slice(type));
    send(2, TRAIL);
    send(3, TRAIL);
    assertEquals(List.of("1 access", "2"), units);
  }

  @Test
  void pictures_that_lead_an_access_picture_go_where_decoding_began_at_it() {
    send(0, VPS, SPS, PPS, CRA);
    send(1, RASL_N);
    send(2, RASL_R);
    send(3, TRAIL);
    send(4, CRA);
    send(5, RASL_N);
    send(6, RASL_R);
    depacketizer.lost();
    send(7, CRA);
    send(8, RASL_R);
    send(9, TRAIL);
    send(10, TRAIL);
    assertEquals(List.of("0 access", "3", "4 access", "5", "7 access", "9"), units);
  }

  @Test
  void a_picture_with_a_packet_of_a_kind_that_no_camera_sends_is_dropped() {
    send(0, VPS, SPS, PPS, CRA);
    send(1, TRAIL, slice(50));
    send(2, CRA, slice(51));
    send(3, TRAIL);
    assertEquals(List.of("0 access", "2 access"), units);
  }

  @Test
  void another_set_of_any_kind_is_told_before_its_picture_and_the_same_one_is_not() {
    byte[] anotherVps = VPS.clone();
    anotherVps[VPS.length - 1]++;
    byte[] anotherPps = PPS.clone();
    anotherPps[PPS.length - 1]++;
    send(0, VPS, SPS, PPS, CRA);
    send(1, VPS, SPS, PPS, CRA);
    send(2, anotherVps, CRA);
    assertEquals(1, configs.size());
    send(3, anotherPps, CRA);
    assertEquals(2, configs.size());
    send(4, TRAIL);
    assertEquals(3, configs.size());
  }

  @Test
  void a_parameter_set_that_breaks_is_not_played_with_the_one_before() {
    send(0, VPS, SPS, PPS, CRA);
    send(1, Arrays.copyOf(SPS, 6), CRA);
    send(2, TRAIL);
    assertEquals(Optional.of("its SPS ends early"), depacketizer.undescribed());
    assertEquals(List.of("0 access"), units);
  }

  @Test
  void a_parameter_set_larger_than_any_is_left_out() {
    send(0, VPS, SPS, PPS, CRA);
    send(1, Arrays.copyOf(PPS, NalSyntax.MAX_PARAMETER_BYTES + 1), CRA);
    send(2, Arrays.copyOf(VPS, NalSyntax.MAX_PARAMETER_BYTES), CRA);
    send(3, TRAIL);
    assertEquals(List.of("0 access", "1 access", "2 access"), units);
    assertEquals(2, configs.size());
  }
}
