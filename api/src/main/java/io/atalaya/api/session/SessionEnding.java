package io.atalaya.api.session;

import io.atalaya.api.camera.CameraChanged;
import io.atalaya.api.tenant.TenantState;
import io.atalaya.api.tenant.TenantStateChanged;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Ends sessions in the very transaction that takes away what they stand on. */
@Singleton
final class SessionEnding {
  private final Sessions sessions;

  SessionEnding(Sessions sessions) {
    this.sessions = sessions;
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

  private void end(CameraChanged changed, EndReason reason) {
    sessions.endOf(changed.key().tenantId(), changed.key().cameraId(), reason);
  }
}
