package io.atalaya.api.session;

import io.atalaya.api.audit.AuditTrail;
import io.atalaya.api.audit.Fact;
import io.atalaya.api.tenant.Tenants;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.error.Violation;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes back the right to watch that was given before a moment.
 *
 * <p>A token opens the session it was made for and nothing else, and only while that lives. So
 * revoking is ending sessions, and there is no list of revoked tokens to keep and to ask. It is
 * done under the tenant's row lock: whoever is being admitted has been and is ended, or comes after
 * and was admitted later than {@code notBefore}.
 */
@ApplicationScoped
public class Revocations {
  private final Tenants tenants;
  private final Sessions sessions;
  private final SessionStore store;
  private final AuditTrail trail;

  Revocations(Tenants tenants, Sessions sessions, SessionStore store, AuditTrail trail) {
    this.tenants = tenants;
    this.sessions = sessions;
    this.store = store;
    this.trail = trail;
  }

  /** Whose sessions: those that meet all that is given, the whole tenant's when nothing is. */
  public record Scope(Optional<SessionId> session, Optional<UUID> user, Optional<CameraId> camera) {
    boolean includes(Session one) {
      return session.map(one.id()::equals).orElse(true)
          && user.map(one.viewer().userId()::equals).orElse(true)
          && camera.map(one.camera().cameraId()::equals).orElse(true);
    }
  }

  /**
   * What was done.
   *
   * @param notBefore sessions begun before it are over
   * @param sessionsEnded those that were not over already
   */
  public record Revoked(Instant notBefore, int sessionsEnded) {}

  /**
   * Ends sessions begun before a moment, and with them their tokens and play keys.
   *
   * @param notBefore now when it is not said; never later
   */
  @Transactional
  public Revoked revoke(TenantId tenant, Scope scope, Optional<Instant> notBefore) {
    tenants.lockTerms(tenant);
    Instant now = store.now(tenant);
    Instant before = notBefore.orElse(now);
    if (before.isAfter(now)) {
      String message = "must not be in the future";
      throw new DomainError.Invalid(
              RequestErrorCode.VALIDATION_FAILED,
              "notBefore " + message,
              List.of(new Violation("notBefore", message)))
          .toException();
    }
    int ended =
        sessions.endIf(
            tenant,
            session -> scope.includes(session) && begunAt(session).isBefore(before),
            EndReason.REVOKED);
    trail.record(tenant, revoked(tenant, scope, new Revoked(before, ended)));
    return new Revoked(before, ended);
  }

  /** One row for the wish, beside those of the sessions that it ended. */
  private static Fact revoked(TenantId tenant, Scope scope, Revoked done) {
    Map<String, Object> details = new LinkedHashMap<>();
    scope.session.ifPresent(session -> details.put("sessionId", session.toString()));
    details.put("notBefore", done.notBefore.toString());
    details.put("sessionsEnded", done.sessionsEnded);
    return new Fact(
        "sessions.revoked",
        "tenant/" + tenant,
        scope.camera.orElse(null),
        scope.user.orElse(null),
        EndReason.REVOKED.value(),
        details);
  }

  private static Instant begunAt(Session session) {
    Instant issued = session.history().issuedAt();
    return issued == null ? session.history().requestedAt() : issued;
  }
}
