package io.atalaya.api.audit;

import io.atalaya.api.platform.Ids;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;

/** Writes down what happens, in the very transaction in which it happens. */
@Singleton
public class AuditTrail {
  private final AuditStore store;
  private final Origins origins;
  private final Ids ids;

  AuditTrail(AuditStore store, Origins origins, Ids ids) {
    this.store = store;
    this.origins = origins;
    this.ids = ids;
  }

  /** Whoever makes the current request did it; the system where there is none. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void record(TenantId tenant, Fact fact) {
    store.insert(tenant, ids.next(), fact, origins.current());
  }

  /** Time did it, whoever noticed. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void recordOfSystem(TenantId tenant, Fact fact) {
    store.insert(tenant, ids.next(), fact, Origin.SYSTEM);
  }
}
