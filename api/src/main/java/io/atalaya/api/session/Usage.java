package io.atalaya.api.session;

import io.atalaya.api.camera.Cameras;
import io.atalaya.api.identity.Caller;
import io.atalaya.api.tenant.Entitlements;
import io.atalaya.api.tenant.TenantTerms;
import io.atalaya.api.tenant.Tenants;
import io.atalaya.contract.id.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Counts a tenant's use of its plan. */
@ApplicationScoped
public class Usage {
  private final Tenants tenants;
  private final Cameras cameras;
  private final SlotStore slots;
  private final SessionStore sessions;
  private final UsageStore store;

  Usage(
      Tenants tenants, Cameras cameras, SlotStore slots, SessionStore sessions, UsageStore store) {
    this.tenants = tenants;
    this.cameras = cameras;
    this.slots = slots;
    this.sessions = sessions;
    this.store = store;
  }

  /**
   * What is in use at one moment.
   *
   * @param planName what people call the plan
   * @param streams slots of the tenant
   * @param ownStreams slots of the caller
   * @param viewers slots on the camera that has most
   */
  public record Snapshot(
      String plan,
      String planName,
      Entitlements limits,
      int streams,
      int ownStreams,
      int viewers,
      int cameras,
      UsageDay today) {}

  /** Of the tenant the caller acts in. */
  @Transactional
  public Snapshot of(Caller caller) {
    TenantId tenant = caller.tenant();
    TenantTerms terms = tenants.terms(tenant);
    SlotStore.InUse inUse = slots.inUse(tenant, caller.userId());
    return new Snapshot(
        terms.tenant().planId(),
        terms.planName(),
        terms.entitlements(),
        inUse.tenant(),
        inUse.user(),
        inUse.busiestCamera(),
        cameras.count(tenant),
        days(tenant, today -> new UsageDays.Range(today, today)).getFirst());
  }

  /** Day by day, of the tenant the caller acts in; bounded by {@link UsageDays#MAX_DAYS}. */
  @Transactional
  public UsageDays days(Caller caller, @Nullable LocalDate from, @Nullable LocalDate to) {
    return new UsageDays(days(caller.tenant(), today -> UsageDays.Range.of(from, to, today)));
  }

  private List<UsageDay> days(TenantId tenant, Function<LocalDate, UsageDays.Range> wanted) {
    Instant now = sessions.now(tenant);
    var range = wanted.apply(LocalDate.ofInstant(now, ZoneOffset.UTC));
    return store.days(tenant, range, now);
  }
}
