package io.atalaya.e2e;

import java.time.Duration;

/** Waits for a condition, with a deadline. */
public final class Await {
  private static final Duration POLL = Duration.ofMillis(200);

  private Await() {}

  /** True as soon as it holds. What it throws counts as not yet, and is told in the end. */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws Exception;
  }

  /** Returns when the condition holds. */
  public static void until(String what, Duration deadline, Condition condition)
      throws InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    Throwable last = null;
    while (System.nanoTime() - end < 0) {
      try {
        if (condition.holds()) {
          return;
        }
        last = null;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        last = e;
      }
      Thread.sleep(POLL);
    }
    throw new AssertionError("not within " + deadline.toSeconds() + " s: " + what, last);
  }
}
