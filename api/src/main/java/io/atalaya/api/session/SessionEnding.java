package io.atalaya.api.session;

import io.atalaya.api.camera.CameraChanged;
import io.atalaya.api.identity.AccessChanged;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Policy;
import io.atalaya.api.tenant.TenantState;
import io.atalaya.api.tenant.TenantStateChanged;
import io.atalaya.api.tenant.Tenants;
import io.atalaya.contract.id.TenantId;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Ends sessions in the very transaction that takes away what they stand on. */
@Singleton
final class SessionEnding {
  private final Sessions sessions;
  private final Tenants tenants;
  private final Policy policy;

  SessionEnding(Sessions sessions, Tenants tenants, Policy policy) {
    this.sessions = sessions;
    this.tenants = tenants;
    this.policy = policy;
  }

  void onCamera(@Observes CameraChanged changed) {
    switch (changed.change()) {
      case WANTED -> {}
      case SWITCHED_OFF -> end(changed, EndReason.CAMERA_DISABLED);
      case DELETED -> end(changed, EndReason.CAMERA_DELETED);
    }
  }

  void onTenant(@Observes TenantStateChanged changed) {
    if (changed.state() == TenantState.SUSPENDED) {
      sessions.endAll(changed.tenantId(), EndReason.TENANT_SUSPENDED);
    }
  }

  /** Whoever may not watch any more watches no more. */
  void onAccess(@Observes AccessChanged changed) {
    if (changed.role().filter(role -> policy.allows(role, Action.STREAM_WATCH)).isEmpty()) {
      changed
          .home()
          .ifPresentOrElse(
              tenant -> endOf(tenant, changed.userId()),
              // Nobody is admitted as this person meanwhile: Standing.
              () -> sessions.endOfPerson(changed.userId(), EndReason.REVOKED));
    }
  }

  private void endOf(TenantId tenant, UUID person) {
    // Waits for whoever is being admitted, so that their session is seen.
    tenants.lockTerms(tenant);
    sessions.endIf(tenant, session -> session.viewer().userId().equals(person), EndReason.REVOKED);
  }

  private void end(CameraChanged changed, EndReason reason) {
    sessions.endOf(changed.key().tenantId(), changed.key().cameraId(), reason);
  }
}
