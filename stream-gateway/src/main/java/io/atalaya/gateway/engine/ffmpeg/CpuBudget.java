package io.atalaya.gateway.engine.ffmpeg;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Notices a child that burns a core. Copying a camera takes about one percent of one, encoding its
 * audio two or three; a child that takes most of one over a whole window is caught in a loop, or
 * fed by somebody who wants it to be. (A limit on the sum, as {@code RLIMIT_CPU} is, would end
 * honest cameras after some weeks.)
 */
final class CpuBudget {
  private static final Duration WINDOW = Duration.ofSeconds(15);
  private static final double MAX_SHARE = 0.8;

  private final Supplier<Duration> spent;
  private final LongSupplier nanoTime;
  private long windowBegan;
  private Duration spentBefore = Duration.ZERO;

  CpuBudget(Supplier<Duration> spent) {
    this(spent, System::nanoTime);
  }

  /** With a clock of one's choice, in nanoseconds. */
  CpuBudget(Supplier<Duration> spent, LongSupplier nanoTime) {
    this.spent = spent;
    this.nanoTime = nanoTime;
    this.windowBegan = nanoTime.getAsLong();
  }

  /** Looks at the end of each window only: asking costs a read of {@code /proc}. */
  boolean isOverspent() {
    long now = nanoTime.getAsLong();
    long elapsed = now - windowBegan;
    if (elapsed < WINDOW.toNanos()) {
      return false;
    }
    Duration total = spent.get();
    long spentNow = total.minus(spentBefore).toNanos();
    windowBegan = now;
    spentBefore = total;
    return spentNow > elapsed * MAX_SHARE;
  }
}
