package io.atalaya.api.identity;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down guessing: so many failed sign-ins of one account from one address in a while, then a
 * pause. Each replica counts for itself, in bounded memory: the oldest accounts are forgotten
 * first.
 */
@Singleton
final class LoginThrottle {
  static final int MAX_FAILURES = 10;
  static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int MAX_ENTRIES = 10_000;

  /** Who tries, from where. */
  record Attempt(String tenant, String username, String address) {}

  private record Failures(int count, Instant since) {}

  private final InstantSource clock;

  /** Guarded by this. */
  private final Map<Attempt, Failures> failures = new LinkedHashMap<>();

  LoginThrottle(InstantSource clock) {
    this.clock = clock;
  }

  /** {@code too_many_requests} while the account is paused for this address. */
  synchronized void requireFree(Attempt attempt) {
    Failures seen = failures.get(attempt);
    if (seen == null) {
      return;
    }
    Duration left = Duration.between(clock.instant(), seen.since.plus(WINDOW));
    if (!left.isPositive()) {
      failures.remove(attempt);
    } else if (seen.count >= MAX_FAILURES) {
      throw new DomainError.TooManyRequests(
              RequestErrorCode.TOO_MANY_REQUESTS,
              "too many failed sign-ins; try again in %d s".formatted(left.toSeconds() + 1),
              left.plusSeconds(1))
          .toException();
    }
  }

  synchronized void failed(Attempt attempt) {
    failures.merge(
        attempt,
        new Failures(1, clock.instant()),
        (seen, first) -> new Failures(seen.count + 1, seen.since));
    if (failures.size() > MAX_ENTRIES) {
      failures.remove(failures.keySet().iterator().next());
    }
  }

  synchronized void succeeded(Attempt attempt) {
    failures.remove(attempt);
  }
}
