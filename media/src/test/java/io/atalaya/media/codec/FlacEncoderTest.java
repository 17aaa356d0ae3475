package io.atalaya.media.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** FFmpeg is asked what it makes of the frames, and of the codes they were made from. */
final class FlacEncoderTest {
  private static final int BLOCK = 800;

  /** Past the frame numbers of one and of two bytes. */
  private static final int BLOCKS = 2_100;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void what_is_decoded_is_what_was_encoded(G711 law) throws Exception {
    var random = new Random(4);
    byte[] codes = new byte[BLOCK * BLOCKS];
    for (int i = 0; i < codes.length; i++) {
      // Silence, noise, and something between.
      codes[i] =
          switch (i / 10_000 % 3) {
            case 0 -> (byte) 0xD5;
            case 1 -> (byte) random.nextInt();
            default -> (byte) (0xD5 ^ i % 16);
          };
    }
    int[] samples = new int[codes.length];
    for (int i = 0; i < codes.length; i++) {
      samples[i] = law.sample(codes[i]);
    }
    Path raw = folder.resolve("codes");
    Files.write(raw, codes);
    byte[] theirs =
        ffmpeg("-f", law == G711.A_LAW ? "alaw" : "mulaw", "-ar", "8000", "-ac", "1", "-i", raw);
    byte[] ours = ffmpeg("-i", written(law.unusedBits(), samples));
    assertArrayEquals(theirs, ours);
  }

  @Test
  void the_loudest_samples_come_through() throws Exception {
    IntUnaryOperator square = i -> i % 2 == 0 ? Short.MAX_VALUE : Short.MIN_VALUE;
    int[] samples = new int[BLOCK];
    Arrays.setAll(samples, square);
    assertArrayEquals(samples, decoded(samples));
  }

  @Test
  void a_click_in_silence_comes_through_however_loud_and_wherever_in_a_byte() throws Exception {
    int[] samples = new int[8 * 64 * BLOCK];
    for (int i = 0; i < 8 * 64; i++) {
      samples[i * BLOCK + BLOCK / 2 + i % 8] = i / 8;
    }
    assertArrayEquals(samples, decoded(samples));
  }

  private int[] decoded(int[] samples) throws Exception {
    byte[] bytes = ffmpeg("-i", written(0, samples));
    var shorts = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    int[] decoded = new int[shorts.remaining()];
    Arrays.setAll(decoded, shorts::get);
    return decoded;
  }

  private Path written(int unusedBits, int[] samples) throws Exception {
    var encoder = new FlacEncoder(unusedBits, BLOCK);
    ByteBuf file = Unpooled.buffer();
    file.writeCharSequence("fLaC", US_ASCII);
    file.writeBytes(new DecoderConfig.Flac(8_000, BLOCK).record());
    for (int at = 0; at < samples.length; at += BLOCK) {
      encoder.encode(Arrays.copyOfRange(samples, at, at + BLOCK), file);
    }
    Path path = folder.resolve("sound.flac");
    Files.write(path, Arrays.copyOf(file.array(), file.writerIndex()));
    return path;
  }

  private byte[] ffmpeg(Object... input) throws Exception {
    var command =
        new ArrayList<String>(List.of("ffmpeg", "-v", "error", "-err_detect", "crccheck+explode"));
    for (Object word : input) {
      command.add(word.toString());
    }
    Path errors = folder.resolve("errors");
    command.addAll(List.of("-f", "s16le", "-"));
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    byte[] decoded = process.getInputStream().readAllBytes();
    assertTrue(process.waitFor(120, TimeUnit.SECONDS));
    assertEquals("", Files.readString(errors, UTF_8));
    return decoded;
  }
}
