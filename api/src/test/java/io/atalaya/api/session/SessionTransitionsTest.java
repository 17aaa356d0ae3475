package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.DatabaseClock;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.platform.Database;
import io.atalaya.api.session.SessionDecision.Become;
import io.atalaya.api.session.SessionDecision.Conflict;
import io.atalaya.api.session.SessionDecision.Refused;
import io.atalaya.api.session.SessionDecision.Stay;
import io.atalaya.api.session.SessionState.Active;
import io.atalaya.api.session.SessionState.Ended;
import io.atalaya.api.session.SessionState.Expired;
import io.atalaya.api.session.SessionState.Issued;
import io.atalaya.api.session.SessionState.Left;
import io.atalaya.api.session.SessionState.Over;
import io.atalaya.api.session.SessionState.Requested;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
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
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each state met by each event, over HTTP: what is answered and stored is what was decided. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class SessionTransitionsTest {
  private static final TenantId TENANT = new TenantId("move-acme");
  private static final Duration LONGEST = Duration.ofHours(4);

  /** All a row can be, seen from now; the same as in the printed table. */
  private static final Map<String, Function<Instant, SessionState>> STATES = new LinkedHashMap<>();

  static {
    STATES.put("requested", now -> new Requested(now.plusSeconds(40)));
    STATES.put("requested, lapsed", now -> new Requested(now.minusSeconds(1)));
    STATES.put("issued", now -> new Issued(now.plusSeconds(25)));
    STATES.put("issued, lapsed", now -> new Issued(now.minusSeconds(1)));
    STATES.put(
        "active",
        now -> new Active(now.minusSeconds(100), now.plusSeconds(40), now.plusSeconds(3500)));
    STATES.put(
        "active, near the hard end",
        now -> new Active(now.minusSeconds(3500), now.plusSeconds(25), now.plusSeconds(25)));
    STATES.put(
        "active, lapsed",
        now -> new Active(now.minusSeconds(100), now.minusSeconds(1), now.plusSeconds(3500)));
    STATES.put(
        "active, past the hard end",
        now -> new Active(now.minusSeconds(3600), now.minusSeconds(1), now.minusSeconds(1)));
    STATES.put(
        "left",
        now ->
            new Left(
                now.minusSeconds(100),
                now.minusSeconds(1),
                now.plusSeconds(4),
                now.plusSeconds(3500)));
    STATES.put(
        "left, near the hard end",
        now ->
            new Left(
                now.minusSeconds(3500),
                now.minusSeconds(1),
                now.plusSeconds(4),
                now.plusSeconds(4)));
    STATES.put(
        "left, lapsed",
        now ->
            new Left(
                now.minusSeconds(100),
                now.minusSeconds(6),
                now.minusSeconds(1),
                now.plusSeconds(3500)));
    STATES.put("ended", now -> new Ended(now.minusSeconds(5), EndReason.ADMIN));
    STATES.put("expired", now -> new Expired(now.minusSeconds(5), EndReason.LEASE_LAPSED));
  }

  private static final List<SessionEvent> EVENTS =
      List.of(
          new SessionEvent.TokenMinted(),
          new SessionEvent.Activated(LONGEST),
          new SessionEvent.Watched(Duration.ZERO),
          new SessionEvent.PageLeft(),
          new SessionEvent.EndRequested(EndReason.VIEWER),
          new SessionEvent.TimePassed());

  @TestHTTPResource URI base;
  @Inject Database database;
  @Inject SessionStore store;
  @Inject SessionSweeper sweeper;

  private ApiClient vera;
  private GatewayCalls gateway;
  private DatabaseClock clock;

  @BeforeEach
  void a_viewer_and_a_camera() {
    clock = DatabaseClock.ofRunningApi();
    vera = ApiClient.at(base).asAdminOf(TENANT.value());
    vera.put("/api/v1/cameras/lobby", "{\"source\":\"rtsp://10.1.2.3/s\"}");
    gateway = new GatewayCalls(base);
  }

  @AfterEach
  void time_goes_on() {
    clock.close();
  }

  @TestFactory
  Stream<DynamicTest> every_state_answers_every_event_as_decided() {
    var tests = new ArrayList<DynamicTest>();
    STATES.forEach((name, state) ->
        EVENTS.forEach(event ->
            tests.add(
                DynamicTest.dynamicTest(
                    name + " × " + event.name(), () -> assertAsDecided(state, event)))));
    assertEquals(78, tests.size());
    return tests.stream();
  }

  private void assertAsDecided(Function<Instant, SessionState> state, SessionEvent event) {
    database.acrossTenants(handle -> handle.execute("delete from stream_session"));
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    clock.stopAt(now);
    Session session = stored(state.apply(now), now);
    SessionDecision decision = SessionDecision.decide(session.state(), event, now);
    switch (event) {
      case SessionEvent.TokenMinted _ -> assertAnswer(decision, post(session, "token"));
      case SessionEvent.Activated _ -> assertAnswer(decision, post(session, "activate"));
      case SessionEvent.PageLeft _ -> assertAnswer(decision, leave(session));
      case SessionEvent.EndRequested _ -> assertAnswer(decision, post(session, "end"));
      case SessionEvent.Watched _ -> assertCut(decision, session);
      case SessionEvent.TimePassed _ -> sweeper.sweep();
    }
    JsonNode seen = vera.get(path(session)).body();
    SessionState then = afterwards(decision, session);
    assertEquals(then.phase().toString(), seen.path("state").asText(), seen.toString());
    if (then instanceof Over over) {
      assertEquals(over.reason().value(), seen.path("endReason").asText());
    }
  }

  private static SessionState afterwards(SessionDecision decision, Session session) {
    return switch (decision) {
      case Become(var next) -> next;
      case Stay(var same) -> same;
      case Refused(var over) -> over;
      case Conflict _ -> session.state();
    };
  }

  private void assertAnswer(SessionDecision decision, ApiClient.Answer answer) {
    JsonNode body = answer.body();
    JsonNode details = body.path("details");
    switch (decision) {
      case Become(var next) -> assertPhase(next, answer);
      case Stay(var same) -> assertPhase(same, answer);
      case Refused(var over) -> {
        assertEquals(410, answer.status(), answer.toString());
        assertEquals("session_" + over.phase(), answer.code());
        assertEquals(over.reason().value(), details.path("reason").asText());
        assertEquals(over.at(), Instant.parse(details.path("endedAt").asText()));
      }
      case Conflict(var current, var allowed) -> {
        assertEquals(409, answer.status(), answer.toString());
        assertEquals("session_state_conflict", answer.code());
        assertEquals(current.toString(), details.path("current").asText());
        var names = new ArrayList<String>();
        details.path("allowed").forEach(one -> names.add(one.asText()));
        assertEquals(allowed.stream().map(SessionEvent.Name::toString).toList(), names);
      }
    }
  }

  private static void assertPhase(SessionState state, ApiClient.Answer answer) {
    assertTrue(answer.status() == 200 || answer.status() == 201, answer.toString());
    JsonNode session = answer.body().has("session") ? answer.body().path("session") : answer.body();
    assertEquals(state.phase().toString(), session.path("state").asText(), answer.toString());
  }

  /** A gateway may serve what is active, and is told to cut the rest. */
  private void assertCut(SessionDecision decision, Session session) {
    JsonNode cuts = gateway.heartbeat(TENANT + "/" + session.id()).body().path("cut");
    String expected =
        switch (decision) {
          case Become _, Stay _ -> "";
          case Refused(var over) -> over.reason().value();
          case Conflict _ -> "not_active";
        };
    assertEquals(expected, cuts.path(0).path("reason").asText(), cuts.toString());
  }

  private ApiClient.Answer post(Session session, String event) {
    return vera.post(path(session) + "/" + event, null);
  }

  private ApiClient.Answer leave(Session session) {
    return vera.post(path(session) + "/leave", "{\"tokenId\":\"%s\"}".formatted(UUID.randomUUID()));
  }

  private static String path(Session session) {
    return "/api/v1/sessions/" + session.id();
  }

  /** Born requested or issued, as the database asks for, and moved on from there. */
  private Session stored(SessionState state, Instant now) {
    boolean requested = state instanceof Requested;
    var newborn =
        new Session(
            new SessionId(UUID.randomUUID()),
            new StreamKey(TENANT, new CameraId("lobby")),
            new Session.Viewer(userId(), "admin", null),
            requested || state instanceof Issued ? state : new Issued(now.plusSeconds(30)),
            new Session.History(
                now.minusSeconds(101), requested ? null : now.minusSeconds(101), null));
    store.insert(TENANT, newborn, null);
    return switch (state) {
      case Requested _, Issued _ -> newborn;
      case Active _, Over _ -> moved(SessionPhase.ISSUED, newborn, state, now);
      case Left(var since, _, _, var endsAt) -> {
        Session active =
            moved(SessionPhase.ISSUED, newborn, new Active(since, endsAt, endsAt), now);
        yield moved(SessionPhase.ACTIVE, active, state, now);
      }
    };
  }

  private Session moved(SessionPhase from, Session session, SessionState to, Instant now) {
    return store.move(TENANT, from, session.in(to), now).orElseThrow();
  }

  private UUID userId() {
    return UUID.fromString(vera.get("/api/v1/me").body().path("userId").asText());
  }
}
