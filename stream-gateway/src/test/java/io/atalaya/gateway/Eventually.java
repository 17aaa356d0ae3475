package io.atalaya.gateway;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for what will become true, and no longer than a deadline. */
public final class Eventually {
  private static final Duration LOOK = Duration.ofMillis(25);

  private Eventually() {}

  /** The first value that fits. */
  public static <T> T get(Duration atMost, Callable<T> value, Predicate<T> fits) {
    long deadline = System.nanoTime() + atMost.toNanos();
    T last;
    do {
      try {
        last = value.call();
      } catch (Exception e) {
        throw new AssertionError("could not look", e);
      }
      if (fits.test(last)) {
        return last;
      }
      LockSupport.parkNanos(LOOK.toNanos());
    } while (System.nanoTime() < deadline);
    throw new AssertionError("not within " + atMost + "; last seen: " + last);
  }

  public static void holds(Duration atMost, Callable<Boolean> condition) {
    Boolean _ = get(atMost, condition, seen -> seen);
  }
}
