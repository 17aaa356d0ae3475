package io.atalaya.api.session;

import io.atalaya.contract.id.TenantId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Makes a tenant that is refused again and again wait for its answers, so that its hammering takes
 * the machine from nobody else: {@link #BURST} refusals are told at once, then {@link #PER_SECOND};
 * who would wait longer than {@link #MAX_WAIT} is told by then. Who was told no and asks no sooner
 * than the answer said never notices.
 *
 * <p>The generic cell rate algorithm (ITU-T I.371): one number a tenant, kept for as many tenants
 * as were ever refused here. Any thread.
 */
@Singleton
final class RefusalPace {
  static final int BURST = 20;
  static final int PER_SECOND = 20;
  static final Duration MAX_WAIT = Duration.ofSeconds(1);

  private static final long STEP_NANOS = Duration.ofSeconds(1).toNanos() / PER_SECOND;

  private final LongSupplier nanoTime;

  /** When the next refusal would be due if all came evenly; by {@link #nanoTime}. */
  private final Map<TenantId, Long> due = new ConcurrentHashMap<>();

  @Inject
  RefusalPace() {
    this(System::nanoTime);
  }

  /**
   * By a clock that only goes forward.
   *
   * @param nanoTime as {@link System#nanoTime()}
   */
  RefusalPace(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Counts one more refusal, and says how long to keep its answer back. */
  Duration next(TenantId tenant) {
    long now = nanoTime.getAsLong();
    long latest = now + (BURST - 1) * STEP_NANOS + MAX_WAIT.toNanos();
    long at =
        due.merge(tenant, now, (next, _) -> Math.min(latest, Math.max(now, next + STEP_NANOS)));
    return Duration.ofNanos(Math.max(0, at - now - (BURST - 1) * STEP_NANOS));
  }
}
