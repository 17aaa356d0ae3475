package io.atalaya.api.session;

import io.atalaya.api.identity.Caller;
import io.atalaya.api.session.SessionEvent.Activated;
import io.atalaya.api.tenant.LockedTerms;
import io.atalaya.api.tenant.Tenants;
import io.atalaya.contract.gateway.SessionActivation;
import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.UUID;

/**
 * Keeps the slot that {@link Admission} took: somebody came with the token. Under the tenant's lock
 * as well, and everything is checked again, for it may have changed since.
 */
@ApplicationScoped
public class Activation {
  private final Tenants tenants;
  private final AdmissionChecks check;
  private final Sessions sessions;
  private final SessionStore store;

  Activation(Tenants tenants, AdmissionChecks check, Sessions sessions, SessionStore store) {
    this.tenants = tenants;
    this.check = check;
    this.sessions = sessions;
    this.store = store;
  }

  /** One's own session is being watched. */
  @Transactional
  public Session activate(Caller caller, SessionId id) {
    LockedTerms terms = check.lockAndMayWatch(caller);
    return activated(terms, sessions.lockOwn(caller, id));
  }

  /** A gateway was shown the session's token. */
  @Transactional
  public SessionActivation.Answer activate(SessionId id, SessionActivation.Request request) {
    TenantId tenant = request.tenantId();
    LockedTerms terms =
        tenants.lockTermsIfKnown(tenant).orElseThrow(() -> SessionErrorCode.notFound(id));
    LockedSession locked = store.lock(tenant, id).orElseThrow(() -> SessionErrorCode.notFound(id));
    Session session = activated(terms, locked);
    UUID spentBy = locked.spentBy();
    boolean spentElsewhere = spentBy != null && !spentBy.equals(request.bootId());
    if (!request.tokenId().equals(locked.tokenId()) || spentElsewhere) {
      throw SessionErrorCode.tokenUsed(id);
    }
    store.spendToken(tenant, id, request.nodeId(), request.bootId());
    if (!(session.state() instanceof SessionState.Active active)) {
      throw new IllegalStateException("an activated session must be active: " + session.state());
    }
    return new SessionActivation.Answer(
        id, tenant, session.camera().cameraId(), active.leaseExpiresAt(), active.endsAt());
  }

  /** Checks everything again and keeps the same slot; a session that is active stays as it is. */
  private Session activated(LockedTerms terms, LockedSession locked) {
    Session session = locked.session();
    var longest = Duration.ofSeconds(terms.entitlements().maxSessionSeconds());
    Session next = sessions.applied(session, new Activated(longest), locked.at());
    if (session.state().phase() == SessionPhase.ISSUED) {
      check.tenantIsActive(terms.tenant());
      check.cameraIsOn(session.camera().tenantId(), session.camera().cameraId());
      check.slotIsFree(terms, session, locked.at());
    }
    return next;
  }
}
