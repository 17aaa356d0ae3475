package io.atalaya.api.tenant;

import io.atalaya.api.platform.Etag;
import io.atalaya.contract.error.DomainError;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What tenants can buy. */
@Singleton
public class Plans {
  private final PlanStore store;

  Plans(PlanStore store) {
    this.store = store;
  }

  /** All of them, the smallest first. */
  public List<Plan> all() {
    return store.all();
  }

  /** One of them, or {@code plan_not_found}. */
  public Plan get(String planId) {
    return store.find(planId).orElseThrow(() -> notFound(planId));
  }

  /** The plan of a tenant, read in that tenant's scope: admission changes to no other for it. */
  Plan of(Tenant tenant) {
    return store
        .find(tenant.tenantId(), tenant.planId())
        .orElseThrow(() -> notFound(tenant.planId()));
  }

  /** Makes or replaces one; the limits of sessions that run already are not touched. */
  @Transactional
  public Plan put(String planId, String name, Entitlements entitlements, @Nullable String ifMatch) {
    Optional<Plan> present = store.find(planId);
    if (ifMatch != null) {
      Etag.requireMatch(ifMatch, present.map(Plan::version).orElse(0L));
    }
    return store.put(planId, name, entitlements);
  }

  private static RuntimeException notFound(String planId) {
    return new DomainError.NotFound(TenantErrorCode.PLAN_NOT_FOUND, "there is no plan " + planId)
        .toException();
  }
}
