package io.atalaya.api.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.ApiClient;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.platform.Database;
import io.atalaya.api.platform.Ids;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.api.platform.TimeRange;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.TenantId;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
final class RefusalsTest {
  private static final UUID VERA = UUID.fromString("00000000-0000-7000-8000-00000000000a");

  /** What making a tenant and signing in left. */
  private static final Set<String> FOUNDING = Set.of("tenant.created", "auth.signed_in");

  private static final PageRequest FIRST = new PageRequest(200, List.of());

  @TestHTTPResource URI base;
  @Inject Database database;
  @Inject AuditStore store;
  @Inject Origins origins;
  @Inject Ids ids;
  @Inject AuditTrail trail;

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Refusals refusals;
  private TenantId tenant;

  @BeforeEach
  void a_tenant() {
    refusals = new Refusals(store, origins, ids, () -> now);
    tenant = new TenantId("aud-" + ids.next().toString().substring(24));
    ApiClient.at(base).asAdminOf(tenant.value());
  }

  @Test
  void the_first_is_written_at_once_and_its_repetitions_as_one_count_when_the_minute_is_over() {
    for (int i = 0; i < 1_000; i++) {
      refusals.note(tenant, refused("lobby", "stream_limit_reached"));
    }
    refusals.note(tenant, refused("lobby", "camera_disabled"));
    assertEquals(
        List.of("camera/lobby camera_disabled 1", "camera/lobby stream_limit_reached 1"), rows());
    refusals.flush();
    assertEquals(2, rows().size(), "the minute is not over");
    now = now.plus(Duration.ofMinutes(1));
    refusals.flush();
    refusals.flush();
    assertEquals(
        List.of(
            "camera/lobby stream_limit_reached 999",
            "camera/lobby camera_disabled 1",
            "camera/lobby stream_limit_reached 1"),
        rows());
    refusals.note(tenant, refused("lobby", "camera_disabled"));
    assertEquals(4, rows().size(), "a new minute");
  }

  @Test
  void a_tenant_that_is_refused_everywhere_writes_no_more_than_the_bound() {
    for (int i = 0; i < 500; i++) {
      refusals.note(tenant, refused("camera-" + i, "stream_limit_reached"));
    }
    assertEquals(RefusalWindow.MAX_KINDS, rows().size());
    now = now.plus(Duration.ofMinutes(1));
    refusals.note(tenant, refused("camera-1", "stream_limit_reached"));
    List<String> rows = rows();
    assertEquals(RefusalWindow.MAX_KINDS + 2, rows.size());
    assertTrue(rows.contains("refusals/many many 450"), rows.toString());
  }

  @Test
  void what_is_pending_is_written_when_the_replica_stops() {
    refusals.note(tenant, refused("lobby", "stream_limit_reached"));
    refusals.note(tenant, refused("lobby", "stream_limit_reached"));
    refusals.onStop(new io.quarkus.runtime.ShutdownEvent());
    assertEquals(2, rows().size());
  }

  @Test
  void a_tenant_that_leaves_gets_no_new_rows() {
    set("deprovisioning");
    refusals.note(tenant, refused("lobby", "tenant_suspended"));
    assertEquals(List.of(), rows());
  }

  @Test
  void rows_are_added_and_read_and_nothing_else() {
    refusals.note(tenant, refused("lobby", "stream_limit_reached"));
    for (String change :
        List.of(
            "update audit_event set reason = 'x'",
            "delete from audit_event",
            "truncate audit_event")) {
      denied(() -> database.inTenant(tenant, handle -> handle.execute(change)));
    }
    for (String change : List.of("update audit_event set reason = 'x'", "truncate audit_event")) {
      denied(() -> database.acrossTenants(handle -> handle.execute(change)));
    }
    var kept =
        assertThrows(
            JdbiException.class,
            () -> database.acrossTenants(handle -> handle.execute("delete from audit_event")));
    assertTrue(kept.getMessage().contains("not being removed are kept"), kept.getMessage());
    assertEquals(1, rows().size());
  }

  @Test
  void only_a_tenant_that_is_being_removed_loses_its_rows() {
    refusals.note(tenant, refused("lobby", "stream_limit_reached"));
    assertThrows(JdbiException.class, () -> store.purge(tenant, 10));
    set("deprovisioning");
    assertEquals(1 + FOUNDING.size(), new AuditTeardown(store).run(tenant));
    assertEquals(0, new AuditTeardown(store).run(tenant), "again finds nothing");
    assertEquals(List.of(), rows());
  }

  @Test
  void rows_older_than_the_retention_go() {
    for (int days : List.of(10, 399, 401, 500)) {
      database.acrossTenants(handle ->
          handle.execute(
              """
              insert into audit_event (tenant_id, event_id, at, action, subject, actor_kind,
                reason, details)
              values (?, gen_random_uuid(), clock_timestamp() - ? * interval '1 day', 'test.made',
                'test/1', 'system', ?, '{}')
              """,
              tenant.value(),
              days,
              String.valueOf(days)));
    }
    store.purgeOlderThan(tenant, Duration.ofDays(400), 1);
    store.purgeOlderThan(tenant, Duration.ofDays(400), 1);
    store.purgeOlderThan(tenant, Duration.ofDays(400), 1);
    assertEquals(List.of("test/1 10 null", "test/1 399 null"), rows());
  }

  @Test
  void what_strangers_send_is_cleaned_and_cut() {
    assertNull(Origins.clean(null, 5));
    assertEquals("abcde", Origins.clean("a\nb\u0000c\u007fdefg", 5));
    assertEquals("😀😀", Origins.clean("😀\ud83d😀😀", 2));
  }

  @Test
  void nothing_is_written_down_outside_of_the_transaction_it_tells_about() {
    assertThrows(
        jakarta.transaction.TransactionalException.class,
        () -> trail.record(tenant, refused("lobby", "x")));
  }

  private static Fact refused(String camera, String code) {
    return new Fact(
        "stream.refused",
        "camera/" + camera,
        new CameraId(camera),
        VERA,
        code,
        Map.of("username", "vera"));
  }

  private List<String> rows() {
    var all = AuditFilter.of(TimeRange.of(null, null));
    return store.page(tenant, all, FIRST).stream()
        .filter(event -> !FOUNDING.contains(event.fact().action()))
        .map(event ->
            "%s %s %s"
                .formatted(
                    event.fact().subject(),
                    event.fact().reason(),
                    event.fact().details().get("count")))
        .toList();
  }

  private void set(String state) {
    database.acrossTenants(handle ->
        handle.execute("update tenant set state = ? where tenant_id = ?", state, tenant.value()));
  }

  private static void denied(org.junit.jupiter.api.function.Executable change) {
    var refused = assertThrows(JdbiException.class, change);
    assertTrue(refused.getMessage().contains("permission denied"), refused.getMessage());
  }
}
