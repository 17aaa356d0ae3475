package io.atalaya.api.event;

import io.atalaya.api.platform.Background;
import io.atalaya.api.platform.Settings;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Removes events that are too old; every replica may. */
@Singleton
final class EventKeeper {
  private static final int BATCH = 5_000;

  /** A webhook is tried again for three days, and a weekend must not lose what a page missed. */
  private static final Duration SHORTEST = Duration.ofDays(4);

  private final EventStore store;
  private final Duration retention;

  EventKeeper(EventStore store, Settings settings) {
    this.store = store;
    this.retention = settings.eventRetention();
    if (retention.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "ATALAYA_EVENT_RETENTION must be at least %d days, not %s"
              .formatted(SHORTEST.toDays(), retention));
    }
  }

  /** One batch a time: rows come in as fast as things happen, and go out as fast. */
  @Scheduled(every = "${atalaya.sweep-interval:5s}", concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  @Background
  void sweep() {
    store.purgeOlderThan(retention, BATCH);
  }
}
