package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.DatabaseClock;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.TestSql;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sweeper dead, and more than one; {@code ReplicasIT} kills one in the middle of its work. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class SweepingTest {
  private static final String TENANT = "ses-sweep";
  private static final String LOBBY = "/api/v1/cameras/lobby";
  private static final int LAPSED = 1_200;

  @TestHTTPResource URI base;
  @Inject SessionSweeper sweeper;

  private ApiClient acme;
  private GatewayCalls gateway;
  private TestSql sql;
  private DatabaseClock clock;

  /** Starter: 4 streams. */
  @BeforeEach
  void a_tenant() {
    acme = ApiClient.at(base).asAdminOf(TENANT, "starter");
    acme.put(LOBBY, "{\"source\":\"rtsp://10.1.2.3/s\"}");
    gateway = new GatewayCalls(base);
    sql = TestSql.ofRunningApi();
    clock = DatabaseClock.ofRunningApi();
    sql.execute("delete from stream_session");
  }

  @AfterEach
  void time_goes_on() {
    clock.close();
    sql.close();
  }

  @Test
  void quotas_are_right_although_nobody_has_swept_for_an_hour() {
    for (int hour = 0; hour < 2; hour++) {
      var watching = new ArrayList<JsonNode>();
      for (int i = 0; i < 4; i++) {
        JsonNode ticket = acme.post(LOBBY + "/stream-token", null).body();
        assertEquals("issued", ticket.path("session").path("state").asText(), "hour " + hour);
        watching.add(ticket);
      }
      assertEquals(200, gateway.activate(watching.get(0)).status());
      assertEquals(200, gateway.activate(watching.get(1)).status());
      assertEquals(409, acme.post(LOBBY + "/stream-token", null).status());
      clock.pass(Duration.ofHours(1));
      assertEquals(0, inUse(), "what lapsed holds no slot");
      assertEquals(410, gateway.activate(watching.get(2)).status());
      String watched = TENANT + "/" + watching.get(0).path("session").path("id").asText();
      JsonNode cut = gateway.heartbeat(watched).body().path("cut");
      assertEquals("lease_lapsed", cut.path(0).path("reason").asText());
    }
    sweeper.sweep();
    assertEquals(
        List.of("expired lease_lapsed 4", "expired never_claimed 4"),
        sql.run(handle ->
            handle
                .createQuery(
                    """
                    select state || ' ' || end_reason || ' ' || count(*) from stream_session
                    group by state, end_reason order by 1
                    """)
                .mapTo(String.class)
                .list()));
    assertEquals(
        8,
        sql.number("select count(*) from stream_session where ended_at = lease_expires_at"),
        "they were over when their time ran out, not when somebody noticed");
  }

  @Test
  void many_sweepers_at_once_write_each_session_down_once() throws Exception {
    sql.asOwner(
        """
        create table manual.swept (session_id uuid);
        create function manual.note_swept() returns trigger security definer language plpgsql as $$
        begin
          insert into manual.swept values (new.session_id);
          return null;
        end $$;
        create trigger test_note_swept after update on stream_session for each row
          when (old.state is distinct from new.state) execute function manual.note_swept();
        """);
    try {
      sql.execute(
          """
          insert into stream_session (tenant_id, session_id, camera_id, user_id, username, state,
            requested_at, issued_at, lease_expires_at)
          select ?, gen_random_uuid(), 'lobby', gen_random_uuid(), 'vera', 'issued',
            now() - interval '2 min', now() - interval '2 min', now() - interval '1 min'
          from generate_series(1, ?)
          """,
          TENANT,
          LAPSED);
      atOnce(4, sweeper::sweep);
      sweeper.sweep(); // What one left to the other that held it.
      assertEquals(
          List.of(LAPSED + " " + LAPSED),
          sql.textsOfOwner(
              "select count(*) || ' ' || count(distinct session_id) from manual.swept"));
      assertEquals(
          LAPSED, sql.number("select count(*) from stream_session where state = 'expired'"));
    } finally {
      sql.asOwner(
          """
          drop trigger test_note_swept on stream_session;
          drop function manual.note_swept();
          drop table manual.swept;
          """);
    }
  }

  private static void atOnce(int count, Runnable work) throws Exception {
    var start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<?>>();
      for (int i = 0; i < count; i++) {
        running.add(
            threads.submit(() -> {
              start.await();
              work.run();
              return null;
            }));
      }
      start.countDown();
      for (Future<?> one : running) {
        one.get(60, TimeUnit.SECONDS);
      }
    }
  }

  private int inUse() {
    return acme.get("/api/v1/usage")
        .body()
        .path("entitlements")
        .path("maxConcurrentStreams")
        .path("inUse")
        .asInt();
  }
}
