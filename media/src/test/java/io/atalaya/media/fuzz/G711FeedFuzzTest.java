package io.atalaya.media.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.atalaya.media.codec.G711;
import io.atalaya.media.rtp.payload.G711Depacketizer;
import org.junit.jupiter.api.Timeout;

/** G.711 from a connection to chunks of FLAC (RFC 3551, 4.5.14). */
final class G711FeedFuzzTest {
  @FuzzTest(maxDuration = "1m")
  @Timeout(10)
  void any_packets_make_whole_frames_or_none(byte[] connection) {
    Feed.run(
        connection,
        8_000,
        (allocator, sink) -> new G711Depacketizer(G711.A_LAW, allocator, sink),
        sound -> assertTrue(sound.hasRemaining()));
  }
}
