package io.atalaya.api.session;

import io.atalaya.api.session.SessionAct.Answer;
import io.atalaya.api.session.SessionAct.Person;
import io.atalaya.api.session.SessionDecision.Become;
import io.atalaya.api.session.SessionDecision.Conflict;
import io.atalaya.api.session.SessionDecision.Refused;
import io.atalaya.api.session.SessionDecision.Stay;
import io.atalaya.api.session.SessionState.Active;
import io.atalaya.api.session.SessionState.Ended;
import io.atalaya.api.session.SessionState.Issued;
import io.atalaya.api.session.SessionState.Left;
import io.atalaya.api.session.SessionState.Live;
import io.atalaya.api.session.SessionState.Over;
import io.atalaya.api.session.SessionState.Requested;
import io.atalaya.api.tenant.Entitlements;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The sessions' rows and use cases in memory, over the very function that decides: what
 * transactions and SQL promise, as a page of code. {@link SessionModelTest} holds the real ones to
 * it.
 */
final class SessionModel {
  /** A mistake for the simulation to find. */
  enum Mistake {
    NONE,
    COUNTS_ACTIVE_ONLY,
    RENEWS_WHAT_LAPSED,
    RENEWS_WHAT_ENDED,
    FORGETS_TO_CUT,
    LETS_A_TOKEN_OPEN_TWICE,
    RENEWS_WHAT_LEFT,
    HEARS_AN_OLD_PAGE_LEAVE
  }

  /**
   * One session.
   *
   * @param token the one that opens playback; 0 before the first
   * @param spentBy the gateway run that came with it; 0 before that
   */
  record Row(
      int id,
      Person viewer,
      String camera,
      String tab,
      SessionState state,
      int token,
      int spentBy) {
    Row in(SessionState next) {
      return new Row(id, viewer, camera, tab, next, token, spentBy);
    }

    Row with(int newToken, int spender) {
      return new Row(id, viewer, camera, tab, state, newToken, spender);
    }

    String tenant() {
      return viewer.tenant();
    }

    boolean holdsSlot(Instant now) {
      return state instanceof Live live
          && !(live instanceof Requested)
          && now.isBefore(live.lapsesAt());
    }
  }

  private final Entitlements plan;
  private final Mistake mistake;

  /** Those that are not over, apart: they are few, the others pile up. */
  private final Map<Integer, Row> live = new TreeMap<>();

  private final Map<Integer, Row> over = new HashMap<>();
  private final Set<String> suspended = new HashSet<>();
  private final Set<String> off = new HashSet<>();
  private int sessions;
  private int tokens;

  SessionModel(Entitlements plan, Mistake mistake) {
    this.plan = plan;
    this.mistake = mistake;
  }

  Iterable<Row> live() {
    return live.values();
  }

  Iterable<Row> over() {
    return over.values();
  }

  Optional<Row> find(int id) {
    return Optional.ofNullable(live.getOrDefault(id, over.get(id)));
  }

  Answer apply(SessionAct act, Instant now) {
    return switch (act) {
      case SessionAct.Request(var who, var camera) -> request(who, camera, now);
      case SessionAct.Admit(var who, var camera, var tab) -> admit(who, camera, tab, now);
      case SessionAct.Mint(var who, var id) -> mint(who, id, now);
      case SessionAct.Activate(var who, var id) ->
          own(who, id).map(row -> activated(row, now)).orElse(notFound());
      case SessionAct.Claim claim -> claim(claim, now);
      case SessionAct.Beat(var ids) -> beat(ids, now);
      case SessionAct.Leave(var who, var id, var token) ->
          own(who, id).map(row -> left(row, token, now)).orElse(notFound());
      case SessionAct.End(var who, var id) ->
          own(who, id).map(row -> ended(row, EndReason.VIEWER, now)).orElse(notFound());
      case SessionAct.Sweep _ -> sweep(now);
      case SessionAct.Suspend(var tenant) -> {
        if (suspended.add(tenant)) {
          endAll(row -> row.tenant().equals(tenant), EndReason.TENANT_SUSPENDED, now);
        }
        yield Answer.of("200");
      }
      case SessionAct.Resume(var tenant) -> {
        suspended.remove(tenant);
        yield Answer.of("200");
      }
      case SessionAct.SwitchOff(var tenant, var camera) -> {
        if (off.add(tenant + "/" + camera)) {
          endAll(
              row -> row.tenant().equals(tenant) && row.camera.equals(camera),
              EndReason.CAMERA_DISABLED,
              now);
        }
        yield Answer.of("200");
      }
      case SessionAct.SwitchOn(var tenant, var camera) -> {
        off.remove(tenant + "/" + camera);
        yield Answer.of("200");
      }
    };
  }

