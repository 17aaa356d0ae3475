package io.atalaya.gateway.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    assertEquals(Status.UP, answer().getStatus());
    var stuck = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    vertx
        .getOrCreateContext()
        .runOnContext(_ -> {
          stuck.countDown();
          awaited(goOn);
        });
    stuck.await();
    HealthCheckResponse down = answer();
    assertEquals(Status.DOWN, down.getStatus());
    assertEquals(Map.of("loops", 2L, "silent", 1L), down.getData().orElseThrow());
    goOn.countDown();
    assertEquals(Status.UP, answer().getStatus());
  }

  private HealthCheckResponse answer()
      throws ExecutionException, InterruptedException, TimeoutException {
    return check.look().get(20, TimeUnit.SECONDS);
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
