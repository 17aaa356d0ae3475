package io.atalaya.gateway.platform;

import io.atalaya.contract.error.DomainError;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Moves a request from the event loop, where nothing may block, to a virtual thread of its own.
 * What is thrown there becomes the answer.
 */
@Singleton
public final class Blocking {
  /** Requests under way at once; each may hold a connection to the api, or a stopping engine. */
  private static final int MAX_REQUESTS = 2_000;

  private final Semaphore free = new Semaphore(MAX_REQUESTS);
  private final Answers answers;

  Blocking(Answers answers) {
    this.answers = answers;
  }

  /** What a request does; may block. */
  @FunctionalInterface
  public interface Work {
    void run(RoutingContext context) throws InterruptedException;
  }

  /** A handler for the router. */
  public Handler<RoutingContext> handler(String name, Work work) {
    return context -> {
      if (!free.tryAcquire()) {
        answers.error(
            context,
            new DomainError.Unavailable(
                GatewayErrorCode.GATEWAY_AT_CAPACITY,
                "the gateway has %d requests under way".formatted(MAX_REQUESTS),
                Duration.ofSeconds(1)));
        return;
      }
      var _ = Threads.startVirtual(name, () -> run(context, work));
    };
  }

  private void run(RoutingContext context, Work work) {
    try (var _ = LogFields.ofRequest(RequestId.of(context))) {
      work.run(context);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answers.failure(context, e);
    } catch (RuntimeException e) {
      answers.failure(context, e);
    } finally {
      free.release();
    }
  }
}
