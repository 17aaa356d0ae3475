package io.atalaya.api.platform;

import io.netty.util.concurrent.EventExecutor;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.jspecify.annotations.Nullable;

/**
 * Alive while every event loop answers within {@link #DEADLINE}: connections belong to a loop for
 * good, so one that is stuck takes its share of them with it, and only a restart helps. Asks
 * nothing else, and of nobody else: what is away comes back without a restart. Runs on an event
 * loop itself and does not block it, because the pool of blocking threads may wait for a database.
 */
@Liveness
@Singleton
final class EventLoopsLive implements AsyncHealthCheck {
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  private final Vertx vertx;

  EventLoopsLive(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return Uni.createFrom().completionStage(this::look);
  }

  // Vert.x 5 moves the group to an internal interface; 4.5 has it here only.
  @SuppressWarnings("deprecation")
  CompletableFuture<HealthCheckResponse> look() {
    List<CompletableFuture<@Nullable Void>> answers = new ArrayList<>();
    for (EventExecutor loop : vertx.nettyEventLoopGroup()) {
      answers.add(CompletableFuture.runAsync(() -> {}, loop));
    }
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(_ -> judged(answers));
  }

  private static HealthCheckResponse judged(List<CompletableFuture<@Nullable Void>> answers) {
    long silent = answers.stream().filter(answer -> !answer.isDone()).count();
    return HealthCheckResponse.named("event loops")
        .status(silent == 0)
        .withData("loops", answers.size())
        .withData("silent", silent)
        .build();
  }
}
