package io.atalaya.api.tenant;

import io.atalaya.api.platform.Changes;
import io.atalaya.api.platform.Deed;
import io.atalaya.api.platform.Etag;
import io.atalaya.api.platform.Page;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.id.TenantId;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The platform's customers. Callers have asked {@code policy} already. */
@Singleton
public class Tenants {
  private final TenantStore store;
  private final Plans plans;
  private final Event<TenantStateChanged> stateChanges;
  private final Event<Deed> deeds;

  Tenants(
      TenantStore store, Plans plans, Event<TenantStateChanged> stateChanges, Event<Deed> deeds) {
    this.store = store;
    this.plans = plans;
    this.stateChanges = stateChanges;
    this.deeds = deeds;
  }

  /** The tenant, unless it is unknown or gone. */
  public Optional<Tenant> find(TenantId tenantId) {
    return store.find(tenantId);
  }

  /** The tenant, or {@code tenant_not_found}. */
  public Tenant get(TenantId tenantId) {
    return store.find(tenantId).orElseThrow(() -> TenantErrorCode.notFound(tenantId));
  }

  /** A page by id. */
  public Page<Tenant> page(PageRequest request) {
    return Page.of(store.page(request), request, tenant -> List.of(tenant.tenantId().value()));
  }

  /** The tenant and what it may have now. */
  @Transactional
  public TenantTerms terms(TenantId tenantId) {
    Tenant tenant = get(tenantId);
    return TenantTerms.of(tenant, plans.of(tenant));
  }

  /** The same for many, after one look at the plans. */
  public List<TenantTerms> terms(List<Tenant> tenants) {
    Map<String, Plan> catalogue =
        plans.all().stream().collect(Collectors.toMap(Plan::planId, Function.identity()));
    return tenants.stream()
        .map(tenant ->
            TenantTerms.of(tenant, Objects.requireNonNull(catalogue.get(tenant.planId()))))
        .toList();
  }

  /**
   * The same, and holds the tenant's row until the caller's transaction ends: whoever counts
   * against the plan does it under this lock.
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public TenantTerms lockTerms(TenantId tenantId) {
    return lockTermsNow(tenantId).terms();
  }

  /** The same, with the moment. */
  @Transactional(Transactional.TxType.MANDATORY)
  public LockedTerms lockTermsNow(TenantId tenantId) {
    return lockTermsIfKnown(tenantId).orElseThrow(() -> TenantErrorCode.notFound(tenantId));
  }

  /** The same, with what one of the tenant's people or programs is at that moment. */
  @Transactional(Transactional.TxType.MANDATORY)
  public LockedTerms lockTermsAndRole(TenantId tenantId, UUID person) {
    return store.lockTerms(tenantId, person).orElseThrow(() -> TenantErrorCode.notFound(tenantId));
  }

  /** {@link #lockTermsNow}; empty instead of {@code tenant_not_found}. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Optional<LockedTerms> lockTermsIfKnown(TenantId tenantId) {
    return store.lockTerms(tenantId, null);
  }

  /** A new tenant; {@code tenant_already_exists} also for an id that was in use once. */
  @Transactional
  public Tenant create(TenantId tenantId, String name, String planId) {
    plans.get(planId);
    return store
        .insert(tenantId, name, planId)
        .orElseThrow(() ->
            new DomainError.Conflict(
                    TenantErrorCode.TENANT_ALREADY_EXISTS,
                    "the tenant id %s is, or was, in use".formatted(tenantId),
                    Map.of("tenantId", tenantId.value()))
                .toException());
  }

  /** Changes what is not null; what runs already is not cut, whatever the new limits are. */
  @Transactional
  public Tenant edit(TenantId tenantId, TenantChange change, @Nullable String ifMatch) {
    Tenant present = locked(tenantId);
    Etag.requireMatch(ifMatch, present.version());
    Tenant changed =
        store.update(
            new Tenant(
                tenantId,
                change.name() == null ? present.name() : change.name(),
                present.state(),
                change.planId() == null ? present.planId() : plans.get(change.planId()).planId(),
                change.overrides() == null ? present.overrides() : change.overrides(),
                present.createdAt(),
                present.updatedAt(),
                present.version()));
    var changes =
        new Changes()
            .field("name", present.name(), changed.name())
            .field("plan", present.planId(), changed.planId())
            .fields(present.overrides(), changed.overrides());
    deeds.fire(Deed.in(tenantId, "tenant.edited", subject(tenantId), changes.asDetails()));
    return changed;
  }

  /** Nobody may watch any more; idempotent. */
  @Transactional
  public Tenant suspend(TenantId tenantId) {
    return move(tenantId, TenantState.SUSPENDED);
  }

  /** Takes a suspension back; idempotent. */
  @Transactional
  public Tenant resume(TenantId tenantId) {
    return move(tenantId, TenantState.ACTIVE);
  }

  private Tenant move(TenantId tenantId, TenantState to) {
    Tenant present = locked(tenantId);
    return switch (present.state()) {
      case ACTIVE, SUSPENDED -> {
        if (present.state() == to) {
          yield present;
        }
        String action = to == TenantState.SUSPENDED ? "tenant.suspended" : "tenant.resumed";
        deeds.fire(Deed.in(tenantId, action, subject(tenantId), Map.of()));
        yield changed(present, to);
      }
      case DEPROVISIONING, DEPROVISIONED ->
          throw new DomainError.Conflict(
                  TenantErrorCode.TENANT_STATE_CONFLICT,
                  "tenant %s is being removed".formatted(tenantId),
                  Map.of("current", present.state().toString()))
              .toException();
    };
  }

  /**
   * Closes the tenant for everybody; from here there is only the way out. Idempotent. The platform
   * keeps the account of it, for the tenant's own is removed with the tenant.
   */
  @Transactional
  Tenant close(TenantId tenantId) {
    Tenant present = store.lock(tenantId).orElseThrow(() -> TenantErrorCode.notFound(tenantId));
    return switch (present.state()) {
      case ACTIVE, SUSPENDED -> {
        deeds.fire(
            Deed.ofPlatform(
                "tenant.deprovisioned",
                subject(tenantId),
                Map.of("name", present.name(), "plan", present.planId())));
        yield changed(present, TenantState.DEPROVISIONING);
      }
      case DEPROVISIONING, DEPROVISIONED -> present;
    };
  }

  /** Leaves the tombstone. */
  @Transactional
  void entomb(TenantId tenantId) {
    Tenant present = locked(tenantId);
    changed(present, TenantState.DEPROVISIONED);
  }

  private Tenant changed(Tenant present, TenantState to) {
    Tenant changed = store.update(present.in(to));
    stateChanges.fire(new TenantStateChanged(present.tenantId(), to));
    return changed;
  }

  private static String subject(TenantId tenantId) {
    return "tenant/" + tenantId;
  }

  private Tenant locked(TenantId tenantId) {
    return store
        .lock(tenantId)
        .filter(tenant -> tenant.state() != TenantState.DEPROVISIONED)
        .orElseThrow(() -> TenantErrorCode.notFound(tenantId));
  }
}
