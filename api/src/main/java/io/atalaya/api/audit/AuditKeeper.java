package io.atalaya.api.audit;

import io.atalaya.api.platform.Retention;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;

/** Writes the counts that are due and removes what is too old; every replica may. */
@Singleton
final class AuditKeeper {
  private static final int BATCH = 1_000;

  private final AuditStore store;
  private final Refusals refusals;
  private final Retention retention;

  AuditKeeper(AuditStore store, Refusals refusals, Retention retention) {
    this.store = store;
    this.refusals = refusals;
    this.retention = retention;
  }

  /** One batch a time: rows come in as fast as people watch, and go out as fast. */
  @Scheduled(every = "${atalaya.sweep-interval:5s}", concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void sweep() {
    refusals.flush();
    store.purgeOlderThan(retention.age(), BATCH);
  }
}
