package io.atalaya.api.platform;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * Ready while the database answers a request of ours, by the pool that requests use, within {@link
 * #DEADLINE}. However many probes come and however long the database is silent, one look is under
 * way at a time: whoever asks meanwhile waits for that one.
 */
@Readiness
@Singleton
final class DatabaseReady implements HealthCheck {
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  private final Runnable question;

  /** Guards {@link #look}. */
  private final ReentrantLock lock = new ReentrantLock();

  private CompletableFuture<@Nullable Void> look = CompletableFuture.completedFuture(null);

  @Inject
  DatabaseReady(Database database) {
    // To enter a scope is a question already: it takes a role that the migrations made.
    this(() -> database.acrossTenants(_ -> true));
  }

  /**
   * For tests.
   *
   * @param question throws when there is no answer
   */
  DatabaseReady(Runnable question) {
    this.question = question;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("database");
    try {
      begunOrUnderWay().get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
      return answer.up().build();
    } catch (TimeoutException _) {
      return answer.down().withData("why", "no answer within " + DEADLINE).build();
    } catch (ExecutionException _) {
      return answer.down().withData("why", "cannot be asked").build();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return answer.down().withData("why", "interrupted").build();
    }
  }

  private CompletableFuture<@Nullable Void> begunOrUnderWay() {
    lock.lock();
    try {
      if (look.isDone()) {
        look =
            CompletableFuture.runAsync(
                question, task -> Thread.ofVirtual().name("database-look").start(task));
      }
      return look;
    } finally {
      lock.unlock();
    }
  }
}
