package io.atalaya.media.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.atalaya.media.codec.AacConfig;
import io.atalaya.media.codec.AvcConfig;
import io.atalaya.media.codec.AvcSps;
import io.atalaya.media.codec.DecoderConfig;
import io.atalaya.media.codec.HevcConfig;
import io.atalaya.media.codec.HevcSps;
import io.atalaya.media.codec.MalformedConfigException;
import io.atalaya.media.codec.Track;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.FragmentedMp4Reader;
import io.atalaya.media.fmp4.Fragmenter;
import io.atalaya.media.fmp4.InitSegment;
import io.atalaya.media.fmp4.MalformedMp4Exception;
import io.atalaya.media.fmp4.Mp4Limits;
import io.atalaya.media.fmp4.Mp4Sink;
import io.atalaya.media.fmp4.UnsupportedCodecException;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;

/** Parameter sets and configuration records: what is understood is written, and read the same. */
final class ConfigFuzzTest {
  private static final ByteBuffer PPS =
      ByteBuffer.wrap(new byte[] {0x68, (byte) 0xCE, 0x38, (byte) 0x80});

  private final List<Track> read = new ArrayList<>();

  @FuzzTest(maxDuration = "1m")
  @Timeout(10)
  void what_is_understood_is_written_and_read_the_same(byte[] bytes) {
    ByteBuffer unit = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    understood(() -> new DecoderConfig.Avc(AvcSps.parse(unit), List.of(unit), List.of(PPS)));
    understood(() ->
        new DecoderConfig.Hevc(HevcSps.parse(unit), List.of(PPS), List.of(unit), List.of(PPS)));
    understood(() -> new DecoderConfig.Aac(AacConfig.parseSpecific(unit), unit));
    understood(() -> AacConfig.parse(unit));
    understood(() -> AvcConfig.parse(unit).codec("avc1"));
    understood(() -> HevcConfig.parse(unit).codec("hvc1"));
    assertEquals(bytes.length, unit.remaining(), "only looked at");
  }

  private interface Parsing {
    Object parse() throws MalformedConfigException;
  }

  private void understood(Parsing parsing) {
    Object result;
    try {
      result = parsing.parse();
    } catch (MalformedConfigException _) {
      return;
    }
    if (result instanceof DecoderConfig config) {
      written(config);
    } else if (result instanceof String codec) {
      assertTrue(codec.matches("(avc1|hvc1)[.A-Za-z0-9]+"), codec);
    }
  }

  private void written(DecoderConfig config) {
    var fragmenter =
        new Fragmenter(
            1,
            48_000,
            0,
            new Fragmenter.Output() {
              @Override
              public void init(InitSegment init) {
                readAgain(init);
              }

              @Override
              public void chunk(Chunk chunk) {
                throw new AssertionError("out of nothing");
              }
            });
    fragmenter.config(config);
    assertEquals(List.of(config.track(1, 48_000)), read);
    read.clear();
  }

  private void readAgain(InitSegment init) {
    var sink =
        new Mp4Sink() {
          @Override
          public void init(List<InitSegment> tracks) {
            tracks.forEach(track -> read.add(track.track()));
          }

          @Override
          public void chunk(Chunk chunk) {
            throw new AssertionError("out of nothing");
          }
        };
    try (var reader =
        new FragmentedMp4Reader(
            Mp4Limits.standard(),
            UnpooledByteBufAllocator.DEFAULT,
            InstantSource.fixed(Instant.EPOCH),
            sink)) {
      reader.push(init.bytes());
    } catch (MalformedMp4Exception | UnsupportedCodecException e) {
      throw new AssertionError("what was written cannot be read", e);
    }
  }
}