  private Answer request(Person who, String camera, Instant now) {
    return closed(who.tenant(), camera)
        .orElseGet(() -> {
          var state = new Requested(now.plus(SessionDecision.REQUEST_WINDOW));
          Row row = new Row(++sessions, who, camera, null, state, 0, 0);
          put(row);
          return said(row, 0);
        });
  }

  private Answer admit(Person who, String camera, String tab, Instant now) {
    Optional<Answer> closed = closed(who.tenant(), camera);
    if (closed.isPresent()) {
      return closed.get();
    }
    Optional<Row> same =
        tab == null
            ? Optional.empty()
            : holding(
                    now,
                    row ->
                        row.viewer.equals(who) && row.camera.equals(camera) && tab.equals(row.tab))
                .stream()
                .reduce((_, later) -> later);
    if (same.isPresent()) {
      return minted(same.get(), now);
    }
    Row row = new Row(sessions + 1, who, camera, tab, new Requested(now.plusSeconds(1)), 0, 0);
    Optional<Answer> full = full(row, now);
    if (full.isPresent()) {
      return full.get();
    }
    sessions++;
    return minted(row, now);
  }

  private Answer mint(Person who, int id, Instant now) {
    Optional<Row> own = own(who, id);
    if (own.isEmpty()) {
      return notFound();
    }
    Row row = own.get();
    if (decided(row, new SessionEvent.TokenMinted(), now) instanceof Refused(var over)) {
      return gone(over);
    }
    return closed(row.tenant(), row.camera)
        .or(() -> row.state instanceof Requested ? full(row, now) : Optional.empty())
        .orElseGet(() -> minted(row, now));
  }

  private Answer minted(Row row, Instant now) {
    SessionState next = next(row, new SessionEvent.TokenMinted(), now);
    Row changed = row.in(next).with(++tokens, 0);
    put(changed);
    return said(changed, tokens);
  }

  private Answer activated(Row row, Instant now) {
    var event = new SessionEvent.Activated(Duration.ofSeconds(plan.maxSessionSeconds()));
    return switch (decided(row, event, now)) {
      case Refused(var over) -> gone(over);
      case Conflict _ -> conflict();
      case Stay _ -> said(row, 0);
      case Become(var next) ->
          closed(row.tenant(), row.camera)
              .or(() -> full(row, now))
              .orElseGet(() -> {
                put(row.in(next));
                return said(row.in(next), 0);
              });
    };
  }

  private Answer claim(SessionAct.Claim claim, Instant now) {
    Row row = find(claim.session()).orElse(null);
    if (row == null) {
      return notFound();
    }
    Answer answer = activated(row, now);
    if (!answer.isOk()) {
      return answer;
    }
    boolean spentElsewhere =
        row.spentBy != 0
            && row.spentBy != claim.boot()
            && mistake != Mistake.LETS_A_TOKEN_OPEN_TWICE;
    if (row.token != claim.token() || spentElsewhere) {
      put(row); // rolled back
      return conflict();
    }
    put(find(row.id).orElseThrow().with(row.token, claim.boot()));
    return answer;
  }

  private Answer beat(List<Integer> ids, Instant now) {
    var cuts = new ArrayList<Integer>();
    var words = new ArrayList<String>();
    for (int id : ids.stream().distinct().sorted().toList()) {
      Row row = find(id).orElse(null);
      Optional<String> cut = row == null ? Optional.of("unknown") : renewed(row, now);
      if (cut.isPresent() && mistake != Mistake.FORGETS_TO_CUT) {
        cuts.add(id);
        words.add(id + " " + cut.get());
      }
    }
    return new Answer("200 cut " + words, 0, 0, cuts);
  }

