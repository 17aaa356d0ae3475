package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.DatabaseClock;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.TestSql;
import io.atalaya.api.session.SessionAct.Answer;
import io.atalaya.api.session.SessionAct.Person;
import io.atalaya.api.session.SessionModel.Mistake;
import io.atalaya.api.session.SessionModel.Row;
import io.atalaya.api.session.SessionState.Active;
import io.atalaya.api.session.SessionState.Left;
import io.atalaya.api.session.SessionState.Live;
import io.atalaya.api.session.SessionState.Over;
import io.atalaya.api.tenant.Entitlements;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Does the same to the model and to the api over HTTP with its database: every answer and, at the
 * end, every row must be the same, to the microsecond. So what the simulation shows of the one is
 * true of the other.
 */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class SessionModelTest {
  private static final Entitlements PLAN = new Entitlements(3, 2, 2, 10, 120, 400);
  private static final List<String> TENANTS = List.of("mod-a", "mod-b");
  private static final List<String> USERS = List.of("u", "v");
  private static final List<String> CAMERAS = List.of("lobby", "yard");
  private static final int ACTS = 250;

  @TestHTTPResource URI base;
  @Inject SessionSweeper sweeper;

  private final Map<Person, ApiClient> people = new HashMap<>();
  private final List<String> ids = new ArrayList<>();
  private final List<String> tokens = new ArrayList<>();
  private final Map<String, String> tenantOf = new HashMap<>();
  private ApiClient platform;
  private GatewayCalls gateway;
  private TestSql sql;
  private DatabaseClock clock;

  @BeforeEach
  void people_and_cameras() {
    platform = ApiClient.at(base).asPlatformAdmin();
    gateway = new GatewayCalls(base);
    sql = TestSql.ofRunningApi();
    clock = DatabaseClock.ofRunningApi();
    platform.put(
        "/api/v1/plans/mod-plan",
        """
        {"name":"Model","entitlements":{"maxConcurrentStreams":%d,
         "maxConcurrentStreamsPerUser":%d,"maxViewersPerCamera":%d,"maxCameras":%d,
         "maxSessionSeconds":%d}}
        """
            .formatted(
                PLAN.maxConcurrentStreams(),
                PLAN.maxConcurrentStreamsPerUser(),
                PLAN.maxViewersPerCamera(),
                PLAN.maxCameras(),
                PLAN.maxSessionSeconds()));
    for (String tenant : TENANTS) {
      ApiClient boss = ApiClient.at(base).asAdminOf(tenant, "mod-plan");
      for (String user : USERS) {
        String password = user + "-and-a-long-password";
        boss.post(
            "/api/v1/users",
            "{\"username\":\"%1$s\",\"displayName\":\"%1$s\",\"role\":\"viewer\",\"password\":\"%2$s\"}"
                .formatted(user, password));
        people.put(new Person(tenant, user), ApiClient.at(base).signedIn(tenant, user, password));
      }
    }
  }

  @AfterEach
  void time_goes_on() {
    clock.close();
    sql.close();
  }

  @Test
  void the_model_says_what_the_api_does() {
    for (long seed = 1; seed <= 3; seed++) {
      same(seed);
    }
  }

  @Test
  @Tag("nightly")
  void the_model_says_what_the_api_does_in_many_lives() {
    for (long seed = 100; seed <= 200; seed++) {
      same(seed);
    }
  }

  private void same(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    var model = new SessionModel(PLAN, Mistake.NONE);
    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    startOver();
    var story = new ArrayList<String>();
    for (int i = 0; i < ACTS; i++) {
      now = now.plus(pause(random));
      clock.stopAt(now);
      SessionAct act = act(random, model);
      Answer expected = model.apply(act, now);
      Answer found = real(act);
      story.add(now + " " + act + " → " + expected);
      assertEquals(expected, found, () -> "seed " + seed + ":\n" + String.join("\n", story) + "\n");
    }
    assertEquals(rows(model), rows(), () -> "seed " + seed + ":\n" + String.join("\n", story));
  }

  /** Often nothing, sometimes to the moment a lease lapses, sometimes long. */
  private static Duration pause(RandomGenerator random) {
    return switch (random.nextInt(6)) {
      case 0, 1, 2 -> Duration.ofMillis(random.nextInt(200));
      case 3 -> Duration.ofSeconds(random.nextInt(20));
      case 4 -> Duration.ofSeconds(15);
      default -> random.nextInt(10) == 0 ? Duration.ofSeconds(50) : Duration.ZERO;
    };
  }

  private static SessionAct act(RandomGenerator random, SessionModel model) {
    var who = new Person(one(random, TENANTS), one(random, USERS));
    String camera = one(random, CAMERAS);
    int made = 0;
    int minted = 0;
    for (Row row : model.live()) {
      made = Math.max(made, row.id());
      minted = Math.max(minted, row.token());
    }
    for (Row row : model.over()) {
      made = Math.max(made, row.id());
      minted = Math.max(minted, row.token());
    }
    // Mostly one of the last few; now and then one that is long over.
    int session = made == 0 ? 0 : Math.max(1, made - random.nextInt(random.nextInt(8) + 1));
    Row row = model.find(session).orElse(null);
    if (row != null && random.nextInt(8) > 0) {
      who = row.viewer();
    }
    int choice = row == null ? random.nextInt(4) : random.nextInt(46);
    return switch (choice) {
      case 0, 4 -> new SessionAct.Request(who, camera);
      case 1, 5, 6, 7 -> new SessionAct.Admit(who, camera, null);
      case 2, 3, 8, 9 -> new SessionAct.Admit(who, camera, random.nextBoolean() ? "tab" : "tub");
      case 10, 11, 12, 13, 14 -> new SessionAct.Mint(who, session);
      case 15, 16, 17 -> new SessionAct.Activate(who, session);
      case 18, 19, 20, 21, 22, 23 -> {
        int token = random.nextInt(6) == 0 ? random.nextInt(minted + 1) : row.token();
        yield token == 0
            ? new SessionAct.Mint(who, session)
            : new SessionAct.Claim(row.tenant(), session, token, 1 + random.nextInt(2));
      }
      case 24, 25, 26, 27, 28, 29 -> beat(random, model);
      case 30, 31, 32, 33 -> new SessionAct.End(who, session);
      case 34 -> new SessionAct.Suspend(who.tenant());
      case 35 -> new SessionAct.Resume(who.tenant());
      case 36 -> new SessionAct.SwitchOff(who.tenant(), camera);
      case 37 -> new SessionAct.SwitchOn(who.tenant(), camera);
      case 38, 39, 40, 41, 42, 43 -> {
        int token = random.nextInt(4) == 0 ? random.nextInt(minted + 1) : row.token();
        yield token == 0
            ? new SessionAct.Mint(who, session)
            : new SessionAct.Leave(who, session, token);
      }
      default -> new SessionAct.Sweep();
    };
  }

  private static SessionAct beat(RandomGenerator random, SessionModel model) {
    var watched = new ArrayList<Integer>();
    model.live().forEach(row -> watched.add(row.id()));
    for (Row row : model.over()) {
      if (random.nextInt(10) == 0) {
        watched.add(row.id());
      }
    }
    watched.sort(null);
    return new SessionAct.Beat(watched);
  }

  private static <T> T one(RandomGenerator random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  // ---- the same, really -------------------------------------------------------------------------

  private void startOver() {
    clock.close();
    for (String tenant : TENANTS) {
      sql.execute("delete from stream_session where tenant_id = ?", tenant);
      platform.post("/api/v1/tenants/" + tenant + ":resume", null);
      for (String camera : CAMERAS) {
        ApiClient inside = platform.with("Tenant-Id", tenant);
        inside.put("/api/v1/cameras/" + camera, "{\"source\":\"rtsp://10.1.2.3/s\"}");
        inside.post("/api/v1/cameras/" + camera + "/provision", null);
      }
    }
    ids.clear();
    tokens.clear();
    tenantOf.clear();
  }

  private Answer real(SessionAct act) {
    return switch (act) {
      case SessionAct.Request(var who, var camera) ->
          answer(
              who.tenant(),
              people.get(who).post("/api/v1/sessions", "{\"cameraId\":\"%s\"}".formatted(camera)));
      case SessionAct.Admit(var who, var camera, var tab) ->
          answer(
              who.tenant(),
              people
                  .get(who)
                  .post(
                      "/api/v1/cameras/" + camera + "/stream-token",
                      tab == null ? null : "{\"clientInstanceId\":\"%s\"}".formatted(tab)));
      case SessionAct.Mint(var who, var id) ->
          answer(who.tenant(), people.get(who).post(path(id) + "/token", null));
      case SessionAct.Activate(var who, var id) ->
          answer(who.tenant(), people.get(who).post(path(id) + "/activate", null));
      case SessionAct.Leave(var who, var id, var token) ->
          answer(
              who.tenant(),
              people
                  .get(who)
                  .post(
                      path(id) + "/leave",
                      "{\"tokenId\":\"%s\"}".formatted(tokens.get(token - 1))));
      case SessionAct.End(var who, var id) ->
          answer(who.tenant(), people.get(who).post(path(id) + "/end", null));
      case SessionAct.Claim(var tenant, var id, var token, var boot) -> {
        var claimed =
            gateway.activate(tenant, ids.get(id - 1), tokens.get(token - 1), new UUID(0, boot));
        yield claimed.status() == 200
            ? new Answer("2xx active", id, 0, List.of())
            : answer(tenant, claimed);
      }
      case SessionAct.Beat(var watched) -> beaten(watched);
      case SessionAct.Sweep _ -> {
        sweeper.sweep();
        yield Answer.of("200");
      }
      case SessionAct.Suspend(var tenant) ->
          status(platform.post("/api/v1/tenants/" + tenant + ":suspend", null));
      case SessionAct.Resume(var tenant) ->
          status(platform.post("/api/v1/tenants/" + tenant + ":resume", null));
      case SessionAct.SwitchOff(var tenant, var camera) -> switched(tenant, camera, "deprovision");
      case SessionAct.SwitchOn(var tenant, var camera) -> switched(tenant, camera, "provision");
    };
  }

  private Answer switched(String tenant, String camera, String how) {
    return status(
        platform.with("Tenant-Id", tenant).post("/api/v1/cameras/" + camera + "/" + how, null));
  }

  private static Answer status(ApiClient.Answer answer) {
    return Answer.of(answer.status() < 300 ? "200" : answer.toString());
  }

  private Answer beaten(List<Integer> watched) {
    if (watched.isEmpty()) {
      return new Answer("200 cut []", 0, 0, List.of());
    }
    JsonNode cut =
        gateway
            .heartbeat(
                watched.stream()
                    .map(id -> tenantOf.get(ids.get(id - 1)) + "/" + ids.get(id - 1))
                    .toArray(String[]::new))
            .body()
            .path("cut");
    var cuts = new TreeMap<Integer, String>();
    cut.forEach(one ->
        cuts.put(ids.indexOf(one.path("sessionId").asText()) + 1, one.path("reason").asText()));
    var words = cuts.entrySet().stream().map(one -> one.getKey() + " " + one.getValue()).toList();
    return new Answer("200 cut " + words, 0, 0, List.copyOf(cuts.keySet()));
  }

  /** A session, a ticket or a refusal, in the model's words. */
  private Answer answer(String tenant, ApiClient.Answer answer) {
    JsonNode body = answer.body();
    if (answer.status() >= 300) {
      return Answer.of(refusal(answer));
    }
    JsonNode session = body.has("session") ? body.path("session") : body;
    String id = session.path("id").asText();
    if (!ids.contains(id)) {
      ids.add(id);
      tenantOf.put(id, tenant);
    }
    int token = 0;
    if (body.has("token")) {
      tokens.add(GatewayCalls.claims(body).path("jti").asText());
      token = tokens.size();
    }
    return new Answer(
        "2xx " + session.path("state").asText(), ids.indexOf(id) + 1, token, List.of());
  }

  private static String refusal(ApiClient.Answer answer) {
    String said = answer.status() + " " + answer.code();
    JsonNode details = answer.body().path("details");
    if (answer.code().equals("stream_limit_reached")) {
      return "%s %s %d/%d"
          .formatted(
              said,
              details.path("scope").asText(),
              details.path("inUse").asInt(),
              details.path("limit").asInt());
    }
    return answer.status() == 410 ? said + " " + details.path("reason").asText() : said;
  }

  private String path(int session) {
    return "/api/v1/sessions/" + ids.get(session - 1);
  }

  private static Map<Integer, String> rows(SessionModel model) {
    var rows = new TreeMap<Integer, String>();
    model.live().forEach(row -> rows.put(row.id(), described(row.state())));
    model.over().forEach(row -> rows.put(row.id(), described(row.state())));
    return rows;
  }

  private static String described(SessionState state) {
    String at =
        switch (state) {
          case Active active -> active.leaseExpiresAt() + " to " + active.endsAt();
          case Left left -> left + "";
          case Live live -> live.lapsesAt().toString();
          case Over over -> over.at() + " " + over.reason();
        };
    return state.phase() + " " + at;
  }

  private Map<Integer, String> rows() {
    var rows = new TreeMap<Integer, String>();
    sql.run(handle ->
        handle
            .createQuery("select * from stream_session where tenant_id = any (:tenants)")
            .bindArray("tenants", String.class, TENANTS.toArray())
            .map((row, _) ->
                rows.put(
                    ids.indexOf(row.getString("session_id")) + 1,
                    described(SessionRows.session(row).state())))
            .list());
    return rows;
  }
}
