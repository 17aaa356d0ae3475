package io.atalaya.api.tenant;

import io.atalaya.api.platform.Changes;
import io.atalaya.api.platform.Deed;
import io.atalaya.api.platform.Etag;
import io.atalaya.contract.error.DomainError;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What tenants can buy. */
@Singleton
public class Plans {
  private final PlanStore store;
  private final Event<Deed> deeds;

  Plans(PlanStore store, Event<Deed> deeds) {
    this.store = store;
    this.deeds = deeds;
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
    Plan saved = store.put(planId, name, entitlements);
    var changes =
        new Changes()
            .field("name", present.map(Plan::name).orElse(null), name)
            .fields(present.map(Plan::entitlements).orElse(null), entitlements);
    String action = present.isEmpty() ? "plan.created" : "plan.edited";
    deeds.fire(Deed.ofPlatform(action, "plan/" + planId, changes.asDetails()));
    return saved;
  }

  private static RuntimeException notFound(String planId) {
    return new DomainError.NotFound(TenantErrorCode.PLAN_NOT_FOUND, "there is no plan " + planId)
        .toException();
  }
}
