package io.atalaya.media.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parameter sets as x264 and x265 wrote them. */
final class SpsTest {
  private static final String BASELINE = "6742c00dd90141fb011000000300100000030320f142a480";
  private static final String CROPPED = "6742c028da01e0089f97011000000300100000030328f1832a";

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }

  @ParameterizedTest
  @CsvSource({
    // baseline; cropped from 1088 lines; B-frames; interlaced; 4:2:2, 10 bits, odd crop
    BASELINE + ", 320, 240, 8, 1, 0, avc1.42c00d",
    CROPPED + ", 1920, 1080, 8, 1, 0, avc1.42c028",
    "6764001eacd940a02ff97011000003000100000300320f162d96, 640, 360, 8, 1, 2, avc1.64001e",
    "6764001eacd940b424d8088000000300800000190f8a14cb, 720, 576, 8, 1, 2, avc1.64001e",
    "677a001eb6cd940a42fe227c0440000003004000000c83c58b6580, 642, 362, 10, 2, 2, avc1.7a001e",
  })
  void h264(String hex, int width, int height, int depth, int chroma, int reorder, String codec)
      throws Exception {
    AvcSps sps = AvcSps.parse(bytes(hex));
    assertEquals(width + "x" + height, sps.width() + "x" + sps.height());
    assertEquals(depth, sps.bitDepthLuma());
    assertEquals(chroma, sps.chromaFormat());
    assertEquals(OptionalInt.of(reorder), sps.reorderFrames());
    assertEquals(codec, sps.codec());
  }

  @ParameterizedTest
  @CsvSource({
    "420101016000000300900000030000030078a003c08010e596565924caf0168080000003008000000c84,"
        + " 1920, 1080, 8, 1, 2, hvc1.1.6.L120.90",
    "4201010408000003009d0800000300003fb005120171c93b6592a4932bc05a020000030002000003003210,"
        + " 642, 362, 10, 2, 0, hvc1.4.10.L63.9d.8",
  })
  void h265(String hex, int width, int height, int depth, int chroma, int reorder, String codec)
      throws Exception {
    HevcSps sps = HevcSps.parse(bytes(hex));
    assertEquals(width + "x" + height, sps.width() + "x" + sps.height());
    assertEquals(depth, sps.bitDepthLuma());
    assertEquals(chroma, sps.chromaFormat());
    assertEquals(reorder, sps.reorderFrames());
    assertEquals(codec, sps.codec());
  }

  /** A set behind its header, bit by bit; ones are what is skipped. */
  private static ByteBuffer set(String header, String... fields) {
    String bits = String.join("", fields).replace(" ", "");
    ByteBuffer set = ByteBuffer.allocate(header.length() / 2 + (bits.length() + 7) / 8);
    set.put(HexFormat.of().parseHex(header));
    for (int at = 0; at < bits.length(); at += 8) {
      String octet = (bits + "0000000").substring(at, at + 8);
      set.put((byte) Integer.parseInt(octet, 2));
    }
    return set.flip();
  }

  /** Everything in it that has a length of its own (H.264, 7.3.2.1.1, E.1.1, E.1.2). */
  @ParameterizedTest
  @CsvSource({"1, 1", "0, 1", "1, 0", "0, 0"})
  void h264_with_all_that_is_optional(int nalHrd, int vclHrd) throws Exception {
    String twoBuffers = "1 010" + "1".repeat(8) + "111 111" + "1".repeat(20);
    String oneBuffer = "1 1" + "1".repeat(8) + "111" + "1".repeat(20);
    AvcSps sps =
        AvcSps.parse(
            set(
                "67f4001e",
                "1 00100 0 1 1 0", // 4:4:4
                "1" + "1".repeat(17) + "00000", // scaling lists of 16
                "1" + "1".repeat(64) + "0000 1 000010001", // and of 64, the last a default one
                "1 010 0 1 1 011 010 011", // picture order of type 1
                "010 0 000010100 0001111 1 0 0",
                "1",
                "1 11111111" + "1".repeat(32),
                "1 1",
                "1 1111 1" + "1".repeat(24),
                "1 1 1",
                "1" + "1".repeat(65),
                nalHrd == 1 ? twoBuffers : "0",
                vclHrd == 1 ? oneBuffer : "0",
                nalHrd + vclHrd > 0 ? "1" : "",
                "1",
                "1 1 1111 00100 00101 1"));
    assertEquals("320x240", sps.width() + "x" + sps.height());
    assertEquals(3, sps.chromaFormat());
    assertEquals(OptionalInt.of(3), sps.reorderFrames());
  }

  @Test
  void h265_has_seven_layers_at_most() {
    ByteBuffer eight = set("4201", "0000 111 1", "1".repeat(2_000));
    var error = assertThrows(MalformedConfigException.class, () -> HevcSps.parse(eight));
    assertEquals("SPS: 8 sub-layers", error.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "674d001e, 011, 0", // pictures are shown as they are sent
    "6742001e, 1 1, 0", // baseline: no B-pictures
    "674d001e, 1 1, -1", // nobody says
  })
  void h264_tells_without_a_vui_whether_it_reorders(String header, String order, int reorder)
      throws Exception {
    AvcSps sps = AvcSps.parse(set(header, "1 1", order, "010 0 000010100 0001111 1 0 0 0 1"));
    assertEquals("320x240", sps.width() + "x" + sps.height());
    assertEquals(reorder, sps.reorderFrames().orElse(-1));
  }

  /** H.265, 7.3.2.2 and 7.3.3. */
  @ParameterizedTest
  @CsvSource({"1 1 1 1 1 010 1 1 011 1, 2", "0 1 010 1, 1"})
  void h265_with_sub_layers(String ordering, int reorder) throws Exception {
    HevcSps sps =
        HevcSps.parse(
            set(
                "4201",
                "0000 010 1",
                "10101010".repeat(12),
                "11 01" + "1".repeat(12) + "1".repeat(88 + 8 + 8),
                "1 010 00000000101000001 000000011110001 0",
                "1 1 1",
                ordering,
                "1"));
    assertEquals(3, sps.subLayers());
    assertEquals("320x240", sps.width() + "x" + sps.height());
    assertEquals(reorder, sps.reorderFrames());
  }

  @Test
  void a_set_that_ends_in_its_vui_still_tells_the_size() throws Exception {
    // High profile, so that the number of reordered pictures is in the part that is missing.
    AvcSps sps = AvcSps.parse(bytes("6764001eacd940a02ff97011"));
    assertEquals(640, sps.width());
    assertEquals(OptionalInt.empty(), sps.reorderFrames());
  }

  @Test
  void a_set_of_any_length_is_read_or_refused() throws Exception {
    for (int length = 0; length < 7; length++) {
      ByteBuffer cut = bytes(BASELINE).limit(length);
      assertThrows(MalformedConfigException.class, () -> AvcSps.parse(cut), "of " + length);
    }
    ByteBuffer endless = ByteBuffer.allocate(Rbsp.MAX_BYTES + 1);
    assertThrows(MalformedConfigException.class, () -> AvcSps.parse(endless));
    assertThrows(MalformedConfigException.class, () -> HevcSps.parse(endless));
  }

  @Test
  void any_bytes_are_read_or_refused() {
    var random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      if (i % 2 == 0 && noise.length > 4) {
        byte[] real = HexFormat.of().parseHex(i % 4 == 0 ? BASELINE : CROPPED);
        System.arraycopy(real, 0, noise, 0, Math.min(real.length, noise.length - 3));
      }
      try {
        AvcSps sps = AvcSps.parse(ByteBuffer.wrap(noise));
        assertTrue(sps.width() > 0 && sps.height() > 0);
      } catch (MalformedConfigException expected) {
        assertFalse(expected.getMessage().isBlank());
      }
      try {
        HevcSps sps = HevcSps.parse(ByteBuffer.wrap(noise));
        assertTrue(sps.width() > 0 && sps.height() > 0);
      } catch (MalformedConfigException expected) {
        assertFalse(expected.getMessage().isBlank());
      }
    }
  }
}
