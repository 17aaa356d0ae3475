package io.atalaya.api.health;

import io.quarkus.scheduler.Scheduler;
import io.quarkus.scheduler.Trigger;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** When {@link Reconciler} looks at all cameras; another replica of the api may look earlier. */
@Singleton
final class Rounds {
  /** The scheduler's name for it. */
  static final String JOB = "reconcile";

  private final Scheduler scheduler;
  private final InstantSource clock;

  Rounds(Scheduler scheduler, InstantSource clock) {
    this.scheduler = scheduler;
    this.clock = clock;
  }

  /** The next round's start, never in the past; empty when no round will come. */
  Optional<Instant> next() {
    Trigger trigger = scheduler.getScheduledJob(JOB);
    if (trigger == null || !scheduler.isRunning() || scheduler.isPaused(JOB)) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    return Optional.ofNullable(trigger.getNextFireTime())
        .map(next -> next.isBefore(now) ? now : next);
  }
}
