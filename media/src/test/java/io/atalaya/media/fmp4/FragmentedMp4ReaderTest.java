package io.atalaya.media.fmp4;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.media.DirectMemory;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FragmentedMp4ReaderTest {
  private final DirectMemory memory = new DirectMemory();
  private final Fixtures.Kept kept = new Fixtures.Kept();

  @AfterEach
  void every_buffer_came_back() {
    kept.close();
    memory.assertAllReleased();
  }

  @ParameterizedTest
  @FieldSource("io.atalaya.media.fmp4.Fixtures#READABLE")
  void finds_tracks_and_chunks_as_the_golden_dump_says(String name) throws Exception {
    Fixtures.read(Fixtures.bytes(name), 4096, memory.allocator(), kept);
    String golden = new String(Fixtures.bytes(name.replace(".mp4", ".txt")), UTF_8);
    assertEquals(golden, kept.dump());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 1000, 1 << 20})
  void finds_the_same_whatever_the_size_of_the_pieces(int pieceBytes) throws Exception {
    Fixtures.read(Fixtures.bytes("h264-aac.mp4"), pieceBytes, memory.allocator(), kept);
    String golden = new String(Fixtures.bytes("h264-aac.txt"), UTF_8);
    assertEquals(golden, kept.dump());
  }

  @Test
  void passes_the_bytes_of_every_fragment_through_unchanged() throws Exception {
    byte[] file = Fixtures.bytes("h264-aac.mp4");
    Fixtures.read(file, 100, memory.allocator(), kept);
    int at = indexOf(file, "moof") - 4;
    for (Chunk chunk : kept.chunks) {
      assertEquals(Unpooled.wrappedBuffer(file, at, chunk.sizeBytes()), chunk.data());
      at += chunk.sizeBytes();
    }
    assertEquals(indexOf(file, "mfra") - 4, at);
  }

  @Test
  void reads_boxes_with_64_bit_sizes() throws Exception {
    byte[] file = Fixtures.bytes("h264-aac.mp4");
    int mdat = indexOf(file, "mdat") - 4;
    int size = ByteBuffer.wrap(file).getInt(mdat);
    var large =
        ByteBuffer.allocate(mdat + size + 8)
            .put(file, 0, mdat)
            .putInt(1)
            .put("mdat".getBytes(UTF_8))
            .putLong(size + 8)
            .put(file, mdat + 8, size - 8);
    Fixtures.read(large.array(), 5, memory.allocator(), kept);
    int moof = mdat - (indexOf(file, "moof") - 4);
    assertEquals(moof + size + 8, kept.chunks.getFirst().sizeBytes());
  }

  @Test
  void says_which_codec_has_no_place_in_a_browser() {
    var thrown =
        assertThrows(
            UnsupportedCodecException.class,
            () -> Fixtures.read(Fixtures.bytes("mjpeg.mp4"), 64, memory.allocator(), kept));
    assertEquals("mp4v", thrown.sampleEntry());
  }

  @Test
  void refuses_two_tracks_in_one_fragment() {
    byte[] file = Fixtures.bytes("two-tracks-in-a-fragment.mp4");
    var thrown = malformed(file);
    assertEquals(indexOf(file, "moof") - 4, thrown.position());
    assertTrue(thrown.getMessage().contains("several tracks"), thrown.getMessage());
  }

  @Test
  void refuses_sizes_over_the_limits_before_keeping_a_byte() {
    assertTrue(malformed(box(0x7FFF_FFFF, "moov")).getMessage().contains("over the limit"));
    assertTrue(malformed(box(0x7FFF_FFFF, "free")).getMessage().contains("over the limit"));
    assertTrue(malformed(box(7, "ftyp")).getMessage().contains("size 7"));
    assertTrue(malformed(box(0, "mdat")).getMessage().contains("size 0"));
    assertTrue(malformed(box(8, "moov")).getMessage().contains("empty"));
  }

  @Test
  void refuses_samples_without_a_fragment_and_fragments_without_samples() {
    byte[] file = Fixtures.bytes("h264-aac.mp4");
    int moof = indexOf(file, "moof") - 4;
    int mdat = indexOf(file, "mdat") - 4;
    assertTrue(malformed(slice(file, mdat, file.length)).getMessage().contains("without a 'moof'"));
    assertTrue(malformed(slice(file, moof, file.length)).getMessage().contains("before any"));
    byte[] twice = new byte[mdat + mdat - moof];
    System.arraycopy(file, 0, twice, 0, mdat);
    System.arraycopy(file, moof, twice, mdat, mdat - moof);
    assertEquals(mdat, malformed(twice).position());
  }

  @Test
  void refuses_samples_that_claim_more_bytes_than_there_are() {
    byte[] file = Fixtures.bytes("h264-aac.mp4");
    int mdat = indexOf(file, "mdat") - 4;
    ByteBuffer.wrap(file).putInt(mdat, 9);
    assertEquals(mdat, malformed(file).position());
  }

  private MalformedMp4Exception malformed(byte[] bytes) {
    return assertThrows(
        MalformedMp4Exception.class, () -> Fixtures.read(bytes, 64, memory.allocator(), kept));
  }

  private static byte[] box(int size, String type) {
    return ByteBuffer.allocate(8).putInt(size).put(type.getBytes(UTF_8)).array();
  }

  private static byte[] slice(byte[] bytes, int from, int to) {
    return java.util.Arrays.copyOfRange(bytes, from, to);
  }

  private static int indexOf(byte[] file, String type) {
    return new String(file, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(type);
  }
}
