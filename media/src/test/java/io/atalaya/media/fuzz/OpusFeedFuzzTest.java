package io.atalaya.media.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.atalaya.media.codec.DecoderConfig;
import io.atalaya.media.rtp.payload.OpusDepacketizer;
import org.junit.jupiter.api.Timeout;

/** Opus from a connection to chunks (RFC 7587). */
final class OpusFeedFuzzTest {
  @FuzzTest(maxDuration = "1m")
  @Timeout(10)
  void any_packets_make_whole_frames_or_none(byte[] connection) {
    Feed.run(
        connection,
        48_000,
        (allocator, sink) -> new OpusDepacketizer(new DecoderConfig.Opus(2), allocator, sink),
        sound -> assertTrue(sound.hasRemaining()));
  }
}
