package io.atalaya.media.rtp.payload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.media.DirectMemory;
import io.atalaya.media.codec.DecoderConfig;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class VideoDepacketizerTest {
  private static final byte[] SPS =
      HexFormat.of().parseHex("6742c00dd90141fb011000000300100000030320f142a480");
  private static final byte[] WIDE_SPS =
      HexFormat.of().parseHex("6742c028da01e0089f97011000000300100000030328f1832a");
  private static final byte[] PPS = HexFormat.of().parseHex("68cb83cb20");
  private static final byte[] DELIMITER = {9, (byte) 0xF0};
  private static final byte[] IDR = nal(0x65, 5_000);
  private static final byte[] SLICE = nal(0x41, 300);
  private static final int FRAME = Pictures.FRAME;

  private final DirectMemory memory = new DirectMemory();
  private final Pictures pictures = new Pictures();
  private final List<DecoderConfig> configs = pictures.configs;
  private final List<String> units = pictures.units;
  private final List<byte[]> bytes = pictures.bytes;
  private VideoDepacketizer depacketizer = h264(List.of());

  private VideoDepacketizer h264(List<ByteBuffer> parameterSets) {
    return new VideoDepacketizer(new AvcSyntax(parameterSets), memory.allocator(), pictures);
  }

  private static byte[] nal(int header, int length) {
    byte[] nal = new byte[length];
    new Random(length).nextBytes(nal);
    for (int i = 0; i < length; i++) {
      nal[i] |= 1; // no start code by chance
    }
    nal[0] = (byte) header;
    nal[1] |= (byte) 0x80; // the first slice of its picture
    return nal;
  }

  private void send(int frame, byte[]... nals) {
    for (byte[] nal : nals) {
      Packets.avc(nal, 1_400)
          .forEach(packet -> Packets.give(depacketizer, (long) frame * FRAME, packet));
    }
  }

  private static byte[] framed(byte[]... nals) {
    var framed = new ByteArrayOutputStream();
    for (byte[] nal : nals) {
      framed.writeBytes(ByteBuffer.allocate(4).putInt(nal.length).array());
      framed.writeBytes(nal);
    }
    return framed.toByteArray();
  }

  @AfterEach
  void nothing_is_kept() {
    depacketizer.close();
    memory.assertAllReleased();
  }

  @Test
  void a_picture_ends_where_the_next_begins() {
    send(0, DELIMITER, SPS, PPS, IDR);
    send(1, SLICE, SLICE);
    send(2, SLICE);
    assertEquals(List.of("0 access", "1"), units);
    assertArrayEquals(framed(IDR), bytes.getFirst());
    assertArrayEquals(framed(SLICE, SLICE), bytes.get(1));
    assertEquals(320, configs.getFirst().track(1, 90_000).width());
  }

  @Test
  void parameter_sets_of_the_session_description_do() {
    depacketizer = h264(List.of(ByteBuffer.wrap(SPS), ByteBuffer.wrap(PPS)));
    send(0, IDR);
    send(1, SLICE);
    assertEquals(List.of("0 access"), units);
    assertEquals(1, configs.size());
  }

  @Test
  void parameter_sets_in_band_win_over_those_of_the_session_description() {
    depacketizer = h264(List.of(ByteBuffer.wrap(SPS), ByteBuffer.wrap(PPS)));
    send(0, WIDE_SPS, PPS, IDR);
    send(1, SLICE);
    assertEquals(1920, configs.getFirst().track(1, 90_000).width());
  }

  @Test
  void parameter_sets_that_are_repeated_change_nothing() {
    send(0, SPS, PPS, IDR);
    send(1, SPS, PPS, IDR);
    send(2, SLICE);
    assertEquals(1, configs.size());
  }

  @Test
  void another_sequence_parameter_set_is_told_before_its_picture() {
    send(0, SPS, PPS, IDR);
    send(1, WIDE_SPS, PPS, IDR);
    send(2, SLICE);
    assertEquals(2, configs.size());
    assertEquals(1920, configs.getLast().track(1, 90_000).width());
  }

  @Test
  void without_parameter_sets_nothing_is_emitted_until_they_come() {
    send(0, IDR);
    send(1, SLICE);
    send(2, SPS, PPS, IDR);
    send(3, SLICE);
    assertEquals(List.of("2 access"), units);
  }

  @Test
  void nothing_of_a_picture_that_cannot_be_described_is_in_the_next_one() {
    send(0, IDR);
    send(1, SPS, PPS, IDR);
    send(2, SLICE);
    assertArrayEquals(framed(IDR), bytes.getFirst());
  }

  @Test
  void nothing_is_emitted_before_decoding_can_begin() {
    send(0, SPS, PPS, SLICE);
    send(1, SLICE);
    send(2, IDR);
    send(3, SLICE);
    assertEquals(List.of("2 access"), units);
  }

  @Test
  void aggregated_units_are_taken_apart() {
    Packets.give(depacketizer, 0, Packets.aggregate(new byte[] {24}, List.of(DELIMITER, SPS, PPS)));
    send(0, IDR);
    send(1, SLICE);
    assertArrayEquals(framed(IDR), bytes.getFirst());
  }

  @Test
  void a_picture_with_an_aggregate_that_lies_about_its_sizes_is_dropped() {
    byte[] packet = Packets.aggregate(new byte[] {24}, List.of(DELIMITER, SLICE));
    packet[5] = (byte) 0xFF;
    send(0, SPS, PPS, IDR);
    send(1, SLICE);
    Packets.give(depacketizer, FRAME, packet);
    send(2, SLICE);
    send(3, IDR);
    send(4, SLICE);
    assertEquals(List.of("0 access", "3 access"), units);
  }

  @Test
  void an_aggregate_lies_by_a_byte_or_by_a_size_without_a_unit() {
    send(0, SPS, PPS, IDR);
    byte[] packet = Packets.aggregate(new byte[] {24}, List.of(SLICE));
    Packets.give(depacketizer, FRAME, Arrays.copyOf(packet, packet.length - 1));
    send(2, IDR);
    byte[] sizeBehind = Arrays.copyOf(packet, packet.length + 2);
    sizeBehind[packet.length + 1] = 1;
    Packets.give(depacketizer, 3 * FRAME, sizeBehind);
    send(4, IDR);
    send(5, SLICE);
    assertEquals(List.of("0 access", "2 access", "4 access"), units);
  }

  @Test
  void what_pads_an_aggregate_is_left_out() {
    byte[] packet = Packets.aggregate(new byte[] {24}, List.of(SPS, PPS, IDR));
    Packets.give(depacketizer, 0, Arrays.copyOf(packet, packet.length + 5));
    send(1, SLICE);
    assertArrayEquals(framed(IDR), bytes.getFirst());
  }

  @Test
  void a_picture_with_a_packet_of_a_kind_that_is_not_known_is_dropped() {
    send(0, SPS, PPS, IDR);
    byte[] fragmentWithOrder = {29, (byte) 0xC1, 0, 0, 1, 2, 3}; // FU-B
    Packets.give(depacketizer, FRAME, SLICE);
    Packets.give(depacketizer, FRAME, fragmentWithOrder);
    send(2, SLICE);
    send(3, IDR);
    byte[] reserved = {30, 1, 2, 3};
    Packets.give(depacketizer, 3 * FRAME, reserved);
    send(4, SLICE);
    assertEquals(List.of("0 access", "3 access"), units);
  }

  @Test
  void a_last_fragment_may_be_empty() {
    send(0, SPS, PPS);
    byte[] whole = nal(0x65, 100);
    Packets.give(depacketizer, 0, fragment(0x80, whole));
    Packets.give(depacketizer, 0, new byte[] {0x60 | 28, 0x40 | 5});
    send(1, SLICE);
    assertArrayEquals(framed(whole), bytes.getFirst());
  }

  @Test
  void a_fragmented_slice_that_never_ends_is_no_picture_whatever_follows() {
    send(0, SPS, PPS, IDR);
    List<byte[]> fragments = Packets.avc(nal(0x41, 4_000), 1_400);
    Packets.give(depacketizer, FRAME, fragments.getFirst());
    send(1, SLICE);
    send(2, SLICE);
    send(3, IDR);
    send(4, SLICE);
    assertEquals(List.of("0 access", "3 access"), units);
  }

  @Test
  void a_picture_whose_last_slice_never_ends_is_dropped() {
    send(0, SPS, PPS, IDR);
    send(1, SLICE);
    Packets.give(depacketizer, FRAME, Packets.avc(nal(0x41, 4_000), 1_400).getFirst());
    send(2, SLICE);
    send(3, IDR);
    send(4, SLICE);
    assertEquals(List.of("0 access", "3 access"), units);
  }

  @Test
  void a_fragment_that_is_start_and_end_at_once_is_a_whole_unit() {
    send(0, SPS, PPS);
    byte[] whole = nal(0x65, 100);
    Packets.give(depacketizer, 0, fragment(0xC0, whole));
    send(1, SLICE);
    assertArrayEquals(framed(whole), bytes.getFirst());
  }

  /** An FU-A with all of an IDR slice; the flags say whether it begins and ends it. */
  private static byte[] fragment(int flags, byte[] slice) {
    var packet = new ByteArrayOutputStream();
    packet.write(0x60 | 28);
    packet.write(flags | 5);
    packet.write(slice, 1, slice.length - 1);
    return packet.toByteArray();
  }

  @Test
  void a_byte_stream_inside_a_packet_is_taken_apart() {
    var packet = new ByteArrayOutputStream();
    byte[] slice = nal(0x65, 200);
    for (byte[] nal : List.of(SPS, PPS, slice)) {
      packet.writeBytes(new byte[] {0, 0, 0, 1});
      packet.writeBytes(nal);
    }
    Packets.give(depacketizer, 0, packet.toByteArray());
    send(1, SLICE);
    assertArrayEquals(framed(slice), bytes.getFirst());
    assertEquals(1, configs.size());
  }

  @Test
  void a_picture_with_a_hole_is_dropped_and_all_up_to_the_next_access() {
    send(0, SPS, PPS, IDR);
    send(1, SLICE);
    depacketizer.lost();
    send(1, SLICE);
    send(2, SLICE);
    send(3, IDR);
    send(4, SLICE);
    assertEquals(List.of("0 access", "3 access"), units);
  }

  @Test
  void fragments_without_their_first_are_a_loss() {
    send(0, SPS, PPS, IDR);
    List<byte[]> fragments = Packets.avc(nal(0x41, 4_000), 1_400);
    fragments.stream().skip(1).forEach(packet -> Packets.give(depacketizer, FRAME, packet));
    send(2, SLICE);
    send(3, IDR);
    send(4, SLICE);
    assertEquals(List.of("0 access", "3 access"), units);
  }

  @Test
  void a_picture_without_its_first_slice_is_dropped() {
    send(0, SPS, PPS, IDR);
    byte[] second = SLICE.clone();
    second[1] &= 0x7F;
    send(1, second);
    send(2, SLICE);
    send(3, SPS, PPS, IDR, second);
    send(4, SLICE);
    assertEquals(List.of("0 access", "3 access"), units);
  }

  @Test
  void fragments_without_end_are_bounded() {
    send(0, SPS, PPS, IDR);
    byte[] fragment = nal(0, 60_000);
    fragment[0] = 0x60 | 28;
    fragment[1] = 1;
    byte[] first = fragment.clone();
    first[1] = (byte) 0x81;
    Packets.give(depacketizer, FRAME, first);
    for (int i = 0; i < 10_000; i++) {
      Packets.give(depacketizer, FRAME, fragment);
      assertTrue(memory.usedBytes() <= 3L * VideoDepacketizer.MAX_PICTURE_BYTES, "is bounded");
    }
    send(2, IDR);
    send(3, SLICE);
    assertEquals(List.of("0 access", "2 access"), units);
  }

  @Test
  void a_parameter_set_larger_than_any_is_left_out() {
    byte[] giant = nal(0x68, 70_000);
    send(0, SPS, giant, IDR);
    send(1, SPS, PPS, IDR);
    send(2, giant, IDR);
    send(3, SLICE);
    assertEquals(List.of("1 access", "2 access"), units);
    assertEquals(1, configs.size(), "a configuration has room for 64 KiB of each");
  }

  @Test
  void what_a_picture_lacks_to_be_described_is_said_until_it_comes() {
    send(0, SLICE);
    assertEquals(Optional.empty(), depacketizer.undescribed(), "no place to begin yet");
    send(1, IDR);
    send(2, SPS, IDR);
    assertEquals(Optional.of("it sends no sequence parameter set"), depacketizer.undescribed());
    send(3, Arrays.copyOf(SPS, 6), PPS, IDR);
    assertEquals(Optional.of("it sends no picture parameter set"), depacketizer.undescribed());
    send(4, SPS, IDR);
    assertEquals(Optional.of("its SPS ends early"), depacketizer.undescribed());
    send(5, SLICE);
    assertEquals(Optional.empty(), depacketizer.undescribed());
    assertEquals(List.of("4 access"), units);
  }

  @Test
  void a_parameter_set_that_breaks_is_not_played_with_the_one_before() {
    send(0, SPS, PPS, IDR);
    send(1, Arrays.copyOf(SPS, 6), IDR);
    send(2, SLICE);
    assertEquals(Optional.of("its SPS ends early"), depacketizer.undescribed());
    assertEquals(List.of("0 access"), units);
  }

  @Test
  void a_recovery_point_is_a_place_to_begin() {
    byte[] recoveryPoint = {6, 6, 1, (byte) 0x84, (byte) 0x80};
    send(0, SPS, PPS, recoveryPoint, SLICE);
    send(1, SLICE);
    assertEquals(List.of("0 access"), units);
  }

  @Test
  void any_packets_are_taken_or_left_out() {
    var random = new Random(7);
    byte[][] pieces = {SPS, PPS, IDR, SLICE, WIDE_SPS, DELIMITER};
    for (int i = 0; i < 50_000; i++) {
      byte[] packet = Arrays.copyOf(pieces[random.nextInt(pieces.length)], random.nextInt(200));
      for (int flips = random.nextInt(4); flips > 0 && packet.length > 0; flips--) {
        packet[random.nextInt(Math.min(packet.length, 8))] = (byte) random.nextInt();
      }
      Packets.give(depacketizer, (long) (i / 3) * FRAME, packet);
      if (random.nextInt(50) == 0) {
        depacketizer.lost();
      }
    }
    assertTrue(units.size() > 100, "some of it was whole");
  }
}
