package io.atalaya.api.event;

import io.atalaya.api.tenant.TenantStateChanged;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/** Tells a tenant's people that it was suspended or taken up again. */
@Singleton
final class TenantEvents {
  private final Events events;

  TenantEvents(Events events) {
    this.events = events;
  }

  void onChange(@Observes TenantStateChanged changed) {
    switch (changed.state()) {
      case SUSPENDED -> tell(changed, EventType.TENANT_SUSPENDED);
      case ACTIVE -> tell(changed, EventType.TENANT_RESUMED);
      // Nobody is let in any more who could be told.
      case DEPROVISIONING, DEPROVISIONED -> {}
    }
  }

  private void tell(TenantStateChanged changed, EventType type) {
    events.record(NewEvent.ofTenant(changed.tenantId(), type, Map.of()));
  }
}
