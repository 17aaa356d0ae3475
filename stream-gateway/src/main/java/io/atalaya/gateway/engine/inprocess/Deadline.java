package io.atalaya.gateway.engine.inprocess;

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * The moment when something has to be over.
 *
 * @param nanos as {@link System#nanoTime()} will say it
 */
record Deadline(long nanos) {
  static Deadline in(Duration atMost) {
    return new Deadline(System.nanoTime() + atMost.toNanos());
  }

  /** This one, or in that time if that is sooner. */
  Deadline orIn(Duration atMost) {
    Deadline other = in(atMost);
    return other.nanos - nanos < 0 ? other : this;
  }

  /**
   * Time that is left, one at least.
   *
   * @throws SocketTimeoutException when there is none
   */
  long leftMillis() throws SocketTimeoutException {
    long left = nanos - System.nanoTime();
    if (left <= 0) {
      throw new SocketTimeoutException("not in time");
    }
    return Math.max(1, left / 1_000_000);
  }
}
