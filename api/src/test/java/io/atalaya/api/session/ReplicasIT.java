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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two packaged apis in processes of their own, started at once on one new database. */
final class ReplicasIT {
  private static final int LIMIT = 10;
  private static final int CLIENTS = 200;
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

  @Test
  void two_hundred_at_once_at_limit_ten_get_exactly_ten_slots_and_nobody_else_feels_it()
      throws Exception {
    rounds(5);
  }

  @Test
  @Tag("nightly")
  void two_hundred_at_once_get_exactly_ten_slots_fifty_times() throws Exception {
    rounds(50);
  }

  /** The other tenant takes and frees a slot all the while, and is let in every time. */
  private void rounds(int rounds) throws Exception {
    ApiClient many = tenant("rep-many");
    ApiClient calm = tenant("rep-calm");
    var over = new AtomicBoolean();
    Future<Integer> others = THREADS.submit(() -> watchUntil(over, calm));
    for (int round = 0; round < rounds; round++) {
      sql.execute("delete from stream_session where tenant_id = 'rep-many'");
      List<ApiClient.Answer> answers = atOnce(many);
      Set<String> taken = new HashSet<>();
      answers.stream()
          .filter(answer -> answer.status() == 201)
          .forEach(answer -> taken.add(answer.body().path("session").path("id").asText()));
      assertEquals(LIMIT, taken.size(), "in round " + round);
      answers.stream()
          .filter(answer -> answer.status() != 201)
          .forEach(answer -> assertRefusal(answer, taken));
      assertEquals(
          LIMIT,
          sql.number("select count(*) from stream_session where tenant_id = 'rep-many'"),
          "no row without a slot");
    }
    over.set(true);
    int admitted = others.get(30, TimeUnit.SECONDS);
    assertTrue(admitted >= rounds, "the other tenant was admitted only " + admitted + " times");
  }

  private static void assertRefusal(ApiClient.Answer answer, Set<String> taken) {
    assertEquals("stream_limit_reached", answer.code(), answer.toString());
    assertEquals(409, answer.status());
    JsonNode details = answer.body().path("details");
    assertEquals("tenant", details.path("scope").asText());
    assertEquals(LIMIT, details.path("limit").asInt());
    assertEquals(LIMIT, details.path("inUse").asInt());
    int wait = details.path("retryAfterSeconds").asInt();
    assertTrue(wait >= 1 && wait <= 45, "wait " + wait);
    Set<String> conflicts = new HashSet<>();
    details.path("conflicts").forEach(one -> conflicts.add(one.path("sessionId").asText()));
    assertEquals(taken, conflicts, "all of them are the caller's own");
  }

  private static int watchUntil(AtomicBoolean over, ApiClient calm) {
    int admitted = 0;
    while (!over.get()) {
      ApiClient at = calm.movedTo((admitted % 2 == 0 ? one : two).base());
      ApiClient.Answer ticket = at.post(TOKEN, null);
      assertEquals(201, ticket.status(), ticket.toString());
      String id = ticket.body().path("session").path("id").asText();
      assertEquals(200, at.post("/api/v1/sessions/" + id + "/end", null).status());
      admitted++;
    }
    return admitted;
  }

  private static List<ApiClient.Answer> atOnce(ApiClient caller)
      throws InterruptedException, ExecutionException, TimeoutException {
    var start = new CountDownLatch(1);
    var calls = new ArrayList<Future<ApiClient.Answer>>();
    for (int i = 0; i < CLIENTS; i++) {
      ApiClient at = caller.movedTo((i % 2 == 0 ? one : two).base());
      calls.add(
          THREADS.submit(() -> {
            start.await();
            return at.post(TOKEN, null);
          }));
    }
    start.countDown();
    var answers = new ArrayList<ApiClient.Answer>();
    for (var call : calls) {
      answers.add(call.get(60, TimeUnit.SECONDS));
    }
    return answers;
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
          when (new.tenant_id = 'rep-swept') execute function manual.note_move();
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
    Until.holds("the next one sweeps them all", () -> inState("issued") <= 1);
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

  private static int inState(String state) {
    return sql.number(
        "select count(*) from stream_session where tenant_id = 'rep-swept' and state = ?", state);
  }

  private static ApiClient tenant(String id) {
    ApiClient admin = ApiClient.at(two.base()).overHttp1().asAdminOf(id, "rep-ten");
    assertTrue(
        admin.put("/api/v1/cameras/lobby", "{\"source\":\"rtsp://10.1.2.3/s\"}").status() < 300);
    return admin;
  }
}
