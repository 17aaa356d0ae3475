package io.atalaya.api.audit;

import io.atalaya.api.tenant.TenantTeardownStep;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;

/** Removes what is known about a tenant that is being removed: who watched what is theirs. */
@Singleton
final class AuditTeardown implements TenantTeardownStep {
  private final AuditStore store;

  AuditTeardown(AuditStore store) {
    this.store = store;
  }

  @Override
  public int order() {
    return AUDIT_PURGED;
  }

  @Override
  public String name() {
    return "audit_purged";
  }

  @Override
  public int run(TenantId tenantId) {
    return TenantTeardownStep.inBatches(limit -> store.purge(tenantId, limit));
  }
}
