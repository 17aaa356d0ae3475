package io.atalaya.api.audit;

import io.atalaya.api.platform.Settings;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Writes the counts that are due and removes what is too old; every replica may. */
@Singleton
final class AuditKeeper {
  private static final int BATCH = 1_000;

  /** The database keeps younger rows whatever is asked of it, and usage looks back as far. */
  private static final Duration SHORTEST = Duration.ofDays(92);

  private final AuditStore store;
  private final Refusals refusals;
  private final Duration retention;

  AuditKeeper(AuditStore store, Refusals refusals, Settings settings) {
    this.store = store;
    this.refusals = refusals;
    this.retention = settings.retention();
    if (retention.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "ATALAYA_RETENTION must be at least %d days, not %s"
              .formatted(SHORTEST.toDays(), retention));
    }
  }

  /** One batch a time: rows come in as fast as people watch, and go out as fast. */
  @Scheduled(every = "${atalaya.sweep-interval:5s}", concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void sweep() {
    refusals.flush();
    store.purgeOlderThan(retention, BATCH);
  }
}
