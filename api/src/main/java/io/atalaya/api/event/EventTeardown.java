package io.atalaya.api.event;

import io.atalaya.api.tenant.TenantTeardownStep;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;

/** Removes what was told of a tenant that is being removed. */
@Singleton
final class EventTeardown implements TenantTeardownStep {
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

  @Override
  public int run(TenantId tenantId) {
    return TenantTeardownStep.inBatches(limit -> store.purge(tenantId, limit));
  }
}
