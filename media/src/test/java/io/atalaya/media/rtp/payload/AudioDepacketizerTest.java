package io.atalaya.media.rtp.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.media.DirectMemory;
import io.atalaya.media.codec.AacConfig;
import io.atalaya.media.codec.AccessUnit;
import io.atalaya.media.codec.AccessUnitSink;
import io.atalaya.media.codec.DecoderConfig;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
    ByteBuffer specific = ByteBuffer.wrap(HexFormat.of().parseHex("1408"));
    var config = new DecoderConfig.Aac(AacConfig.parseSpecific(specific), specific);
    return new AacDepacketizer(
        new AacDepacketizer.Format(config, 13, 3, 3, 1_024), memory.allocator(), sink);
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
      assertEquals(List.of(), frames);
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

  @Test
  void an_opus_packet_tells_how_long_it_lasts() {
    try (var opus = new OpusDepacketizer(new DecoderConfig.Opus(2), memory.allocator(), sink)) {
      give(opus, 0, "FC 0102"); // CELT, 20 ms, one frame
      give(opus, 960, "78 01"); // hybrid, 20 ms, one frame
      give(opus, 1_920, "09 01"); // SILK, 20 ms, two frames
      give(opus, 3_840, "");
      give(opus, 3_840, "FF 3F"); // 63 frames of 20 ms
      assertEquals(List.of("0-960 fc0102", "960-1920 7801", "1920-3840 0901"), frames);
    }
  }
}
