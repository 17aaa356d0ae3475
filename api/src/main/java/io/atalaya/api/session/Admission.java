package io.atalaya.api.session;

import io.atalaya.api.camera.Camera;
import io.atalaya.api.camera.Cameras;
import io.atalaya.api.identity.Caller;
import io.atalaya.api.platform.Ids;
import io.atalaya.api.session.SessionEvent.Activated;
import io.atalaya.api.session.SessionEvent.TokenMinted;
import io.atalaya.api.session.SessionState.Requested;
import io.atalaya.api.tenant.Entitlements;
import io.atalaya.api.tenant.TenantErrorCode;
import io.atalaya.api.tenant.TenantState;
import io.atalaya.api.tenant.TenantTerms;
import io.atalaya.api.tenant.Tenants;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.gateway.SessionActivation;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything that takes or keeps a slot. Each use case is one transaction that locks the tenant's
 * row first, then reads the clock, then counts: two that race see each other, and nothing of
 * another tenant is ever locked.
 */
@ApplicationScoped
public class Admission {
  private final Tenants tenants;
  private final Cameras cameras;
  private final Sessions sessions;
  private final SessionStore store;
  private final SlotStore slots;
  private final Ids ids;

  Admission(
      Tenants tenants,
      Cameras cameras,
      Sessions sessions,
      SessionStore store,
      SlotStore slots,
      Ids ids) {
    this.tenants = tenants;
    this.cameras = cameras;
    this.sessions = sessions;
    this.store = store;
    this.slots = slots;
    this.ids = ids;
  }

  /** A session whose playback {@code tokenId} may open until {@code opensUntil}. */
  record Admitted(Session session, UUID tokenId, Instant mintedAt, Instant opensUntil) {}

  /** Wants to watch; takes no slot yet. */
  @Transactional
  public Session request(Caller caller, CameraId camera) {
    TenantId tenant = caller.tenant();
    TenantTerms terms = tenants.terms(tenant);
    checkOpen(terms, camera);
    Instant now = store.now(tenant);
    var viewer = new Session.Viewer(caller.userId(), caller.username(), null);
    Session session = requested(new StreamKey(tenant, camera), viewer, now);
    sessions.begun(tenant, session, null);
    return session;
  }

  /** From camera to token in one go; the same person, camera and tab goes on in its session. */
  @Transactional
  Admitted admit(Caller caller, CameraId camera, @Nullable String clientInstanceId) {
    TenantId tenant = caller.tenant();
    TenantTerms terms = tenants.lockTerms(tenant);
    checkOpen(terms, camera);
    Instant now = store.now(tenant);
    var viewer = new Session.Viewer(caller.userId(), caller.username(), clientInstanceId);
    Optional<Session> same =
        clientInstanceId == null ? Optional.empty() : store.lockSame(tenant, camera, viewer, now);
    if (same.isPresent()) {
      return minted(sessions.applied(same.get(), new TokenMinted(), now), now);
    }
    Session requested = requested(new StreamKey(tenant, camera), viewer, now);
    checkSlots(terms, requested, now);
    Session issued = issued(requested, now);
    UUID token = ids.next();
    sessions.begun(tenant, issued, token);
    return admitted(issued, token, now);
  }

  /**
   * What admission would find.
   *
   * @param refusal what it would answer; empty when there is room
   */
  record Rehearsal(List<Slots.Limit> limits, Optional<DomainError> refusal) {
    Rehearsal {
      limits = List.copyOf(limits);
    }
  }

  /** What {@link #admit} would find now; locks and takes nothing. Throws as it does. */
  @Transactional
  Rehearsal rehearse(Caller caller, CameraId camera) {
    TenantId tenant = caller.tenant();
    TenantTerms terms = tenants.terms(tenant);
    checkOpen(terms, camera);
    Instant now = store.now(tenant);
    var viewer = new Session.Viewer(caller.userId(), caller.username(), null);
    Slots taken = slots.slots(tenant, requested(new StreamKey(tenant, camera), viewer, now), now);
    return new Rehearsal(
        taken.limits(terms.entitlements()),
        taken.full(terms.entitlements()).map(full -> full.refusal(List.of(), now).error()));
  }

