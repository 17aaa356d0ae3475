package io.atalaya.api.webhook;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When to try again: each delivery by itself, and beside it the whole endpoint, which rests when
 * nothing gets through, so that a dead one costs next to nothing. Pure but for its randomness.
 */
final class Retry {
  /** Spread over about three days. */
  static final int MAX_ATTEMPTS = 16;

  /** How long nothing may get through before the endpoint is switched off. */
  static final Duration PATIENCE = Duration.ofDays(3);

  /** Failures in a row that are the deliveries' own; more are the endpoint's. */
  private static final int FAILURES_BEFORE_REST = 3;

  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final int FACTOR = 4;
  private static final Duration LONGEST = Duration.ofHours(6);
  private static final Duration LONGEST_REST = Duration.ofMinutes(10);

  private Retry() {}

  /** After so many failed attempts; empty to give up. */
  static Optional<Duration> after(int attempts, RandomGenerator random) {
    return attempts >= MAX_ATTEMPTS
        ? Optional.empty()
        : Optional.of(jittered(grown(FIRST, FACTOR, attempts - 1, LONGEST), random));
  }

  /** How long an endpoint rests after so many failures in a row. */
  static Duration rest(int failures, RandomGenerator random) {
    return failures < FAILURES_BEFORE_REST
        ? Duration.ZERO
        : jittered(grown(Duration.ofSeconds(1), 2, failures, LONGEST_REST), random);
  }

  private static Duration grown(Duration first, int factor, int times, Duration longest) {
    double grown = first.toMillis() * Math.pow(factor, times);
    return grown < (double) longest.toMillis() ? Duration.ofMillis((long) grown) : longest;
  }

  /** From half of it to all of it. */
  private static Duration jittered(Duration full, RandomGenerator random) {
    long half = full.toMillis() / 2;
    return Duration.ofMillis(half + (half == 0 ? 0 : random.nextLong(half)));
  }
}
