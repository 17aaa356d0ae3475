package io.atalaya.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves only when told to. Safe for use by many threads. */
public final class ManualClock implements InstantSource {
  private Instant now; // guarded by this

  /** A clock that shows {@code start} until it is moved. */
  public ManualClock(Instant start) {
    now = start;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /** Moves the clock by {@code step}, which may be negative, and returns the new time. */
  public synchronized Instant advance(Duration step) {
    now = now.plus(step);
    return now;
  }

  /** Moves the clock to {@code instant}, which may lie in the past. */
  public synchronized void set(Instant instant) {
    now = instant;
  }
}
