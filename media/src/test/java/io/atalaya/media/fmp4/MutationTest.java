package io.atalaya.media.fmp4;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.media.DirectMemory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Whatever the bytes, a reader ends with a typed refusal or none, in bounded memory and time. */
final class MutationTest {
  private static final int ROUNDS = 3_000;

  /** One chunk at a time is held: its moof and its mdat, both within their limits. */
  private static final Mp4Limits LIMITS = new Mp4Limits(1 << 16, 1 << 12, 1 << 14, 1 << 12);

  private static final long MOST_BYTES = (1 << 14) + (1 << 12) + 1024;

  private final DirectMemory memory = new DirectMemory();
  private int refused;
  private int accepted;

  @ParameterizedTest
  @FieldSource("io.atalaya.media.fmp4.Fixtures#READABLE")
  void survives_mutations(String name) {
    byte[] file = Fixtures.bytes(name);
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int seed = 0; seed < ROUNDS; seed++) {
            read(mutated(file, new Random(seed)), seed);
          }
        });
    memory.assertAllReleased();
    // Both ends are reached, or the mutations are too tame or too wild to test anything.
    assertTrue(refused > ROUNDS / 10, "refused " + refused);
    assertTrue(accepted > ROUNDS / 10, "accepted " + accepted);
  }

  @ParameterizedTest
  @FieldSource("io.atalaya.media.fmp4.Fixtures#READABLE")
  void survives_an_end_at_every_byte(String name) {
    byte[] file = Fixtures.bytes(name);
    for (int length = 0; length < file.length; length++) {
      read(Arrays.copyOf(file, length), length);
    }
    memory.assertAllReleased();
    assertTrue(refused == 0, "a prefix is never malformed");
  }

  private void read(byte[] bytes, int seed) {
    var sink =
        new Mp4Sink() {
          @Override
          public void init(List<InitSegment> init) {
            init.forEach(segment -> assertTrue(segment.bytes().remaining() <= 1 << 16));
          }

          @Override
          public void chunk(Chunk chunk) {
            chunk.release();
          }
        };
    try (var reader = new FragmentedMp4Reader(LIMITS, memory.allocator(), Fixtures.CLOCK, sink)) {
      var random = new Random(seed);
      for (int at = 0; at < bytes.length; ) {
        int piece = Math.min(1 + random.nextInt(3000), bytes.length - at);
        reader.push(ByteBuffer.wrap(bytes, at, piece));
        at += piece;
        assertTrue(memory.usedBytes() <= MOST_BYTES, () -> "holds " + memory.usedBytes());
      }
      accepted++;
    } catch (MalformedMp4Exception | UnsupportedCodecException e) {
      refused++;
    }
  }

  /** A few bytes changed, most of them where the structure is. */
  private static byte[] mutated(byte[] file, Random random) {
    byte[] bytes = file.clone();
    int changes = 1 + random.nextInt(6);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(random.nextBoolean() ? bytes.length : 1500);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> ByteBuffer.wrap(bytes).putInt(Math.min(at, bytes.length - 4), random.nextInt());
        default -> Arrays.fill(bytes, at, Math.min(at + 4, bytes.length), (byte) 0xFF);
      }
    }
    return bytes;
  }
}
