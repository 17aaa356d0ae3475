package io.atalaya.media.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.atalaya.media.rtp.payload.HevcSyntax;
import io.atalaya.media.rtp.payload.VideoDepacketizer;
import java.util.List;
import org.junit.jupiter.api.Timeout;

/** H.265 from a connection to chunks (RFC 7798). */
final class HevcFeedFuzzTest {
  @FuzzTest(maxDuration = "1m")
  @Timeout(10)
  void any_packets_make_whole_pictures_or_none(byte[] connection) {
    Feed.run(
        connection,
        90_000,
        (allocator, sink) -> new VideoDepacketizer(new HevcSyntax(List.of()), allocator, sink),
        NalUnits.rule(HevcFeedFuzzTest::isOutOfPlace));
  }

  /** Parameter sets, delimiters, ends, filler, and the packets of RTP itself. */
  private static boolean isOutOfPlace(int firstByte) {
    int type = firstByte >> 1 & 0x3F;
    return (type >= 32 && type <= 38) || type >= 48;
  }
}
