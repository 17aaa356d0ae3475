package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.Replica;
import io.atalaya.api.TestSql;
import io.atalaya.api.Until;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two packaged apis in processes of their own, started at once on one new database. */
final class ReplicasIT {
  private static final int LIMIT = 10;
  private static final int CLIENTS = 200;
  private static final int TILES = 5;
  private static final int ZAPS = 20;
  private static final long BETWEEN_LOOKS_NANOS = 20_000_000;
  private static final String TOKEN = "/api/v1/cameras/lobby/stream-token";
  private static final String LAPSED =
      """
      insert into stream_session (tenant_id, session_id, camera_id, user_id, username, state,
        requested_at, issued_at, lease_expires_at)
      select 'rep-swept', gen_random_uuid(), 'lobby', gen_random_uuid(), 'viewer-' || n, 'issued',
        now() - interval '2 min', now() - interval '2 min',
        now() - interval '1 min' + make_interval(secs => n * 0.001)
      from generate_series(1, 300) as n
      """;

  private static final ProductDatabase DATABASE = new ProductDatabase();
  private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();
  private static Replica one;
  private static Replica two;
  private static TestSql sql;
  private static String started;

  @BeforeAll
  static void two_replicas() throws Exception {
    Map<String, String> configuration = new HashMap<>(DATABASE.start());
    configuration.put("ATALAYA_GATEWAY_URL", "http://127.0.0.1:1");
    sql = TestSql.of(configuration);
    Future<Replica> first = THREADS.submit(() -> replica("replica-one", "1s", configuration));
    Future<Replica> second = THREADS.submit(() -> replica("replica-two", "off", configuration));
    one = first.get(120, TimeUnit.SECONDS);
    two = second.get(120, TimeUnit.SECONDS);
    started = one.log() + two.log();
    ApiClient admin = ApiClient.at(one.base()).asPlatformAdmin();
    admin.put(
        "/api/v1/plans/rep-ten",
        """
        {"name":"Ten","entitlements":{"maxConcurrentStreams":%d,
         "maxConcurrentStreamsPerUser":1000,"maxViewersPerCamera":1000,"maxCameras":10,
         "maxSessionSeconds":3600}}
        """
            .formatted(LIMIT));
  }

  private static Replica replica(String name, String sweep, Map<String, String> configuration)
      throws IOException, InterruptedException {
    var own = new HashMap<>(configuration);
    own.put("ATALAYA_SWEEP_INTERVAL", sweep);
    return Replica.start(name, own);
  }

  @AfterAll
  static void stop() {
    THREADS.shutdownNow();
    sql.close();
    for (Replica replica : new Replica[] {one, two}) {
      if (replica != null) {
        replica.close();
      }
    }
    DATABASE.stop();
  }

  @Test
  void two_that_start_at_once_on_a_new_database_have_nothing_to_complain_of() {
    assertTrue(started.contains("Listening on"), started);
    assertFalse(started.contains(" ERROR "), started);
    assertEquals(1, sql.number("select count(*) from app_user where tenant_id is null"));
  }

  /** How two hundred ask at once for the plan's ten slots. */
  enum Rush {
    /** Each for a stream. */
    SINGLY,
    /** Forty walls of five tiles. */
    AS_WALLS,
    /** All slots are taken, and each wants to put a stream of its own in the place of one. */
    REPLACING,
    /** The same, with two to end for one. */
    TERMINATING
  }

