package io.atalaya.api.session;

import io.atalaya.api.camera.Cameras;
import io.atalaya.api.identity.Caller;
import io.atalaya.api.tenant.Entitlements;
import io.atalaya.api.tenant.TenantTerms;
import io.atalaya.api.tenant.Tenants;
import io.atalaya.contract.id.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Counts a tenant's use of its plan. */
@ApplicationScoped
public class Usage {
  private final Tenants tenants;
  private final Cameras cameras;
  private final SlotStore slots;

  Usage(Tenants tenants, Cameras cameras, SlotStore slots) {
    this.tenants = tenants;
    this.cameras = cameras;
    this.slots = slots;
  }

  /**
   * What is in use at one moment.
   *
   * @param streams slots of the tenant
   * @param ownStreams slots of the caller
   */
  public record Snapshot(
      String plan, Entitlements limits, int streams, int ownStreams, int cameras) {}

  /** Of the tenant the caller acts in. */
  @Transactional
  public Snapshot of(Caller caller) {
    TenantId tenant = caller.tenant();
    TenantTerms terms = tenants.terms(tenant);
    SlotStore.InUse inUse = slots.inUse(tenant, caller.userId());
    return new Snapshot(
        terms.tenant().planId(),
        terms.entitlements(),
        inUse.tenant(),
        inUse.user(),
        cameras.count(tenant));
  }
}
