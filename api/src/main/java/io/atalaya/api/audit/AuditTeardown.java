package io.atalaya.api.audit;

import io.atalaya.api.tenant.TenantTeardownStep;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;

/** Removes what is known about a tenant that is being removed: who watched what is theirs. */
@Singleton
final class AuditTeardown implements TenantTeardownStep {
  private static final int BATCH = 5_000;

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
