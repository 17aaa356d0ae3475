package io.atalaya.api.session;

import io.atalaya.api.platform.Background;
import io.atalaya.api.platform.Retention;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;

/**
 * Writes down that sessions whose time ran out are over. Nothing waits for it: a lapsed lease holds
 * no slot and answers 410 before the sweeper comes by. Forgets the ones that were over long ago.
 */
@Singleton
final class SessionSweeper {
  private static final int BATCH = 500;

  /** Batches of one sweep; what is left waits for the next. */
  private static final int MAX_BATCHES = 20;

  private final Sessions sessions;
  private final Retention retention;
  private final Outages outages;

  SessionSweeper(Sessions sessions, Retention retention, Outages outages) {
    this.sessions = sessions;
    this.retention = retention;
    this.outages = outages;
  }

  @Scheduled(every = "${atalaya.sweep-interval:5s}", concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  @Background
  void sweep() {
    outages.bridge();
    // One batch a time: what is too old goes out as fast as it once came in.
    sessions.forget(retention.age(), BATCH);
    for (int batch = 0; batch < MAX_BATCHES; batch++) {
      if (sessions.expire(BATCH) < BATCH) {
        return;
      }
    }
  }
}
