package io.atalaya.media.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.atalaya.media.sdp.MalformedSdpException;
import io.atalaya.media.sdp.MediaDescription;
import io.atalaya.media.sdp.SessionDescription;
import org.junit.jupiter.api.Timeout;

/** What a camera says of itself (RFC 8866). */
final class SdpFuzzTest {
  @FuzzTest(maxDuration = "1m")
  @Timeout(10)
  void what_is_read_is_in_its_bounds(byte[] text) {
    try {
      SessionDescription description = SessionDescription.parse(new String(text, UTF_8));
      assertTrue(!description.media().isEmpty() && description.media().size() <= 32);
      description.media().forEach(SdpFuzzTest::check);
    } catch (MalformedSdpException _) {
      // Documented.
    }
  }

  private static void check(MediaDescription media) {
    assertTrue(media.payloadType() >= -1 && media.payloadType() <= 127, media::toString);
    assertTrue(media.clockRate() >= 0 && media.clockRate() <= 1_000_000, media::toString);
    assertTrue(media.channels() >= 1 && media.channels() <= 8, media::toString);
    media.parameters().keySet().forEach(name -> assertTrue(media.number(name) != null));
    assertTrue(media.control().stream().allMatch(control -> control.lines().count() <= 1));
  }
}
