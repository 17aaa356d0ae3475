package io.atalaya.api.session;

import io.atalaya.api.camera.Cameras;
import io.atalaya.api.identity.Caller;
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

  private final Cameras cameras;
  private final SlotStore slots;

  AdmissionChecks(Cameras cameras, SlotStore slots) {
    this.cameras = cameras;
    this.slots = slots;
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
