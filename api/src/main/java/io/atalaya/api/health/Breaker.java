package io.atalaya.api.health;

import java.time.Duration;

/**
 * When calls to one gateway are worth making. Closed until so many calls in a row had no answer;
 * then open for a while; then one call tries, and its result decides. Immutable and pure: time is a
 * number that only grows, see {@link io.atalaya.api.platform.Monotonic}.
 */
sealed interface Breaker {
  /** All calls are made. */
  record Closed(int failures) implements Breaker {}

  /** None is. */
  record Open(long untilNanos) implements Breaker {}

  /**
   * One is on its way.
   *
   * @param untilNanos after that it counts as lost, and another may try
   */
  record HalfOpen(long untilNanos) implements Breaker {}

  /** As every breaker begins. */
  static Breaker initial() {
    return new Closed(0);
  }

  /** Whether a call may be made; it is then bound to report what came of it. */
  default boolean allows(long now) {
    return switch (this) {
      case Closed _ -> true;
      case Open(long until) -> now - until >= 0;
      case HalfOpen(long until) -> now - until >= 0;
    };
  }

  /** After {@link #allows} said yes. */
  default Breaker called(long now, Duration callDeadline) {
    return switch (this) {
      case Closed _ -> this;
      case Open _, HalfOpen _ -> new HalfOpen(now + callDeadline.toNanos());
    };
  }

  default Breaker answered() {
    return initial();
  }

  /** A call had no answer; one that began before the breaker opened opens it no longer. */
  default Breaker failed(long now, HealthRules.Fuse rules) {
    return switch (this) {
      case Closed(int failures) when failures + 1 < rules.failures() -> new Closed(failures + 1);
      case Closed _, HalfOpen _ -> new Open(now + rules.open().toNanos());
      case Open _ -> this;
    };
  }

  /** Whether nobody gets an answer at present. */
  default boolean isAway() {
    return switch (this) {
      case Closed _ -> false;
      case Open _, HalfOpen _ -> true;
    };
  }

  /** For metrics and the operator. */
  default String label() {
    return switch (this) {
      case Closed _ -> "closed";
      case Open _ -> "open";
      case HalfOpen _ -> "half_open";
    };
  }
}
