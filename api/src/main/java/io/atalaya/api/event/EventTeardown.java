package io.atalaya.api.event;

import io.atalaya.api.tenant.TenantTeardownStep;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;

/** Removes what was told of a tenant that is being removed. */
@Singleton
final class EventTeardown implements TenantTeardownStep {
  private static final int BATCH = 5_000;

  private final EventStore store;

  EventTeardown(EventStore store) {
    this.store = store;
  }

  @Override
  public int order() {
    return EVENTS_PURGED;
  }

  @Override
  public String name() {
    return "events_purged";
  }

  /** Each batch is a transaction of its own, so a crash loses none of the work. */
  @Override
  public int run(TenantId tenantId) {
    int removed = 0;
    int batch;
    do {
      batch = store.purge(tenantId, BATCH);
      removed += batch;
    } while (batch == BATCH);
    return removed;
  }
}
