package io.atalaya.api.session;

import static java.util.Objects.requireNonNull;

import io.atalaya.api.camera.Cameras;
import io.atalaya.api.identity.Caller;
import io.atalaya.api.platform.Ids;
import io.atalaya.api.session.SessionEvent.EndRequested;
import io.atalaya.api.session.SessionEvent.TokenMinted;
import io.atalaya.api.session.SessionState.Requested;
import io.atalaya.api.tenant.LockedTerms;
import io.atalaya.api.tenant.TenantTerms;
import io.atalaya.api.tenant.Tenants;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Everything that takes a slot. Each use case is one transaction that locks the tenant's row first,
 * then reads the clock and who the caller is now, then counts: two that race see each other, and
 * nothing of another tenant is ever locked. What is thrown undoes all of it.
 */
@ApplicationScoped
public class Admission {
  private final Tenants tenants;
  private final Cameras cameras;
  private final AdmissionChecks check;
  private final Sessions sessions;
  private final SessionStore store;
  private final SlotStore slots;
  private final Ids ids;

  Admission(
      Tenants tenants,
      Cameras cameras,
      AdmissionChecks check,
      Sessions sessions,
      SessionStore store,
      SlotStore slots,
      Ids ids) {
    this.tenants = tenants;
    this.cameras = cameras;
    this.check = check;
    this.sessions = sessions;
    this.store = store;
    this.slots = slots;
    this.ids = ids;
  }

  /** What came of a wish. */
  sealed interface Outcome {}

  /** A session whose playback {@code tokenId} may open until {@code opensUntil}. */
  record Admitted(Session session, UUID tokenId, Instant mintedAt, Instant opensUntil)
      implements Outcome {}

  /** No session, and why. */
  record Refused(DomainError why) implements Outcome {}

  /** Wants to watch; takes no slot yet. */
  @Transactional
  public Session request(Caller caller, CameraId camera) {
    LockedTerms terms = open(caller);
    check.cameraIsOn(caller.tenant(), camera);
    check.mayRequest(caller, terms.at());
    return sessions.begun(requested(caller, new Wish(camera, null), terms.at()), null);
  }

  /**
   * From camera to token in one go; the same person, camera and tab goes on in its session.
   *
   * @param yielding the caller's own sessions whose slots are to be taken: they end first, and only
   *     if the wish comes true
   */
  @Transactional
  Admitted admit(Caller caller, Wish wish, Set<SessionId> yielding) {
    LockedTerms terms = open(caller);
    if (!yielding.isEmpty()) {
      takeOver(caller, yielding, terms.at());
    }
    return switch (admitted(caller, terms, List.of(wish)).getFirst()) {
      case Admitted admitted -> admitted;
      case Refused(DomainError why) -> throw why.toException();
    };
  }

  /** The same for many at once, an answer for each; who is named first is served first. */
  @Transactional
  List<Outcome> admitAll(Caller caller, List<Wish> wishes) {
    return admitted(caller, open(caller), wishes);
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
    check.tenantIsActive(terms.tenant());
    check.cameraIsOn(tenant, camera);
    Instant now = store.now(tenant);
    Slots taken = slots.count(tenant, caller.userId(), Set.of(camera), null, now).on(camera);
    return new Rehearsal(
        taken.limits(terms.entitlements()),
        taken.full(terms.entitlements()).map(full -> full.refusal(camera, List.of(), now)));
  }

  /** A token for a session one has: its first, or a fresh one. */
  @Transactional
  Admitted mint(Caller caller, SessionId id) {
    LockedTerms terms = check.lockAndMayWatch(caller);
    LockedSession locked = sessions.lockOwn(caller, id);
    Session session = locked.session();
    // First what the session says: one that is over answers 410, whatever the plan would say.
    Session next = sessions.applied(session, new TokenMinted(), locked.at());
    check.tenantIsActive(terms.tenant());
    check.cameraIsOn(caller.tenant(), session.camera().cameraId());
    if (session.state().phase() == SessionPhase.REQUESTED) {
      check.slotIsFree(terms, session, locked.at());
    }
    return minted(next, locked.at());
  }

