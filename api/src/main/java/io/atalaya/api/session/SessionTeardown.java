package io.atalaya.api.session;

import io.atalaya.api.tenant.TenantTeardownStep;
import io.atalaya.contract.id.TenantId;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.function.ToIntFunction;

/** The sessions' parts in removing a tenant. */
final class SessionTeardown {
  @Produces
  @Singleton
  TenantTeardownStep end(Sessions sessions) {
    return new Step(
        TenantTeardownStep.SESSIONS_ENDED,
        "sessions_ended",
        tenant -> sessions.endAll(tenant, EndReason.TENANT_DEPROVISIONED));
  }

  @Produces
  @Singleton
  TenantTeardownStep purge(Sessions sessions) {
    return new Step(TenantTeardownStep.SESSIONS_PURGED, "sessions_purged", sessions::purge);
  }

  private record Step(int order, String name, ToIntFunction<TenantId> work)
      implements TenantTeardownStep {
    @Override
    public int run(TenantId tenantId) {
      return work.applyAsInt(tenantId);
    }
  }
}
