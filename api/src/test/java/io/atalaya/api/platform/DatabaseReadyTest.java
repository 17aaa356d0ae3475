package io.atalaya.api.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.api.Until;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

final class DatabaseReadyTest {
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void a_silent_database_is_asked_once_however_many_probes_come() throws InterruptedException {
    var answers = new CountDownLatch(1);
    var check =
        new DatabaseReady(() -> {
          asked.incrementAndGet();
          awaited(answers);
        });
    assertEquals(Status.DOWN, check.call().getStatus());
    assertEquals(Status.DOWN, check.call().getStatus());
    assertEquals(1, asked.get());
    answers.countDown();
    Until.holds("it is ready again", () -> check.call().getStatus() == Status.UP);
  }

  @Test
  void an_answer_is_not_kept_for_the_next_probe() {
    var check =
        new DatabaseReady(() -> {
          if (asked.getAndIncrement() == 1) {
            throw new IllegalStateException("password of the role is hunter2");
          }
        });
    assertEquals(Status.UP, check.call().getStatus());
    var refused = check.call();
    assertEquals(Status.DOWN, refused.getStatus());
    assertEquals("cannot be asked", refused.getData().orElseThrow().get("why"));
    assertEquals(Status.UP, check.call().getStatus());
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
