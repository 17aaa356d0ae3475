package io.atalaya.api.audit;

import io.atalaya.api.platform.Deed;
import io.atalaya.api.platform.Ids;
import io.atalaya.contract.id.TenantId;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

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

  /** What features to the left of this one did. */
  @Transactional(Transactional.TxType.MANDATORY)
  void onDeed(@Observes Deed deed) {
    var fact = new Fact(deed.action(), deed.subject(), null, deed.user(), null, deed.details());
    TenantId tenant = deed.tenant();
    if (tenant == null) {
      store.insertOfPlatform(ids.next(), fact, origins.current());
    } else {
      record(tenant, fact);
    }
  }

  /** Time did it, whoever noticed. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void recordOfSystem(TenantId tenant, Fact fact) {
    store.insert(tenant, ids.next(), fact, Origin.SYSTEM);
  }

  /** A fact of a tenant's. */
  public record OfTenant(TenantId tenant, Fact fact) {}

  /** The same of many at once, of several tenants too. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void recordAllOfSystem(List<OfTenant> facts) {
    store.insertAll(
        facts.stream()
            .map(one ->
                new AuditEvent(ids.next(), one.tenant(), Instant.EPOCH, one.fact(), Origin.SYSTEM))
            .toList());
  }
}
