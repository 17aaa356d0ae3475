package io.atalaya.api.platform;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.Until;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BackgroundWorkTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private final BackgroundWork work = new BackgroundWork();

  @Test
  void the_end_waits_for_what_was_begun_and_lets_nothing_begin() throws Exception {
    assertTrue(work.begin());
    assertTrue(work.begin());
    Thread end = Thread.startVirtualThread(() -> work.end(LONG));
    Until.holds("it ends", work::isEnding);
    assertFalse(work.begin());
    work.finished();
    Until.holds("it waits", () -> end.getState() == Thread.State.TIMED_WAITING);
    work.finished();
    assertTrue(end.join(Duration.ofSeconds(10)));
  }

  @Test
  void the_end_does_not_wait_for_ever() {
    assertTrue(work.begin());
    work.end(Duration.ofMillis(1));
    assertTrue(work.isEnding());
  }
}
