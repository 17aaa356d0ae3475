package io.atalaya.media.rtp.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.media.DirectMemory;
import io.atalaya.media.codec.AacConfig;
import io.atalaya.media.codec.AccessUnit;
import io.atalaya.media.codec.AccessUnitSink;
import io.atalaya.media.codec.DecoderConfig;
import io.atalaya.media.codec.G711;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AudioDepacketizerTest {
  private final DirectMemory memory = new DirectMemory();
  private final List<DecoderConfig> configs = new ArrayList<>();
  private final List<String> frames = new ArrayList<>();
  private final AccessUnitSink sink =
      new AccessUnitSink() {
        @Override
        public void config(DecoderConfig config) {
          configs.add(config);
        }

        @Override
        public void accessUnit(AccessUnit unit) {
          frames.add(
              "%d-%d %s"
                  .formatted(
                      unit.ptsTicks(), unit.nextPtsTicks(), ByteBufUtil.hexDump(unit.data())));
          assertTrue(unit.data().readerIndex() >= AccessUnit.HEADROOM);
          unit.release();
        }
      };

  private AacDepacketizer aac() throws Exception {
    return aac(13, 3, 3);
  }

  private AacDepacketizer aac(int sizeLength, int indexLength, int indexDeltaLength)
      throws Exception {
    ByteBuffer specific = ByteBuffer.wrap(HexFormat.of().parseHex("1408"));
    var config = new DecoderConfig.Aac(AacConfig.parseSpecific(specific), specific);
    return new AacDepacketizer(
        new AacDepacketizer.Format(config, sizeLength, indexLength, indexDeltaLength, 1_024),
        memory.allocator(),
        sink);
  }

  private static void give(Depacketizer to, long timestamp, String hex) {
    Packets.give(to, timestamp, HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  @AfterEach
  void nothing_is_kept() {
    memory.assertAllReleased();
  }

  @Test
  void an_aac_packet_with_one_frame_and_one_with_two() throws Exception {
    try (var aac = aac()) {
      give(aac, 0, "0010 0018 AABBCC");
      give(aac, 1_024, "0020 0010 0008 AABB CC");
      assertEquals(List.of("0-1024 aabbcc", "1024-2048 aabb", "2048-3072 cc"), frames);
      assertEquals(16_000, configs.getFirst().track(2, 16_000).sampleRate());
      assertEquals(1, configs.size());
    }
  }

  @Test
  void an_aac_frame_in_pieces() throws Exception {
    try (var aac = aac()) {
      give(aac, 0, "0010 0028 AABB");
      give(aac, 0, "0010 0028 CCDDEE");
      assertEquals(List.of("0-1024 aabbccddee"), frames);
    }
  }

  @Test
  void an_aac_frame_of_which_a_piece_is_missing_is_dropped_and_the_next_is_not() throws Exception {
    try (var aac = aac()) {
      give(aac, 0, "0010 0028 AABB");
      aac.lost();
      give(aac, 1_024, "0010 0018 AABBCC");
      assertEquals(List.of("1024-2048 aabbcc"), frames);
    }
  }

  @Test
  void an_aac_frame_whose_first_piece_is_missing_harms_none_behind_it() throws Exception {
    try (var aac = aac()) {
      give(aac, 0, "0010 0028 CCDDEE");
      give(aac, 1_024, "0020 0010 0008 AABB CC");
      give(aac, 3_072, "0010 0028 CCDDEE");
      give(aac, 4_096, "0010 0018 AABBCC");
      assertEquals(List.of("1024-2048 aabb", "2048-3072 cc", "4096-5120 aabbcc"), frames);
    }
  }

  @Test
  void aac_headers_that_lie_are_left_out() throws Exception {
    try (var aac = aac()) {
      give(aac, 0, "");
      give(aac, 0, "00");
      give(aac, 0, "FFFF 0018 AABBCC");
      give(aac, 0, "0020 FFF8 0008 AABB");
      give(aac, 0, "0000 AABB");
      give(aac, 0, "0010 0000");
      give(aac, 0, "0610" + "0008".repeat(97) + "AA".repeat(97));
      assertEquals(List.of(), frames);
    }
  }

  @Test
  void headers_of_aac_have_fields_of_any_length() throws Exception {
    try (var aac = aac(8, 0, 8)) {
      give(aac, 0, "0028 02 0100 0100 AABB CC DD");
      assertEquals(List.of("0-1024 aabb", "1024-2048 cc", "2048-3072 dd"), frames);
    }
  }

  @Test
  void an_aac_frame_is_no_longer_than_it_says() throws Exception {
    try (var aac = aac()) {
      give(aac, 0, "0010 0028 AABBCC");
      give(aac, 0, "0010 0028 DDEEFF");
      give(aac, 0, "0010 0028 AABB");
      give(aac, 0, "0010 0028 CCDDEE");
      assertEquals(List.of("0-1024 aabbccddee"), frames);
    }
  }

  @Test
  void an_aac_frame_is_no_longer_than_one_can_be() throws Exception {
    try (var aac = aac()) {
      String half = "AA".repeat(3_072);
      give(aac, 0, "0010 C008" + half);
      give(aac, 0, "0010 C008" + half + "AA");
      assertEquals(List.of(), frames);
      give(aac, 1_024, "0010 C000" + half);
      give(aac, 1_024, "0010 C000" + half);
      assertEquals(1, frames.size());
    }
  }

  @Test
  void any_aac_packets_are_taken_or_left_out() throws Exception {
    var random = new Random(11);
    try (var aac = aac()) {
      for (int i = 0; i < 100_000; i++) {
        byte[] packet = new byte[random.nextInt(24)];
        random.nextBytes(packet);
        if (packet.length > 1) {
          packet[0] = 0;
          packet[1] = (byte) (16 * random.nextInt(4));
        }
        Packets.give(aac, i / 2 * 1_024L, packet);
        assertTrue(memory.usedBytes() <= 2 * 32_768, "is bounded");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FC0102, 960", // CELT, 20 ms, one frame
    "E001, 120", // CELT, 2.5 ms
    "6001, 480", // hybrid, 10 ms
    "7801, 960", // hybrid, 20 ms
    "0001, 480", // SILK, 10 ms
    "1801, 2880", // SILK, 60 ms
    "0901, 1920", // SILK, 20 ms, two frames
    "0A01, 1920", // the same of different lengths
    "FF06, 5760", // six frames of 20 ms
  })
  void an_opus_packet_tells_how_long_it_lasts(String packet, int ticks) {
    try (var opus = new OpusDepacketizer(new DecoderConfig.Opus(2), memory.allocator(), sink)) {
      give(opus, 960, packet);
    }
    assertEquals(
        List.of("960-%d %s".formatted(960 + ticks, packet.toLowerCase(Locale.ROOT))), frames);
  }

  @Test
  void nothing_behind_an_opus_packet_is_read() {
    try (var opus = new OpusDepacketizer(new DecoderConfig.Opus(2), memory.allocator(), sink)) {
      opus.packet(0, Unpooled.wrappedBuffer(new byte[] {(byte) 0xFF, 1}), 0, 1, Packets.NOW);
    }
    assertEquals(List.of(), frames);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "FF00", "FF07", "FF3F", "FF"})
  void an_opus_packet_that_lasts_no_time_or_too_long_is_left_out(String packet) {
    try (var opus = new OpusDepacketizer(new DecoderConfig.Opus(2), memory.allocator(), sink)) {
      give(opus, 0, packet);
    }
    assertEquals(List.of(), frames);
  }

  /** When the frames begin that come of so many samples at a time. */
  private void samples(Depacketizer to, int count, long... timestamps) {
    for (long timestamp : timestamps) {
      Packets.give(to, timestamp, new byte[count]);
    }
  }

  private List<String> times() {
    return frames.stream().map(frame -> frame.split(" ", 2)[0]).toList();
  }

  @Test
  void g_711_comes_in_frames_of_100_ms_however_it_is_packed() {
    try (var telephone = new G711Depacketizer(G711.A_LAW, memory.allocator(), sink)) {
      samples(telephone, 300, 0, 300, 600, 900, 1_200);
      samples(telephone, 1_800, 1_500);
    }
    assertEquals(List.of("0-800", "800-1600", "1600-2400", "2400-3200"), times());
    assertEquals(List.of(G711Depacketizer.CONFIG), configs);
  }

  @Test
  void g_711_begins_a_frame_anew_behind_a_pause_or_a_loss() {
    try (var telephone = new G711Depacketizer(G711.A_LAW, memory.allocator(), sink)) {
      samples(telephone, 400, 0, 8_000, 8_400);
      samples(telephone, 400, 8_800);
      telephone.lost();
      samples(telephone, 400, 9_200, 9_600);
    }
    assertEquals(List.of("8000-8800", "9200-10000"), times());
  }
}
