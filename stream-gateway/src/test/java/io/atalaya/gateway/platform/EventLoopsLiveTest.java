package io.atalaya.gateway.platform;

import io.atalaya.gateway.Eventually;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EventLoopsLiveTest {
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  private final EventLoopsLive check = new EventLoopsLive(vertx);

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void one_stuck_loop_of_several_is_not_alive_until_it_goes_on() throws Exception {
    awaitAnswer(Status.UP, 0);
    var stuck = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    vertx
        .getOrCreateContext()
        .runOnContext(_ -> {
          stuck.countDown();
          awaited(goOn);
        });
    stuck.await();
    awaitAnswer(Status.DOWN, 1);
    goOn.countDown();
    awaitAnswer(Status.UP, 0);
  }

  /** In the end: on a machine that halts, any loop may be silent for a moment. */
  private void awaitAnswer(Status status, long silent) {
    Eventually.holds(
        Duration.ofSeconds(60),
        () -> {
          HealthCheckResponse answer = check.look().orTimeout(20, TimeUnit.SECONDS).join();
          return answer.getStatus() == status
              && answer.getData().orElseThrow().equals(Map.of("loops", 2L, "silent", silent));
        });
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
