package io.atalaya.api.session;

import io.atalaya.api.audit.AuditTrail;
import io.atalaya.api.audit.Fact;
import io.atalaya.api.session.SessionState.Over;
import io.atalaya.contract.id.TenantId;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes each step of a session into the audit, in the step's own transaction. */
@Singleton
final class SessionAudit {
  private static final String LEFT = "session.left";

  private final AuditTrail trail;

  SessionAudit(AuditTrail trail) {
    this.trail = trail;
  }

  void onMoved(@Observes SessionMoved moved) {
    Session session = moved.session();
    TenantId tenant = session.camera().tenantId();
    Fact fact =
        new Fact(
            "session." + session.state().phase(),
            "session/" + session.id(),
            session.camera().cameraId(),
            session.viewer().userId(),
            session.state() instanceof Over over ? over.reason().value() : null,
            details(moved));
    if (moved.byTime()) {
      trail.recordOfSystem(tenant, fact);
    } else {
      trail.record(tenant, fact);
    }
  }

  void onLeft(@Observes SessionLeft left) {
    Session session = left.session();
    trail.record(
        session.camera().tenantId(),
        new Fact(
            LEFT,
            "session/" + session.id(),
            session.camera().cameraId(),
            session.viewer().userId(),
            null,
            Map.of("username", session.viewer().username())));
  }

  private static Map<String, Object> details(SessionMoved moved) {
    Session session = moved.session();
    var details = new LinkedHashMap<String, Object>();
    details.put("username", session.viewer().username());
    SessionPhase from = moved.from();
    if (from != null) {
      details.put("from", from.toString());
    }
    details.put("to", session.state().phase().toString());
    if (session.state() instanceof Over over) {
      details.put("endedAt", over.at().toString());
      details.put("watchedSeconds", watched(session.history().activatedAt(), over.at()));
    }
    return details;
  }

  private static long watched(@Nullable Instant since, Instant until) {
    return since == null ? 0 : Duration.between(since, until).toSeconds();
  }
}
