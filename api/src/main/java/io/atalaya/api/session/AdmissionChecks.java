package io.atalaya.api.session;

import io.atalaya.api.camera.Cameras;
import io.atalaya.api.identity.Caller;
import io.atalaya.api.identity.Standing;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Policy;
import io.atalaya.api.tenant.LockedTerms;
import io.atalaya.api.tenant.Tenant;
import io.atalaya.api.tenant.TenantErrorCode;
import io.atalaya.api.tenant.TenantState;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** What one session needs to take or keep a slot. Asked under the tenant's lock; each throws. */
@Singleton
final class AdmissionChecks {
  /** Sessions of one person that wait for their token: a bound on rows, far above any use. */
  static final int MAX_REQUESTED = 100;

  private final Standing standing;
  private final Policy policy;
  private final Cameras cameras;
  private final SlotStore slots;

  AdmissionChecks(Standing standing, Policy policy, Cameras cameras, SlotStore slots) {
    this.standing = standing;
    this.policy = policy;
    this.cameras = cameras;
    this.slots = slots;
  }

  /**
   * Takes the tenant's lock and asks again what was asked when the request came: who the caller is,
   * and whether their role lets them watch.
   */
  LockedTerms lockAndMayWatch(Caller caller) {
    Standing.Locked locked = standing.lock(caller);
    policy.require(locked.role(), Action.STREAM_WATCH);
    return locked.terms();
  }

  void tenantIsActive(Tenant tenant) {
    if (tenant.state() != TenantState.ACTIVE) {
      throw new DomainError.Forbidden(
              TenantErrorCode.TENANT_SUSPENDED,
              "tenant %s is suspended".formatted(tenant.tenantId()))
          .toException();
    }
  }

  void cameraIsOn(TenantId tenant, CameraId camera) {
    if (!cameras.existing(tenant, camera).isWanted()) {
      throw SessionErrorCode.cameraDisabled(camera);
    }
  }

  /** The session's own slot, if it holds one, is not counted against it. */
  void slotIsFree(LockedTerms terms, Session session, Instant now) {
    TenantId tenant = session.camera().tenantId();
    CameraId camera = session.camera().cameraId();
    UUID user = session.viewer().userId();
    slots
        .count(tenant, user, Set.of(camera), session.id(), now)
        .on(camera)
        .full(terms.entitlements())
        .ifPresent(full -> {
          throw full.refusal(camera, slots.holding(tenant, user, now), now).toException();
        });
  }

  void mayRequest(Caller caller, Instant now) {
    Slots.Use waiting = slots.requested(caller.tenant(), caller.userId(), now);
    Instant next = waiting.nextLapse();
    if (waiting.inUse() >= MAX_REQUESTED && next != null) {
      throw new DomainError.TooManyRequests(
              RequestErrorCode.TOO_MANY_REQUESTS,
              "%d sessions wait for their token already".formatted(waiting.inUse()),
              Duration.between(now, next).plusSeconds(1))
          .toException();
    }
  }
}
