package io.atalaya.api.platform;

/**
 * Time that only goes forward, whatever happens to the machine's clock. It has no date: only
 * differences of two of its values mean something.
 */
@FunctionalInterface
public interface Monotonic {
  /** Nanoseconds since some moment that stays the same while the program runs. */
  long nanos();
}
