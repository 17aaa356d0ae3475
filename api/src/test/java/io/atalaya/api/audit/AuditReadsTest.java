package io.atalaya.api.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.ProductDatabase;
import io.atalaya.api.TableReads;
import io.atalaya.api.TestSql;
import io.atalaya.api.identity.Caller;
import io.atalaya.api.identity.Role;
import io.atalaya.api.platform.Database;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.api.platform.TimeRange;
import io.atalaya.contract.id.TenantId;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Many tenants' audit over more than a year: a page reads a page, wherever it begins. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AuditReadsTest {
  private static final int TENANTS = 20;
  private static final int EVENTS = Integer.getInteger("reads.over", 1_000);
  private static final int PAGE = 50;

  /** The driver prepares after five, the server settles for a plan after five more. */
  private static final int UNTIL_SETTLED = 12;

  @Inject Database database;
  @Inject Audit audit;

  private TestSql sql;

  @BeforeAll
  void a_long_history() {
    sql = TestSql.ofRunningApi();
    sql.execute(
        """
        insert into tenant (tenant_id, name, state, plan_id)
        select 'noted-' || n, 'noted', 'active', 'standard' from generate_series(1, ?) as n
        """,
        TENANTS);
    sql.execute(
        """
        insert into audit_event (tenant_id, event_id, at, action, subject, actor_kind, details)
        select 'noted-' || tenant, gen_random_uuid(), now() - interval '400 days' * n / ?,
          'session.ended', 'session/' || n, 'system', '{}'
        from generate_series(1, ?) as n, generate_series(1, ?) as tenant
        """,
        EVENTS,
        EVENTS,
        TENANTS);
    sql.asOwner("analyze audit_event");
  }

  @AfterAll
  void forgotten() {
    sql.execute("update tenant set state = 'deprovisioned' where tenant_id like 'noted-%'");
    sql.execute("delete from audit_event where tenant_id like 'noted-%'");
    sql.asOwner("analyze audit_event");
    sql.close();
  }

  @Test
  void a_page_reads_little_more_than_a_page_of_one_tenant_and_of_all() {
    String later = UUID.randomUUID().toString();
    String deep = Instant.now().minus(Duration.ofDays(300)).toString();
    for (Optional<TenantId> scope :
        List.of(Optional.of(new TenantId("noted-7")), Optional.<TenantId>empty())) {
      assertReadsLittle(scope, List.of());
      assertReadsLittle(scope, List.of(deep, later));
    }
  }

  private void assertReadsLittle(Optional<TenantId> scope, List<String> after) {
    var caller =
        new Caller(
            Caller.Kind.PERSON,
            UUID.randomUUID(),
            "paul",
            "Paul",
            Role.PLATFORM_ADMIN,
            Optional.empty(),
            scope);
    var filter = AuditFilter.of(TimeRange.of(null, null));
    TableReads reads =
        TableReads.during(
            database,
            "audit_event",
            () -> {
              for (int i = 0; i < UNTIL_SETTLED; i++) {
                var page = audit.list(caller, filter, new PageRequest(PAGE, after));
                assertEquals(PAGE, page.items().size());
              }
            });
    assertEquals(0, reads.wholeScans(), "the whole table was read: " + reads);
    assertTrue(reads.rows() <= 2 * PAGE * UNTIL_SETTLED, scope + " " + after + " " + reads);
  }
}
