package io.atalaya.media.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.atalaya.media.codec.AacConfig;
import io.atalaya.media.codec.DecoderConfig;
import io.atalaya.media.codec.MalformedConfigException;
import io.atalaya.media.rtp.payload.AacDepacketizer;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Timeout;

/** AAC from a connection to chunks (RFC 3640). */
final class AacFeedFuzzTest {
  /** AAC-LC, 48 kHz, two channels. */
  private static final byte[] CONFIG = {0x11, (byte) 0x90};

  @FuzzTest(maxDuration = "1m")
  @Timeout(10)
  void any_packets_make_whole_frames_or_none(byte[] connection) throws MalformedConfigException {
    ByteBuffer specific = ByteBuffer.wrap(CONFIG);
    var config = new DecoderConfig.Aac(AacConfig.parseSpecific(specific), specific);
    var format = new AacDepacketizer.Format(config, 13, 3, 3, 1_024);
    Feed.run(
        connection,
        48_000,
        (allocator, sink) -> new AacDepacketizer(format, allocator, sink),
        sound -> assertTrue(sound.hasRemaining()));
  }
}