  @ParameterizedTest
  @EnumSource
  void two_hundred_at_once_get_exactly_ten_slots_and_nobody_else_feels_it(Rush rush)
      throws Exception {
    rounds(rush, 2);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("nightly")
  void two_hundred_at_once_get_exactly_ten_slots_fifty_times(Rush rush) throws Exception {
    rounds(rush, 50);
  }

  /** Another tenant takes and frees a slot all the while, and is let in every time. */
  private void rounds(Rush rush, int rounds) throws Exception {
    ApiClient many = tenant("rep-many");
    ApiClient calm = tenant("rep-calm");
    var over = new AtomicBoolean();
    Future<Integer> others = THREADS.submit(() -> watchUntil(over, calm));
    Future<Integer> most = THREADS.submit(() -> mostAtOnce(over));
    try {
      for (int round = 0; round < rounds; round++) {
        round(rush, many, rush + " in round " + round);
      }
    } finally {
      over.set(true);
    }
    int admitted = others.get(30, TimeUnit.SECONDS);
    assertTrue(admitted >= rounds, "the other tenant was admitted only " + admitted + " times");
    assertEquals(LIMIT, most.get(30, TimeUnit.SECONDS), "slots at any moment");
  }

  private static void round(Rush rush, ApiClient many, String when) {
    sql.execute("delete from stream_session where tenant_id = 'rep-many'");
    List<String> held =
        switch (rush) {
          case SINGLY, AS_WALLS -> List.of();
          case REPLACING, TERMINATING -> wall(many, LIMIT).taken;
        };
    List<Got> got =
        switch (rush) {
          case SINGLY -> AtOnce.call(CLIENTS, i -> single(at(i, many), null));
          case AS_WALLS -> AtOnce.call(CLIENTS / TILES, i -> wall(at(i, many), TILES));
          case REPLACING -> AtOnce.call(CLIENTS, i -> single(at(i, many), replacing(held, i)));
          case TERMINATING -> AtOnce.call(CLIENTS, i -> single(at(i, many), terminating(held, i)));
        };
    List<String> taken = got.stream().flatMap(one -> one.taken.stream()).toList();
    assertEquals(LIMIT, taken.size(), when);
    assertEquals(Set.copyOf(taken), live(), when);
    var refused = got.stream().flatMap(one -> one.refused.stream()).toList();
    assertEquals(CLIENTS - LIMIT, refused.size(), when);
    var ever = new HashSet<>(held);
    ever.addAll(taken);
    refused.forEach(error -> assertRefusal(error, ever));
    assertEquals(
        LIMIT + held.size(),
        sql.number("select count(*) from stream_session where tenant_id = 'rep-many'"),
        when + ": no row without a slot");
    assertEquals(
        held.size(),
        sql.number(
            """
            select count(*) from stream_session
            where tenant_id = 'rep-many' and end_reason = 'taken_over'
            """),
        when);
  }

  @Test
  void who_zaps_at_the_limit_never_loses_the_slot_to_those_who_wait() throws Exception {
    ApiClient many = tenant("rep-many");
    sql.execute("delete from stream_session where tenant_id = 'rep-many'");
    List<String> held = wall(many, LIMIT).taken;
    var over = new AtomicBoolean();
    Future<Integer> waiting = THREADS.submit(() -> refusedUntil(over, many));
    Future<Integer> least = THREADS.submit(() -> leastAtOnce(over));
    try {
      List<String> last = AtOnce.call(LIMIT, i -> zapped(i, many, held.get(i)));
      assertEquals(Set.copyOf(last), live());
    } finally {
      over.set(true);
    }
    assertTrue(waiting.get(30, TimeUnit.SECONDS) > 0, "nobody waited");
    assertEquals(LIMIT, least.get(30, TimeUnit.SECONDS), "slots at any moment");
  }

  private static String zapped(int person, ApiClient many, String first) {
    String present = first;
    for (int i = 0; i < ZAPS; i++) {
      Got got = single(at(person + i, many), "{\"replaces\":\"%s\"}".formatted(present));
      assertEquals(List.of(), got.refused);
      present = got.taken.getFirst();
    }
    return present;
  }

  private static int refusedUntil(AtomicBoolean over, ApiClient many) {
    int refused = 0;
    while (!over.get()) {
      Got got = single(at(refused, many), null);
      assertEquals(List.of(), got.taken, "a slot was free for a moment");
      refused++;
    }
    return refused;
  }

  /** What came of one request: ids of sessions, and errors. */
  private record Got(List<String> taken, List<JsonNode> refused) {}

  private static Got single(ApiClient caller, String body) {
    ApiClient.Answer answer = AtOnce.patiently(() -> caller.post(TOKEN, body));
    return answer.status() == 201
        ? new Got(List.of(answer.body().at("/session/id").asText()), List.of())
        : new Got(List.of(), List.of(answer.body()));
  }

  /** The same camera in many tiles. */
  private static Got wall(ApiClient caller, int tiles) {
    String cameras =
        IntStream.range(0, tiles)
            .mapToObj(_ ->
                "{\"cameraId\":\"lobby\",\"clientInstanceId\":\"%s\"}".formatted(UUID.randomUUID()))
            .collect(Collectors.joining(","));
    ApiClient.Answer answer =
        AtOnce.patiently(
            () -> caller.post("/api/v1/stream-tokens", "{\"cameras\":[" + cameras + "]}"));
    assertEquals(200, answer.status(), answer.toString());
    var got = new Got(new ArrayList<>(), new ArrayList<>());
    for (JsonNode item : answer.body().path("items")) {
      if (item.path("status").asInt() == 201) {
        got.taken.add(item.at("/ticket/session/id").asText());
      } else {
        got.refused.add(item.path("error"));
      }
    }
    return got;
  }

  private static String replacing(List<String> held, int i) {
    return "{\"replaces\":\"%s\"}".formatted(held.get(i % LIMIT));
  }

  private static String terminating(List<String> held, int i) {
    return "{\"terminate\":[\"%s\",\"%s\"]}"
        .formatted(held.get(i % LIMIT), held.get(i / LIMIT % LIMIT));
  }

  private static void assertRefusal(JsonNode error, Set<String> ever) {
    assertEquals("stream_limit_reached", error.path("code").asText(), error.toString());
    JsonNode details = error.path("details");
    assertEquals("tenant", details.path("scope").asText());
    assertEquals(LIMIT, details.path("limit").asInt());
    assertEquals(LIMIT, details.path("inUse").asInt());
    int wait = details.path("retryAfterSeconds").asInt();
    assertTrue(wait >= 1 && wait <= 45, "wait " + wait);
    Set<String> conflicts = new HashSet<>();
    details.path("conflicts").forEach(one -> conflicts.add(one.path("sessionId").asText()));
    assertEquals(LIMIT, conflicts.size(), "all of them are the caller's own");
    assertTrue(ever.containsAll(conflicts), conflicts + " of " + ever);
  }

  private static int watchUntil(AtomicBoolean over, ApiClient calm) {
    int admitted = 0;
    while (!over.get()) {
      ApiClient at = at(admitted, calm);
      ApiClient.Answer ticket = at.post(TOKEN, null);
      assertEquals(201, ticket.status(), ticket.toString());
      String id = ticket.body().path("session").path("id").asText();
      assertEquals(200, at.post("/api/v1/sessions/" + id + "/end", null).status());
      admitted++;
    }
    return admitted;
  }

  private static int mostAtOnce(AtomicBoolean over) {
    return seen(over).max().orElse(0);
  }

  private static int leastAtOnce(AtomicBoolean over) {
    return seen(over).min().orElse(0);
  }

  /** Slots in use, looked at again and again, but not so often that it is the load. */
  private static IntStream seen(AtomicBoolean over) {
    return IntStream.iterate(
        live().size(),
        _ -> !over.get(),
        _ -> {
          LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
          return live().size();
        });
  }

  private static Set<String> live() {
    return Set.copyOf(
        sql.run(handle ->
            handle
                .createQuery(
                    """
                    select session_id from stream_session
                    where tenant_id = 'rep-many' and state in ('issued', 'active')
                      and lease_expires_at > clock_timestamp()
                    """)
                .mapTo(String.class)
                .list()));
  }

  private static ApiClient at(int i, ApiClient caller) {
    return caller.movedTo((i % 2 == 0 ? one : two).base());
  }

  @Test
  void a_sweeper_killed_in_mid_batch_loses_nothing_and_does_nothing_twice() throws Exception {
    tenant("rep-swept");
    sql.asOwner(
        """
        create table manual.move (session_id uuid, was text, became text);
        create function manual.note_move() returns trigger security definer language plpgsql as $$
        begin
          insert into manual.move values (new.session_id, old.state, new.state);
          -- In the middle of the batch it waits for the test.
          if new.username = 'viewer-150' then perform pg_advisory_xact_lock_shared(4711); end if;
          return null;
        end $$;
        create trigger test_note_move after update on stream_session for each row
          when (new.username like 'viewer-%') execute function manual.note_move();
        """);
    try (Handle gate = sql.open()) {
      gate.execute("select pg_advisory_lock(4711)");
      sql.execute(LAPSED);
      Until.holds("the sweeper is in the middle of its batch", () -> sql.blocked() > 0);
      one.kill();
    }
    Until.holds("what it held is free", () -> free() == 300);
    assertEquals(300, inState("issued"), "a batch that did not commit is not there");
    // Lapsed rows hold no slot although nobody sweeps: replica two never does.
    ApiClient swept = ApiClient.at(two.base()).asAdminOf("rep-swept", "rep-ten");
    assertEquals(201, swept.post(TOKEN, null).status());
    one.startAgain();
    Until.holds("the next one sweeps them all", () -> inState("issued") == 0);
    assertEquals(300, inState("expired"));
    assertEquals(
        List.of("issued expired 300 300"),
        sql.textsOfOwner(
            """
            select was || ' ' || became || ' ' || count(*) || ' ' || count(distinct session_id)
            from manual.move group by was, became
            """));
  }

  /** Rows that nobody holds a lock on. */
  private static int free() {
    return sql.run(handle ->
        handle
            .createQuery(
                """
                select session_id from stream_session
                where tenant_id = 'rep-swept' for update skip locked
                """)
            .mapTo(String.class)
            .list()
            .size());
  }

  /** Of those that lapsed, not of whoever came since. */
  private static int inState(String state) {
    return sql.number(
        "select count(*) from stream_session where username like 'viewer-%' and state = ?", state);
  }

  private static ApiClient tenant(String id) {
    ApiClient admin = ApiClient.at(two.base()).overHttp1().asAdminOf(id, "rep-ten");
    assertTrue(
        admin.put("/api/v1/cameras/lobby", "{\"source\":\"rtsp://10.1.2.3/s\"}").status() < 300);
    return admin;
  }
}
