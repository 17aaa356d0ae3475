package io.atalaya.api.camera;

import io.atalaya.api.audit.AuditTrail;
import io.atalaya.api.audit.Fact;
import io.atalaya.api.platform.Changes;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.source.SourceUrl;
import jakarta.inject.Singleton;
import java.util.Map;

/** Writes what is done to cameras into the audit, inside the transaction that does it. */
@Singleton
final class CameraAudit {
  private final AuditTrail trail;

  CameraAudit(AuditTrail trail) {
    this.trail = trail;
  }

  void created(StreamKey key, CameraSettings settings) {
    record(
        key,
        "camera.created",
        new Changes()
            .field("name", null, settings.name())
            .field("source", null, settings.source().masked())
            .fields(null, settings.pull())
            .field("labels", null, settings.labels())
            .asDetails());
  }

  void edited(StreamKey key, CameraSettings from, CameraSettings to) {
    record(
        key,
        "camera.edited",
        new Changes()
            .field("name", from.name(), to.name())
            .field("source", from.source().masked(), to.source().masked())
            .secret("sourceCredentials", !haveSameSecrets(from.source(), to.source()))
            .fields(from.pull(), to.pull())
            .field("labels", from.labels(), to.labels())
            .asDetails());
  }

  void moved(StreamKey key, Lifecycle to) {
    String action =
        switch (to) {
          case PROVISIONED -> "camera.provisioned";
          case DEPROVISIONED -> "camera.deprovisioned";
        };
    record(key, action, Map.of());
  }

  void deleted(StreamKey key, CameraSettings last) {
    record(key, "camera.deleted", Map.of("name", last.name(), "source", last.source().masked()));
  }

  /** Whether what {@link SourceUrl#masked} hides is the same. */
  private static boolean haveSameSecrets(SourceUrl one, SourceUrl other) {
    return one.credentials().equals(other.credentials()) && query(one).equals(query(other));
  }

  private static String query(SourceUrl source) {
    int query = source.pathAndQuery().indexOf('?');
    return query < 0 ? "" : source.pathAndQuery().substring(query);
  }

  private void record(StreamKey key, String action, Map<String, Object> details) {
    trail.record(
        key.tenantId(),
        new Fact(action, "camera/" + key.cameraId(), key.cameraId(), null, null, details));
  }
}
