package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.ApiClient;
import io.atalaya.api.DatabaseClock;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.TestSql;
import io.atalaya.api.identity.Caller;
import io.atalaya.api.identity.Role;
import io.atalaya.api.session.SessionState.Active;
import io.atalaya.api.session.SessionState.Ended;
import io.atalaya.api.session.SessionState.Issued;
import io.atalaya.api.session.SessionState.Left;
import io.atalaya.api.session.SessionState.Live;
import io.atalaya.api.session.SessionState.Over;
import io.atalaya.api.session.SessionState.Requested;
import io.atalaya.contract.error.DomainException;
import io.atalaya.contract.gateway.Heartbeat;
import io.atalaya.contract.gateway.SessionActivation;
import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.TenantId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every two things that can happen to one session at once, in both orders, over every state and to
 * the microsecond of its lease: the first has done its work and not committed, the second is
 * started and either waits for the first's row lock or is through, then the first commits or rolls
 * back. Both must answer, and leave, what the pure function says of one after the other.
 */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class RaceMatrixTest {
  private static final TenantId TENANT = new TenantId("ses-matrix");
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant LAST_MOMENT = NOW.plus(1, ChronoUnit.MICROS);
  private static final Duration LONGEST = Duration.ofHours(12);
  private static final UUID BOOT = UUID.fromString("00000000-0000-7000-8000-000000000001");

  private static final Map<String, SessionState> STATES = new LinkedHashMap<>();

  static {
    STATES.put("requested", new Requested(after(10)));
    STATES.put("requested, lapsed now", new Requested(NOW));
    STATES.put("issued", new Issued(after(10)));
    STATES.put("issued, its last moment", new Issued(LAST_MOMENT));
    STATES.put("issued, lapsed now", new Issued(NOW));
    STATES.put("active", new Active(after(-60), after(10), after(600)));
    STATES.put("active, its last moment", new Active(after(-60), LAST_MOMENT, after(600)));
    STATES.put("active, near its hard end", new Active(after(-60), after(10), after(10)));
    STATES.put("active, lapsed now", new Active(after(-60), NOW, after(600)));
    STATES.put("active, hard end now", new Active(after(-60), NOW, NOW));
    STATES.put("left", new Left(after(-60), after(-2), after(3), after(600)));
    STATES.put("left, its last moment", new Left(after(-60), after(-5), LAST_MOMENT, after(600)));
    STATES.put("left, lapsed now", new Left(after(-60), after(-5), NOW, after(600)));
    STATES.put("ended", new Ended(after(-5), EndReason.VIEWER));
  }

  private enum Act {
    TOKEN,
    ACTIVATE,
    CLAIM,
    HEARTBEAT,
    LEAVE,
    END,
    EXPIRE
  }

  /** What is stored of the session; {@code ours} while the token the test knows opens playback. */
  private record Row(SessionState state, boolean ours) {
    boolean isLapsed() {
      return state instanceof Live live && !NOW.isBefore(live.lapsesAt());
    }

    boolean isRenewable() {
      return (state instanceof Active || state instanceof Left) && !isLapsed();
    }
  }

  /** What somebody was told, and what is stored then. */
  private record Outcome(String answer, Row row) {}

  @TestHTTPResource URI base;
  @Inject Admission admission;
  @Inject Activation activation;
  @Inject Sessions sessions;
  @Inject Heartbeats heartbeats;
  @Inject SessionStore store;

  private final ExecutorService second = Executors.newSingleThreadExecutor();
  private TestSql sql;
  private DatabaseClock clock;
  private Caller vera;
  private SessionId id;
  private UUID token;

  @BeforeEach
  void a_tenant_and_a_stopped_clock() {
    ApiClient admin = ApiClient.at(base).asAdminOf(TENANT.value());
    admin.put("/api/v1/cameras/lobby", "{\"source\":\"rtsp://10.1.2.3/s\"}");
    sql = TestSql.ofRunningApi();
    sql.execute("delete from stream_session");
    clock = DatabaseClock.ofRunningApi();
    clock.stopAt(NOW);
    vera =
        new Caller(
            Caller.Kind.PERSON,
            UUID.fromString(admin.get("/api/v1/me").body().path("userId").asText()),
            "vera",
            "Vera",
            Role.TENANT_ADMIN,
            Optional.of(TENANT),
            Optional.of(TENANT));
  }

  @AfterEach
  void time_goes_on() {
    sql.close();
    clock.close();
    second.shutdownNow();
  }

  @Test
  void two_at_once_are_as_one_after_the_other() throws Exception {
    var wrong = new ArrayList<String>();
    int cases = 0;
    for (var start : STATES.entrySet()) {
      for (Act first : Act.values()) {
        for (Act then : Act.values()) {
          for (boolean commits : List.of(true, false)) {
            String name =
                "%s: %s%s × %s"
                    .formatted(start.getKey(), first, commits ? "" : " (rolled back)", then);
            String expected = expected(stored(start.getValue()), first, then, commits);
            String found = found(start.getValue(), first, then, commits);
            if (!expected.equals(found)) {
              wrong.add(name + "\n  expected " + expected + "\n  found    " + found);
            }
            cases++;
          }
        }
      }
    }
    assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
    assertEquals(STATES.size() * Act.values().length * Act.values().length * 2, cases);
  }

  // ---- what must be -----------------------------------------------------------------------------

  /** Who left has no token that opens anything. */
  private static Row stored(SessionState state) {
    return new Row(state, !(state instanceof Left));
  }

  private static String expected(Row start, Act first, Act then, boolean commits) {
    Outcome one = alone(start, first);
    Row left = commits ? one.row : start;
    Outcome two =
        switch (then) {
          // The sweeper leaves to others what they hold.
          case EXPIRE -> holds(first, start) ? new Outcome("0", left) : alone(left, then);
          // It asks for live rows, and waits only for those it sees.
          case HEARTBEAT -> start.isRenewable() ? alone(left, then) : new Outcome(cut(start), left);
          case TOKEN, ACTIVATE, CLAIM, LEAVE, END -> alone(left, then);
        };
    return one.answer + ", " + two.answer + ", " + two.row.state;
  }

  /** Whether it has locked the row, or found no reason to. */
  private static boolean holds(Act act, Row row) {
    return switch (act) {
      case TOKEN, ACTIVATE, CLAIM, LEAVE, END -> true;
      case HEARTBEAT -> row.isRenewable();
      case EXPIRE -> row.isLapsed();
    };
  }

  private static Outcome alone(Row row, Act act) {
    SessionEvent event =
        switch (act) {
          case TOKEN -> new SessionEvent.TokenMinted();
          case ACTIVATE, CLAIM -> new SessionEvent.Activated(LONGEST);
          case HEARTBEAT -> new SessionEvent.Watched(Duration.ZERO);
          // Of a page whose token is not the session's any more, it is no news.
          case LEAVE -> row.ours ? new SessionEvent.PageLeft() : new SessionEvent.TimePassed();
          case END -> new SessionEvent.EndRequested(EndReason.ADMIN);
          case EXPIRE -> new SessionEvent.TimePassed();
        };
    SessionDecision decision = SessionDecision.decide(row.state, event, NOW);
    if (act == Act.HEARTBEAT) {
      return row.isRenewable()
          ? new Outcome("renewed", new Row(next(decision, row.state), row.ours))
          : new Outcome(cut(row), row);
    }
    return switch (decision) {
      case SessionDecision.Refused(var over) -> new Outcome(refused(over), row);
      case SessionDecision.Conflict _ -> new Outcome("session_state_conflict", row);
      case SessionDecision.Become _, SessionDecision.Stay _ -> {
        if (act == Act.CLAIM && !row.ours) {
          yield new Outcome("session_state_conflict", row);
        }
        SessionState next = next(decision, row.state);
        yield new Outcome(
            act == Act.EXPIRE ? row.isLapsed() ? "1" : "0" : next.phase().toString(),
            new Row(next, row.ours && act != Act.TOKEN && act != Act.LEAVE));
      }
    };
  }

  private static SessionState next(SessionDecision decision, SessionState present) {
    return decision instanceof SessionDecision.Become(var next) ? next : present;
  }

  private static String refused(Over over) {
    return "session_%s (%s)".formatted(over.phase(), over.reason());
  }

  private static String cut(Row row) {
    return switch (row.state) {
      case Over over -> "cut: " + over.reason();
      case Live live when row.isLapsed() -> "cut: " + live.lapsed().reason();
      case Live _ -> "cut: not_active";
    };
  }

  // ---- what is ----------------------------------------------------------------------------------

  private String found(SessionState start, Act first, Act then, boolean commits) throws Exception {
    put(start);
    QuarkusTransaction.begin();
    String one;
    Future<String> two;
    try {
      one = run(first);
      two = second.submit(() -> run(then));
      while (!two.isDone() && sql.blocked() == 0) {
        TestSql.pause();
      }
    } finally {
      // What was refused has marked its transaction for rolling back itself.
      if (commits && !QuarkusTransaction.isRollbackOnly()) {
        QuarkusTransaction.commit();
      } else {
        QuarkusTransaction.rollback();
      }
    }
    String answer = two.get(20, TimeUnit.SECONDS);
    return one + ", " + answer + ", " + store.find(TENANT, id).orElseThrow().state();
  }

  private String run(Act act) {
    try {
      return switch (act) {
        case TOKEN -> admission.mint(vera, id).session().state().phase().toString();
        case ACTIVATE -> activation.activate(vera, id).state().phase().toString();
        case CLAIM -> {
          activation.activate(id, new SessionActivation.Request(TENANT, token, "gateway-1", BOOT));
          yield SessionPhase.ACTIVE.toString();
        }
        case HEARTBEAT -> {
          var cuts = heartbeats.take(beat()).cut();
          yield cuts.isEmpty() ? "renewed" : "cut: " + cuts.getFirst().reason();
        }
        case LEAVE -> sessions.leave(vera, id, token).state().phase().toString();
        case END -> sessions.end(vera, id, Optional.of("admin")).state().phase().toString();
        case EXPIRE -> Integer.toString(sessions.expire(10));
      };
    } catch (DomainException refused) {
      Object reason = refused.error().details().get("reason");
      return refused.error().code().code() + (reason == null ? "" : " (" + reason + ")");
    }
  }

  private Heartbeat.Request beat() {
    return new Heartbeat.Request(
        "gateway-1", BOOT, List.of(new Heartbeat.Watched(TENANT, id, 1_000, 0)));
  }

  private void put(SessionState state) {
    id = new SessionId(UUID.randomUUID());
    token = UUID.randomUUID();
    sql.execute("delete from stream_session where tenant_id = ?", TENANT.value());
    boolean isRequested = state instanceof Requested;
    sql.execute(
        """
        insert into stream_session (tenant_id, session_id, camera_id, user_id, username, state,
          requested_at, issued_at, lease_expires_at, token_id)
        values (?, ?, 'lobby', ?, 'vera', ?, ?::timestamptz, ?::timestamptz, ?::timestamptz, ?)
        """,
        TENANT.value(),
        id.value(),
        vera.userId(),
        isRequested ? "requested" : "issued",
        after(-90).toString(),
        isRequested ? null : after(-80).toString(),
        state instanceof Live live ? live.lapsesAt().toString() : NOW.toString(),
        isRequested ? null : token);
    switch (state) {
      case Requested _, Issued _ -> {}
      case Active active -> {
        int changed =
            sql.execute(
                """
                update stream_session set state = 'active', activated_at = ?::timestamptz,
                  hard_end_at = ?::timestamptz where session_id = ?
                """,
                active.activatedAt().toString(),
                active.endsAt().toString(),
                id.value());
        assertEquals(1, changed);
      }
      case Left left ->
          assertEquals(
              1,
              sql.execute(
                  """
                  update stream_session set state = 'active', activated_at = ?::timestamptz,
                    hard_end_at = ?::timestamptz, left_at = ?::timestamptz, token_id = null
                  where session_id = ?
                  """,
                  left.activatedAt().toString(),
                  left.endsAt().toString(),
                  left.leftAt().toString(),
                  id.value()));
      case Over over ->
          assertEquals(
              1,
              sql.execute(
                  """
                  update stream_session set state = ?, ended_at = ?::timestamptz, end_reason = ?
                  where session_id = ?
                  """,
                  over.phase().toString(),
                  over.at().toString(),
                  over.reason().value(),
                  id.value()));
    }
    assertTrue(store.find(TENANT, id).orElseThrow().state().equals(state), state.toString());
  }

  private static Instant after(long seconds) {
    return NOW.plusSeconds(seconds);
  }
}
