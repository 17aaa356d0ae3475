package io.atalaya.api.session;

import io.atalaya.api.identity.Caller;
import io.atalaya.api.platform.Cursor;
import io.atalaya.api.platform.Page;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Policy;
import io.atalaya.api.session.SessionDecision.Become;
import io.atalaya.api.session.SessionDecision.Conflict;
import io.atalaya.api.session.SessionDecision.Refused;
import io.atalaya.api.session.SessionDecision.Stay;
import io.atalaya.api.session.SessionEvent.EndRequested;
import io.atalaya.api.session.SessionEvent.PageLeft;
import io.atalaya.api.session.SessionEvent.TimePassed;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looking at sessions and ending them. What takes a slot is {@link Admission}'s; both decide by
 * {@link SessionDecision}.
 */
@ApplicationScoped
public class Sessions {
  private final SessionStore store;
  private final SessionListStore lists;
  private final SlotStore slots;
  private final Policy policy;
  private final Event<SessionMoved> moves;
  private final Event<SessionLeft> departures;

  Sessions(
      SessionStore store,
      SessionListStore lists,
      SlotStore slots,
      Policy policy,
      Event<SessionMoved> moves,
      Event<SessionLeft> departures) {
    this.store = store;
    this.lists = lists;
    this.slots = slots;
    this.policy = policy;
    this.moves = moves;
    this.departures = departures;
  }

  /** Newest first; one's own, or everybody's for those who may see them. */
  @Transactional
  public Page<Session> list(Caller caller, SessionFilter wanted, PageRequest page) {
    if (!page.after().isEmpty()) {
      Cursor.requireInstant(page.after().getFirst());
      Cursor.requireUuid(page.after().getLast());
    }
    boolean all = policy.allows(caller, Action.SESSION_READ_ALL);
    if (!all && wanted.user().filter(user -> !user.equals(caller.userId())).isPresent()) {
      return new Page<>(List.of(), null);
    }
    SessionFilter filter = all ? wanted : wanted.of(caller.userId());
    List<Session> rows =
        caller.role().isPlatform() && caller.acting().isEmpty()
            ? lists.pageOfAll(filter, page)
            : lists.page(caller.tenant(), filter, page);
    return Page.of(
        rows,
        page,
        session -> List.of(session.history().requestedAt().toString(), session.id().toString()));
  }

  /** One session, or {@code session_not_found} also when it is none of the caller's business. */
  @Transactional
  public Session get(Caller caller, SessionId id) {
    TenantId tenant = caller.tenant();
    return store
        .find(tenant, id)
        .filter(session -> isOwn(caller, session) || policy.allows(caller, Action.SESSION_READ_ALL))
        .orElseThrow(() -> SessionErrorCode.notFound(id))
        .seenAt(store.now(tenant));
  }

  /** How many slots each tenant uses that uses any; for the operator. */
  public Map<TenantId, Integer> liveByTenant() {
    return slots.liveByTenant();
  }

  /**
   * Ends it; again is fine and keeps the first reason.
   *
   * @param words why, as the caller says it
   */
  @Transactional
  public Session end(Caller caller, SessionId id, Optional<String> words) {
    TenantId tenant = caller.tenant();
    LockedSession locked =
        store
            .lock(tenant, id)
            .filter(found ->
                isOwn(caller, found.session()) || policy.allows(caller, Action.SESSION_READ_ALL))
            .orElseThrow(() -> SessionErrorCode.notFound(id));
    Session session = locked.session();
    EndReason why;
    if (isOwn(caller, session)) {
      why = words.map(EndReason::ofCaller).orElse(EndReason.VIEWER);
    } else {
      policy.require(caller, Action.SESSION_END_ALL);
      why = words.map(EndReason::ofAdmin).orElse(EndReason.ADMIN);
    }
    return applied(session, new EndRequested(why), locked.at());
  }

  /**
   * The caller's page goes away, and may be back in a moment (a reload): the session has {@link
   * SessionDecision#RETURN_WINDOW} left unless a token is asked for meanwhile. The token that the
   * page had opens nothing any more. Again is fine.
   *
   * @param tokenId the page's token; when the session has another by now, somebody came back
   *     already, and this old news changes nothing
   */
  @Transactional
  public Session leave(Caller caller, SessionId id, UUID tokenId) {
    LockedSession locked = lockOwn(caller, id);
    Session session = locked.session();
    UUID present = locked.tokenId();
    if (present != null && !present.equals(tokenId)) {
      return applied(session, new TimePassed(), locked.at());
    }
    Session next = applied(session, new PageLeft(), locked.at());
    if (next.state() instanceof SessionState.Live && present != null) {
      store.setToken(caller.tenant(), id, null);
      departures.fire(new SessionLeft(next));
    }
    return next;
  }