  private LockedTerms open(Caller caller) {
    LockedTerms terms = check.lockAndMayWatch(caller);
    check.tenantIsActive(terms.tenant());
    return terms;
  }

  /** Ends the caller's own; one that is over already has left its slot. */
  private void takeOver(Caller caller, Set<SessionId> yielding, Instant now) {
    var missing = new LinkedHashSet<>(yielding);
    for (Session session : store.lockOwn(caller.tenant(), caller.userId(), yielding)) {
      missing.remove(session.id());
      sessions.applied(session, new EndRequested(EndReason.TAKEN_OVER), now);
    }
    if (!missing.isEmpty()) {
      throw SessionErrorCode.notFound(missing.getFirst());
    }
  }

  /** What is refused is refused last, when it is known what the caller holds after all. */
  private List<Outcome> admitted(Caller caller, LockedTerms terms, List<Wish> wishes) {
    Instant now = terms.at();
    List<Verdict> verdicts = round(caller, terms, wishes).verdicts(wishes);
    var made = new HashMap<Wish, Admitted>();
    for (int i = 0; i < wishes.size(); i++) {
      Wish wish = wishes.get(i);
      switch (verdicts.get(i)) {
        case Verdict.Take _ ->
            made.put(wish, begun(issued(requested(caller, wish, now), now), now));
        case Verdict.GoOn(Session session) ->
            made.put(wish, minted(sessions.applied(session, new TokenMinted(), now), now));
        case Verdict.Full _, Verdict.Refuse _ -> {}
      }
    }
    List<Session> own =
        made.size() == wishes.size()
            ? List.of()
            : slots.holding(caller.tenant(), caller.userId(), now);
    var outcomes = new ArrayList<Outcome>(wishes.size());
    for (int i = 0; i < wishes.size(); i++) {
      Wish wish = wishes.get(i);
      outcomes.add(
          switch (verdicts.get(i)) {
            case Verdict.Take _, Verdict.GoOn _ -> requireNonNull(made.get(wish));
            case Verdict.Full(var limit) -> new Refused(limit.refusal(wish.camera(), own, now));
            case Verdict.Refuse(DomainError why) -> new Refused(why);
          });
    }
    return List.copyOf(outcomes);
  }

  private AdmissionRound round(Caller caller, LockedTerms terms, List<Wish> wishes) {
    TenantId tenant = caller.tenant();
    UUID user = caller.userId();
    Set<CameraId> wanted = wishes.stream().map(Wish::camera).collect(Collectors.toSet());
    return new AdmissionRound(
        terms.entitlements(),
        cameras.existing(tenant, wanted),
        running(caller, wishes, terms.at()),
        slots.count(tenant, user, wanted, null, terms.at()),
        terms.at().plus(SessionDecision.CLAIM_WINDOW));
  }

  private Map<Wish, Session> running(Caller caller, List<Wish> wishes, Instant now) {
    List<Wish> named = wishes.stream().filter(wish -> wish.clientInstanceId() != null).toList();
    var running = new HashMap<Wish, Session>();
    if (!named.isEmpty()) {
      for (Session session : store.lockRunning(caller.tenant(), caller.userId(), named, now)) {
        String instance = session.viewer().clientInstanceId();
        running.put(new Wish(session.camera().cameraId(), instance), session);
      }
    }
    return running;
  }

  private Session requested(Caller caller, Wish wish, Instant now) {
    return new Session(
        new SessionId(ids.next()),
        new StreamKey(caller.tenant(), wish.camera()),
        new Session.Viewer(caller.userId(), caller.username(), wish.clientInstanceId()),
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

  private Admitted begun(Session issued, Instant now) {
    UUID token = ids.next();
    return admitted(sessions.begun(issued, token), token, now);
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