  /** A token for a session one has: its first, or a fresh one. */
  @Transactional
  Admitted mint(Caller caller, SessionId id) {
    TenantId tenant = caller.tenant();
    TenantTerms terms = tenants.lockTerms(tenant);
    Session session = own(caller, id);
    Instant now = store.now(tenant);
    // First what the session says: one that is over answers 410, whatever the plan would say.
    Session next = sessions.applied(session, new TokenMinted(), now);
    checkOpen(terms, session.camera().cameraId());
    if (session.state().phase() == SessionPhase.REQUESTED) {
      checkSlots(terms, session, now);
    }
    return minted(next, now);
  }

  /** One's own session is being watched. */
  @Transactional
  public Session activate(Caller caller, SessionId id) {
    TenantTerms terms = tenants.lockTerms(caller.tenant());
    return activated(terms, own(caller, id));
  }

  /** A gateway was shown the session's token. */
  @Transactional
  public SessionActivation.Answer activate(SessionId id, SessionActivation.Request request) {
    TenantId tenant = request.tenantId();
    if (tenants.find(tenant).isEmpty()) {
      throw SessionErrorCode.notFound(id);
    }
    TenantTerms terms = tenants.lockTerms(tenant);
    LockedSession locked = store.lock(tenant, id).orElseThrow(() -> SessionErrorCode.notFound(id));
    Session session = activated(terms, locked.session());
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
  private Session activated(TenantTerms terms, Session session) {
    Instant now = store.now(session.camera().tenantId());
    Entitlements plan = terms.entitlements();
    Duration longest = Duration.ofSeconds(plan.maxSessionSeconds());
    Session next = sessions.applied(session, new Activated(longest), now);
    if (session.state().phase() == SessionPhase.ISSUED) {
      checkOpen(terms, session.camera().cameraId());
      checkSlots(terms, session, now);
    }
    return next;
  }

  private Session own(Caller caller, SessionId id) {
    return store
        .lock(caller.tenant(), id)
        .map(LockedSession::session)
        .filter(session -> Sessions.isOwn(caller, session))
        .orElseThrow(() -> SessionErrorCode.notFound(id));
  }

  private void checkOpen(TenantTerms terms, CameraId id) {
    TenantId tenant = terms.tenant().tenantId();
    if (terms.tenant().state() != TenantState.ACTIVE) {
      throw new DomainError.Forbidden(
              TenantErrorCode.TENANT_SUSPENDED, "tenant %s is suspended".formatted(tenant))
          .toException();
    }
    Camera camera = cameras.existing(tenant, id);
    if (!camera.isWanted()) {
      throw SessionErrorCode.cameraDisabled(id);
    }
  }

  /** The session's own slot, if it holds one, is not counted against it. */
  private void checkSlots(TenantTerms terms, Session session, Instant now) {
    TenantId tenant = session.camera().tenantId();
    slots
        .slots(tenant, session, now)
        .full(terms.entitlements())
        .ifPresent(full -> {
          throw full.refusal(slots.holding(tenant, session.viewer().userId(), now), now);
        });
  }

  private Session requested(StreamKey camera, Session.Viewer viewer, Instant now) {
    return new Session(
        new SessionId(ids.next()),
        camera,
        viewer,
        new Requested(now.plus(SessionDecision.REQUEST_WINDOW)),
        new Session.History(now, null, null));
  }

  private static Session issued(Session requested, Instant now) {
    var decision = SessionDecision.decide(requested.state(), new TokenMinted(), now);
    if (!(decision instanceof SessionDecision.Become(var state))) {
      throw new IllegalStateException("a new session must take its token: " + decision);
    }
    return new Session(
        requested.id(),
        requested.camera(),
        requested.viewer(),
        state,
        new Session.History(now, now, null));
  }

  private Admitted minted(Session session, Instant now) {
    UUID token = ids.next();
    store.setToken(session.camera().tenantId(), session.id(), token);
    return admitted(session, token, now);
  }

  private static Admitted admitted(Session session, UUID token, Instant now) {
    if (!(session.state() instanceof SessionState.Live live)) {
      throw new IllegalStateException("an admitted session must be live: " + session.state());
    }
    Instant window = now.plus(SessionDecision.CLAIM_WINDOW);
    Instant opensUntil = live.lapsesAt().isBefore(window) ? live.lapsesAt() : window;
    return new Admitted(session, token, now, opensUntil);
  }
}
