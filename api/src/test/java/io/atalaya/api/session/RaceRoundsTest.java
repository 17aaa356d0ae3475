package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.TestSql;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Everything at once on one session, under real threads and around the moment its lease lapses: one
 * winner, all answers agree with it, and every change of state that was ever written is a legal
 * one.
 */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class RaceRoundsTest {
  private static final String TENANT = "ses-rounds";
  private static final String LOBBY = "/api/v1/cameras/lobby";
  private static final Set<String> LEGAL =
      Set.of("issued active", "issued ended", "issued expired", "active ended", "active expired");

  @TestHTTPResource URI base;
  @Inject SessionSweeper sweeper;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicBoolean over = new AtomicBoolean();
  private ApiClient acme;
  private GatewayCalls gateway;
  private TestSql sql;
  private Future<?> sweeping;

  @BeforeEach
  void a_tenant_a_busy_sweeper_and_a_log_of_moves() {
    acme = ApiClient.at(base).asAdminOf(TENANT);
    acme.put(LOBBY, "{\"source\":\"rtsp://10.1.2.3/s\"}");
    gateway = new GatewayCalls(base);
    sql = TestSql.ofRunningApi();
    sql.execute("delete from stream_session");
    sql.asOwner(
        """
        create table manual.round (session_id uuid, move text);
        create function manual.note_round() returns trigger security definer language plpgsql as $$
        begin
          insert into manual.round values (new.session_id, old.state || ' ' || new.state);
          return null;
        end $$;
        create trigger test_note_round after update on stream_session for each row
          when (old.state is distinct from new.state) execute function manual.note_round();
        """);
    sweeping =
        threads.submit(() -> {
          while (!over.get()) {
            sweeper.sweep();
          }
          return null;
        });
  }

  @AfterEach
  void at_rest() throws Exception {
    over.set(true);
    sweeping.get(20, TimeUnit.SECONDS);
    threads.shutdownNow();
    sql.asOwner(
        """
        drop trigger test_note_round on stream_session;
        drop function manual.note_round();
        drop table manual.round;
        """);
    sql.close();
  }

  @Test
  void everything_at_once_leaves_one_winner() throws Exception {
    rounds(40);
  }

  @Test
  @Tag("nightly")
  void everything_at_once_leaves_one_winner_a_thousand_times() throws Exception {
    rounds(1_000);
  }

  private void rounds(int rounds) throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(rounds);
    Set<String> seen = new HashSet<>();
    for (int round = 0; round < rounds; round++) {
      sql.execute("delete from stream_session where tenant_id = ?", TENANT);
      JsonNode ticket = acme.post(LOBBY + "/stream-token", null).body();
      String id = ticket.path("session").path("id").asText();
      assertEquals("issued", ticket.path("session").path("state").asText(), ticket.toString());
      if (random.nextBoolean()) {
        assertEquals(200, gateway.activate(ticket).status());
      }
      if (random.nextInt(3) > 0) {
        sql.execute(
            """
            update stream_session
            set lease_expires_at = clock_timestamp() + make_interval(secs => ?)
            where session_id = ?::uuid
            """,
            random.nextInt(20) / 1000.0,
            id);
      }
      seen.add(round(ticket, id, random.nextInt(3) > 0));
    }
    assertTrue(seen.size() >= 3, "the rounds all went alike: " + seen);
    assertEquals(
        Set.of(),
        without(LEGAL, new HashSet<>(sql.textsOfOwner("select distinct move from manual.round"))));
    assertEquals(
        List.of(),
        sql.textsOfOwner(
            """
            select session_id || ' ' || string_agg(move, ', ') from manual.round
            group by session_id
            having count(*) filter (where move ~ '(ended|expired)$') > 1
              or count(*) filter (where move like '%active') > 1
            """),
        "more than one winner");
  }

  /** How it went: what is stored in the end. */
  private String round(JsonNode ticket, String id, boolean ends) throws Exception {
    var start = new CountDownLatch(1);
    List<Future<ApiClient.Answer>> activations =
        List.of(
            at(start, () -> gateway.activate(ticket)), at(start, () -> gateway.activate(ticket)));
    var endings = new ArrayList<Future<ApiClient.Answer>>();
    for (String reason : ends ? List.of("one", "two") : List.<String>of()) {
      endings.add(
          at(
              start,
              () ->
                  acme.post(
                      "/api/v1/sessions/" + id + "/end", "{\"reason\":\"%s\"}".formatted(reason))));
    }
    Future<ApiClient.Answer> beat = at(start, () -> gateway.heartbeat(TENANT + "/" + id));
    start.countDown();
    for (var one : activations) {
      ApiClient.Answer answer = one.get(30, TimeUnit.SECONDS);
      assertTrue(answer.status() == 200 || answer.status() == 410, answer.toString());
    }
    assertEquals(200, beat.get(30, TimeUnit.SECONDS).status());
    Set<String> told = new HashSet<>();
    for (var one : endings) {
      ApiClient.Answer answer = one.get(30, TimeUnit.SECONDS);
      assertEquals(200, answer.status(), answer.toString());
      JsonNode session = answer.body();
      told.add(session.path("state").asText() + " " + session.path("endReason").asText());
    }
    String stored =
        sql.text(
            """
            select state || coalesce(' ' || end_reason, '') from stream_session
            where session_id = ?::uuid
            """,
            id);
    assertTrue(endings.isEmpty() || told.equals(Set.of(stored)), told + " but " + stored);
    return stored;
  }

  private <T> Future<T> at(CountDownLatch start, Callable<T> call) {
    return threads.submit(() -> {
      start.await();
      return call.call();
    });
  }

  private static Set<String> without(Set<String> these, Set<String> from) {
    from.removeAll(these);
    return from;
  }
}