  /** Why not, when it is not. */
  private Optional<String> renewed(Row row, Instant now) {
    if (mistake == Mistake.RENEWS_WHAT_ENDED && row.state instanceof Ended ended) {
      over.remove(row.id);
      put(row.in(new Active(ended.at(), now.plusSeconds(45), now.plusSeconds(900))));
      return Optional.empty();
    }
    if (mistake == Mistake.RENEWS_WHAT_LAPSED && row.state instanceof Active active) {
      put(row.in(new Active(active.activatedAt(), now.plusSeconds(45), active.endsAt())));
      return Optional.empty();
    }
    if (mistake == Mistake.RENEWS_WHAT_LEFT
        && row.state instanceof Left(var since, _, var lease, var endsAt)) {
      return renewed(row.in(new Active(since, lease, endsAt)), now);
    }
    return switch (row.state) {
      case Over ended -> Optional.of(ended.reason().value());
      case Live lapsed when !now.isBefore(lapsed.lapsesAt()) ->
          Optional.of(lapsed.lapsed().reason().value());
      case Requested _, Issued _ -> Optional.of("not_active");
      case Active _, Left _ -> {
        put(row.in(next(row, new SessionEvent.Watched(Duration.ZERO), now)));
        yield Optional.empty();
      }
    };
  }

  private Answer left(Row row, int token, Instant now) {
    boolean isOld =
        row.token != 0 && row.token != token && mistake != Mistake.HEARS_AN_OLD_PAGE_LEAVE;
    SessionEvent event = isOld ? new SessionEvent.TimePassed() : new SessionEvent.PageLeft();
    if (decided(row, event, now) instanceof Conflict) {
      return conflict();
    }
    Row next = row.in(next(row, event, now));
    put(isOld || next.state instanceof Over ? next : next.with(0, 0));
    return said(next, 0);
  }

  private Answer ended(Row row, EndReason reason, Instant now) {
    Row next = row.in(next(row, new SessionEvent.EndRequested(reason), now));
    put(next);
    return said(next, 0);
  }

  private Answer sweep(Instant now) {
    for (Row row : List.copyOf(live.values())) {
      put(row.in(next(row, new SessionEvent.TimePassed(), now)));
    }
    return Answer.of("200");
  }

  private void endAll(Predicate<Row> which, EndReason reason, Instant now) {
    List.copyOf(live.values()).stream().filter(which).forEach(row -> ended(row, reason, now));
  }

  // ---- rules ------------------------------------------------------------------------------------

  private Optional<Answer> closed(String tenant, String camera) {
    if (suspended.contains(tenant)) {
      return Optional.of(Answer.of("403 tenant_suspended"));
    }
    return off.contains(tenant + "/" + camera)
        ? Optional.of(Answer.of("409 camera_disabled"))
        : Optional.empty();
  }

  private Optional<Answer> full(Row row, Instant now) {
    List<Row> others =
        holding(now, other -> other.tenant().equals(row.tenant()) && other.id != row.id);
    var slots =
        new Slots(
            use(others, _ -> true),
            use(others, other -> other.viewer.equals(row.viewer)),
            use(others, other -> other.camera.equals(row.camera)));
    return slots
        .full(plan)
        .map(full ->
            Answer.of(
                "409 stream_limit_reached %s %d/%d"
                    .formatted(full.scope(), full.use().inUse(), full.limit())));
  }

  private static Slots.Use use(List<Row> rows, Predicate<Row> which) {
    return new Slots.Use((int) rows.stream().filter(which).count(), null);
  }

  private List<Row> holding(Instant now, Predicate<Row> which) {
    return live.values().stream()
        .filter(row -> row.holdsSlot(now))
        .filter(row -> mistake != Mistake.COUNTS_ACTIVE_ONLY || row.state instanceof Active)
        .filter(which)
        .toList();
  }

  private Optional<Row> own(Person who, int id) {
    return find(id).filter(row -> row.viewer.equals(who));
  }

  private static SessionDecision decided(Row row, SessionEvent event, Instant now) {
    return SessionDecision.decide(row.state, event, now);
  }

  private static SessionState next(Row row, SessionEvent event, Instant now) {
    return decided(row, event, now) instanceof Become(var next) ? next : row.state;
  }

  private void put(Row row) {
    live.remove(row.id);
    if (row.state instanceof Over) {
      over.put(row.id, row);
    } else {
      live.put(row.id, row);
    }
  }

  private static Answer said(Row row, int token) {
    return new Answer("2xx " + row.state.phase(), row.id, token, List.of());
  }

  private static Answer gone(Over over) {
    return Answer.of("410 session_%s %s".formatted(over.phase(), over.reason()));
  }

  private static Answer conflict() {
    return Answer.of("409 session_state_conflict");
  }

  private static Answer notFound() {
    return Answer.of("404 session_not_found");
  }
}
