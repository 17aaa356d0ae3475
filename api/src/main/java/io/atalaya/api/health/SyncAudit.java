package io.atalaya.api.health;

import io.atalaya.api.audit.AuditTrail;
import io.atalaya.api.audit.Fact;
import io.atalaya.api.camera.Camera;
import io.atalaya.contract.id.StreamKey;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.Map;

/** Writes down who had a camera looked at; what was seen is written by the sync itself. */
@Singleton
class SyncAudit {
  private final AuditTrail trail;

  SyncAudit(AuditTrail trail) {
    this.trail = trail;
  }

  /** Somebody asked, and was told this. */
  @Transactional
  void synced(Camera camera) {
    StreamKey key = camera.key();
    trail.record(
        key.tenantId(),
        new Fact(
            "camera.synced",
            "camera/" + key.cameraId(),
            key.cameraId(),
            null,
            null,
            Map.of(
                "summary", camera.status().summary().toString(),
                "reason", camera.status().reason())));
  }
}
