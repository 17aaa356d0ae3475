package io.atalaya.media.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.atalaya.media.rtsp.Authorization;
import io.atalaya.media.rtsp.Challenge;
import io.atalaya.media.rtsp.Credentials;
import io.atalaya.media.rtsp.MalformedRtspException;
import io.atalaya.media.rtsp.SessionHeader;
import io.atalaya.media.rtsp.TransportHeader;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Timeout;

/** Header fields of a camera's answers, and what we answer them; a line of input is a field. */
final class SignInFuzzTest {
  private static final String PASSWORD = "zq9 Never-Shown 7xk";
  private static final Duration MOST = Duration.ofHours(1);

  @FuzzTest(maxDuration = "1m")
  @Timeout(10)
  void whatever_is_asked_the_answer_is_one_line_without_the_password(byte[] fields) {
    List<String> lines = new String(fields, UTF_8).lines().toList();
    // A fuzzer finds out what it must not know, and has the camera say it.
    if (lines.stream().noneMatch(line -> line.contains(PASSWORD))) {
      Challenge.best(lines).ifPresent(SignInFuzzTest::answer);
    }
    lines.forEach(SignInFuzzTest::session);
    for (String line : lines) {
      TransportHeader transport = TransportHeader.parse(line);
      transport.interleaved().ifPresent(it -> assertTrue(it >= 0 && it <= 255));
      transport.serverPort().ifPresent(it -> assertTrue(it >= 0 && it <= 65_535));
    }
  }

  private static void answer(Challenge challenge) {
    var authorization =
        new Authorization(challenge, new Credentials("viewer", PASSWORD), new SplittableRandom(1));
    for (int i = 0; i < 2; i++) {
      String header = authorization.header("DESCRIBE", "rtsp://192.0.2.1/live");
      assertTrue(header.lines().count() == 1, "a header of several lines");
      assertFalse(header.contains(PASSWORD), "the password in a digest");
    }
  }

  private static void session(String line) {
    try {
      SessionHeader session = SessionHeader.parse(line);
      assertTrue(session.id().chars().allMatch(c -> c > ' ' && c < 0x7F), "sent back in a header");
      assertTrue(session.timeout().isPositive() && session.timeout().compareTo(MOST) <= 0);
      assertTrue(session.keepalive().isPositive());
    } catch (MalformedRtspException _) {
      // Documented.
    }
  }
}
