package io.atalaya.media.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.atalaya.media.rtp.payload.AvcSyntax;
import io.atalaya.media.rtp.payload.VideoDepacketizer;
import java.util.List;
import org.junit.jupiter.api.Timeout;

/** H.264 from a connection to chunks (RFC 6184). */
final class AvcFeedFuzzTest {
  @FuzzTest(maxDuration = "1m")
  @Timeout(10)
  void any_packets_make_whole_pictures_or_none(byte[] connection) {
    Feed.run(
        connection,
        90_000,
        (allocator, sink) -> new VideoDepacketizer(new AvcSyntax(List.of()), allocator, sink),
        NalUnits.rule(AvcFeedFuzzTest::isOutOfPlace));
  }

  /** Parameter sets, delimiters, ends, filler, and the packets of RTP itself. */
  private static boolean isOutOfPlace(int firstByte) {
    int type = firstByte & 0x1F;
    return type == 0 || (type >= 7 && type <= 12) || type >= 24;
  }
}
