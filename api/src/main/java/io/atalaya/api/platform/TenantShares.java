package io.atalaya.api.platform;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.DomainException;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.id.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Each tenant's share of this replica's connections. What counts against a plan waits for the
 * tenant's row with a connection in its hand; without a bound, one tenant that hammers would hold
 * them all, and every other would wait for it.
 *
 * <p>Who finds the share in use waits here, first come first served, where waiting costs nothing.
 */
final class TenantShares {
  private final int connections;
  private final int maxWaiting;
  private final Duration deadline;

  /** Those that are inside or waiting; a tenant without any is not in it. */
  private final Map<TenantId, Share> shares = new ConcurrentHashMap<>();

  private record Share(Semaphore free, int users) {}

  /**
   * A share for each tenant.
   *
   * @param connections one tenant may use at once
   * @param maxWaiting of one tenant's calls; more are refused at once
   * @param deadline of waiting
   */
  TenantShares(int connections, int maxWaiting, Duration deadline) {
    this.connections = connections;
    this.maxWaiting = maxWaiting;
    this.deadline = deadline;
  }

  /**
   * Returns when the tenant may use one more connection; {@link #leave} gives it back.
   *
   * @throws DomainException {@code too_many_requests}
   */
  void enter(TenantId tenant) {
    Share share =
        shares.compute(
            tenant,
            (_, present) ->
                present == null
                    ? new Share(new Semaphore(connections, true), 1)
                    : new Share(present.free, present.users + 1));
    boolean entered = false;
    try {
      entered =
          share.users <= connections + maxWaiting
              && share.free.tryAcquire(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!entered) {
        gone(tenant);
      }
    }
    if (!entered) {
      throw tooMany(tenant);
    }
  }

  void leave(TenantId tenant) {
    Share share = shares.get(tenant);
    if (share == null) {
      throw new IllegalStateException("nobody of tenant %s has entered".formatted(tenant));
    }
    share.free.release();
    gone(tenant);
  }

  private void gone(TenantId tenant) {
    shares.computeIfPresent(
        tenant, (_, share) -> share.users == 1 ? null : new Share(share.free, share.users - 1));
  }

  private static DomainException tooMany(TenantId tenant) {
    return new DomainError.TooManyRequests(
            RequestErrorCode.TOO_MANY_REQUESTS,
            "too many requests of tenant %s are under way".formatted(tenant),
            Duration.ofSeconds(1))
        .toException();
  }
}
