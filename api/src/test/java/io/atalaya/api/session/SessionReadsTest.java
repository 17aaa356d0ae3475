package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.DatabaseClock;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.TableReads;
import io.atalaya.api.TestSql;
import io.atalaya.api.identity.Caller;
import io.atalaya.api.identity.Role;
import io.atalaya.api.platform.Database;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.api.platform.TimeRange;
import io.atalaya.contract.gateway.Heartbeat;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.TenantId;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Many tenants' sessions, live ones and a long history: what is asked often reads what it needs,
 * and never the whole table. Asked so often that the server has made up its mind about the plan.
 */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SessionReadsTest {
  private static final int TENANTS = 50;
  private static final int LIVE = Integer.getInteger("reads.live", 100);
  private static final int OVER = Integer.getInteger("reads.over", 1_000);
  private static final int PAGE = 50;

  /** The driver prepares after five, the server settles for a plan after five more. */
  private static final int UNTIL_SETTLED = 12;

  private static final TenantId TENANT = new TenantId("reads-7");
  private static final CameraId CAMERA = new CameraId("camera-3");
  private static final UUID PERSON = UUID.fromString("00000000-0000-7000-8000-000000000007");

  @Inject Database database;
  @Inject SlotStore slots;
  @Inject Sessions sessions;
  @Inject Usage usage;
  @Inject Heartbeats heartbeats;

  private TestSql sql;

  /** Over ones are born over here, past the trigger that would have each of them written twice. */
  @BeforeAll
  void a_long_history() {
    sql = TestSql.ofRunningApi();
    sql.execute(
        """
        insert into tenant (tenant_id, name, state, plan_id)
        select 'reads-' || n, 'reads', 'active', 'standard' from generate_series(1, ?) as n
        """,
        TENANTS);
    sql.asOwner("alter table stream_session disable trigger user");
    sql.execute(
        """
        insert into stream_session (tenant_id, session_id, camera_id, user_id, username, state,
          requested_at, issued_at, activated_at, lease_expires_at, ended_at, end_reason)
        select 'reads-' || tenant, gen_random_uuid(), 'camera-' || n % 10,
          ('00000000-0000-7000-8000-' || lpad((n % 20)::text, 12, '0'))::uuid, 'vera', 'ended',
          t, t, t, t + interval '10 min', t + interval '10 min', 'viewer'
        from generate_series(1, ?) as n, generate_series(1, ?) as tenant,
          lateral (select now() - interval '400 days' * n / ? - interval '1 hour' as t) as at
        """,
        OVER, TENANTS, OVER);
    sql.execute(
        """
        insert into stream_session (tenant_id, session_id, camera_id, user_id, username, state,
          requested_at, issued_at, activated_at, lease_expires_at, hard_end_at, node_id)
        select 'reads-' || tenant, gen_random_uuid(), 'camera-' || n % 10,
          ('00000000-0000-7000-8000-' || lpad((n % 20)::text, 12, '0'))::uuid, 'vera', 'active',
          t, t, t, now() + interval '50 min', now() + interval '1 hour', 'gateway-1'
        from generate_series(1, ?) as n, generate_series(1, ?) as tenant,
          lateral (select now() - interval '50 min' * n / ? as t) as at
        """,
        LIVE, TENANTS, LIVE);
    sql.asOwner("alter table stream_session enable trigger user");
    sql.asOwner("analyze stream_session");
  }

  @AfterAll
  void forgotten() {
    sql.execute("delete from stream_session where tenant_id like 'reads-%'");
    sql.execute("update tenant set state = 'deprovisioned' where tenant_id like 'reads-%'");
    sql.asOwner("analyze stream_session");
    sql.close();
  }

  @Test
  void the_slots_of_one_tenant_are_counted_by_looking_at_its_live_sessions() {
    assertReadsAtMost(LIVE, () -> slots.count(TENANT, PERSON, Set.of(CAMERA), null, Instant.now()));
  }

  @Test
  void a_page_of_all_tenants_sessions_reads_little_more_than_a_page() {
    assertReadsAtMost(3 * PAGE, () -> page(List.of()));
  }

  @Test
  void so_does_a_page_from_deep_in_their_history() {
    String[] deep =
        sql.text(
                """
                select replace(requested_at::text, ' ', 'T') || ' ' || session_id
                from stream_session where tenant_id like 'reads-%%' and state = 'ended'
                order by requested_at limit 1 offset %d
                """
                    .formatted(TENANTS * OVER / 10))
            .split(" ", 2);
    String at = Instant.parse(deep[0].replaceFirst("\\+00(:00)?$", "Z")).toString();
    assertReadsAtMost(3 * PAGE, () -> page(List.of(at, deep[1])));
  }

  @Test
  void use_now_reads_what_is_live_and_what_is_of_today() {
    int ofDays = OVER * 10 / 400;
    assertReadsAtMost(3 * LIVE + ofDays, () -> usage.of(caller(Optional.of(TENANT))));
  }

  @Test
  void use_by_day_reads_what_is_of_these_days() {
    int ofDays = OVER * 40 / 400;
    assertReadsAtMost(3 * LIVE + ofDays, () -> usage.days(caller(Optional.of(TENANT)), null, null));
  }

  /** No index may have the lease in it (below): it looks at what is live, and at nothing else. */
  @Test
  void the_sweeper_looks_at_live_sessions_only() {
    int live = // Other tests leave some behind.
        sql.number(
            "select count(*) from stream_session where state in ('requested', 'issued', 'active')");
    assertReadsAtMost(live, () -> sessions.expire(500));
  }

  @Test
  void a_renewed_lease_writes_to_no_index() {
    List<Heartbeat.Watched> watched =
        sql.run(handle ->
            handle
                .createQuery(
                    """
                    select tenant_id, session_id from stream_session
                    where tenant_id like 'reads-%' and state = 'active' and camera_id = 'camera-5'
                    order by session_id limit 50
                    """)
                .map((rows, _) ->
                    new Heartbeat.Watched(
                        new TenantId(rows.getString(1)),
                        new SessionId(rows.getObject(2, UUID.class)),
                        1_000,
                        0))
                .list());
    var request = new Heartbeat.Request("gateway-1", UUID.randomUUID(), watched);
    try (DatabaseClock clock = DatabaseClock.ofRunningApi()) {
      clock.stopAt(leaseEnd().minusSeconds(10));
      TableReads reads =
          TableReads.during(database, "stream_session", () -> heartbeats.take(request));
      assertEquals(new TableReads(0, reads.rows(), 50, 50), reads);
      assertEquals(
          50,
          sql.number(
              "select count(*) from stream_session where tenant_id like 'reads-%'"
                  + " and lease_expires_at > clock_timestamp() + interval '40 s'"),
          "renewed");
    }
  }

  @Test
  void no_index_has_the_lease_in_it() {
    assertEquals(
        List.of(),
        sql.textsOfOwner(
            """
            select indexdef from pg_indexes
            where tablename = 'stream_session' and indexdef like '%lease_expires_at%'
            """));
  }

  private Instant leaseEnd() {
    return sql.run(handle ->
        handle
            .createQuery(
                """
                select min(lease_expires_at) from stream_session
                where tenant_id like 'reads-%' and state = 'active'
                """)
            .mapTo(Instant.class)
            .one());
  }

  private void assertReadsAtMost(int rows, Runnable work) {
    TableReads reads =
        TableReads.during(
            database,
            "stream_session",
            () -> {
              for (int i = 0; i < UNTIL_SETTLED; i++) {
                work.run();
              }
            });
    assertEquals(0, reads.wholeScans(), "the whole table was read: " + reads);
    assertTrue(reads.rows() > 0, reads.toString());
    assertTrue(
        reads.rows() <= rows * UNTIL_SETTLED,
        "%d rows each time, not %d".formatted(reads.rows() / UNTIL_SETTLED, rows));
  }

  private void page(List<String> after) {
    var filter =
        new SessionFilter(
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            TimeRange.of(null, null),
            Optional.empty(),
            Optional.empty());
    assertEquals(
        PAGE,
        sessions
            .list(caller(Optional.empty()), filter, new PageRequest(PAGE, after))
            .items()
            .size());
  }

  private static Caller caller(Optional<TenantId> acting) {
    return new Caller(
        Caller.Kind.PERSON, PERSON, "paul", "Paul", Role.PLATFORM_ADMIN, Optional.empty(), acting);
  }
}