  /** Ends whatever is live on a camera, inside the transaction that switches the camera off. */
  @Transactional
  void endOf(TenantId tenant, CameraId camera, EndReason reason) {
    endAll(tenant, Optional.of(camera), reason);
  }

  /** Ends whatever is live in a tenant; returns how many. */
  @Transactional
  int endAll(TenantId tenant, EndReason reason) {
    return endAll(tenant, Optional.empty(), reason);
  }

  private int endAll(TenantId tenant, Optional<CameraId> camera, EndReason reason) {
    return end(store.lockLive(tenant, camera), tenant, reason);
  }

  /** Ends whatever is live in a tenant and meets a condition; returns how many. */
  @Transactional
  int endIf(TenantId tenant, Predicate<Session> condition, EndReason reason) {
    List<Session> live = store.lockLive(tenant, Optional.empty());
    return end(live.stream().filter(condition).toList(), tenant, reason);
  }

  /** Ends whatever one person watches in any tenant. */
  @Transactional
  void endOfPerson(UUID person, EndReason reason) {
    for (Session session : store.lockLiveOf(person)) {
      Instant now = store.now(session.camera().tenantId());
      applied(session, new EndRequested(reason), now);
    }
  }

  private int end(List<Session> locked, TenantId tenant, EndReason reason) {
    Instant now = store.now(tenant);
    locked.forEach(session -> applied(session, new EndRequested(reason), now));
    return locked.size();
  }

  /** Expires up to {@code limit} sessions whose time has run out; returns how many it found. */
  @Transactional
  int expire(int limit) {
    List<Session> lapsed = store.lockLapsed(limit);
    for (Session session : lapsed) {
      Instant now = store.now(session.camera().tenantId());
      applied(session, new TimePassed(), now);
    }
    return lapsed.size();
  }

  /** Drops up to {@code limit} that were over before {@code age}; returns how many. */
  @Transactional
  int forget(Duration age, int limit) {
    return store.purgeOlderThan(age, limit);
  }

  /** Drops a tenant's rows; returns how many. */
  @Transactional
  int purge(TenantId tenant) {
    return store.purge(tenant);
  }

  /**
   * What an event makes of a session whose row the caller has locked; written.
   *
   * @throws io.atalaya.contract.error.DomainException 409 or 410 when it may not happen
   */
  Session applied(Session session, SessionEvent event, Instant now) {
    return switch (SessionDecision.decide(session.state(), event, now)) {
      case Become(var next) -> moved(session, next, now);
      case Stay _ -> session;
      case Refused(var over) -> throw SessionErrorCode.over(session.id(), over);
      case Conflict conflict ->
          throw SessionErrorCode.conflict(session.id(), event.name(), conflict);
    };
  }

  /** The caller's own, locked; {@code session_not_found} for anybody else's. */
  LockedSession lockOwn(Caller caller, SessionId id) {
    return store
        .lock(caller.tenant(), id)
        .filter(locked -> isOwn(caller, locked.session()))
        .orElseThrow(() -> SessionErrorCode.notFound(id));
  }

  /** Writes a new session, whose {@code token} may open playback if it has one already. */
  Session begun(Session session, @Nullable UUID token) {
    store.insert(session.camera().tenantId(), session, token);
    moves.fire(new SessionMoved(null, session, false));
    return session;
  }

  private Session moved(Session session, SessionState next, Instant now) {
    TenantId tenant = session.camera().tenantId();
    Session moved =
        store
            .move(tenant, session.state().phase(), session.in(next), now)
            .orElseThrow(() ->
                new IllegalStateException(
                    "session %s left %s under our lock"
                        .formatted(session.id(), session.state().phase())));
    // A token minted again, a lease renewed: the session is where it was.
    if (moved.state().phase() != session.state().phase()) {
      boolean byTime =
          session.state() instanceof SessionState.Live live && !now.isBefore(live.lapsesAt());
      moves.fire(new SessionMoved(session.state().phase(), moved, byTime));
    }
    return moved;
  }

  static boolean isOwn(Caller caller, Session session) {
    return session.viewer().userId().equals(caller.userId());
  }
}
