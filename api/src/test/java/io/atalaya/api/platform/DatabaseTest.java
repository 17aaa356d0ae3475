package io.atalaya.api.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.ProductDatabase;
import io.atalaya.contract.id.TenantId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
final class DatabaseTest {
  private static final TenantId RED = new TenantId("scope-red");
  private static final TenantId BLUE = new TenantId("scope-blue");

  @Inject Database database;
  @Inject Jdbi jdbi;

  @BeforeEach
  void two_tenants() {
    database.acrossTenants(handle ->
        handle.execute(
            """
            insert into tenant (tenant_id, name, state, plan_id)
            values ('scope-red', 'Red', 'active', 'starter'),
                   ('scope-blue', 'Blue', 'active', 'starter')
            on conflict do nothing
            """));
  }

  @Test
  void a_tenants_scope_sees_that_tenants_rows_only() {
    assertEquals(List.of("scope-red"), database.inTenant(RED, DatabaseTest::tenants));
    assertTrue(
        database
            .acrossTenants(DatabaseTest::tenants)
            .containsAll(List.of("scope-blue", "scope-red")));
  }

  @Test
  void the_outer_scope_is_in_force_again_after_a_nested_one() {
    database.inTenant(
        RED,
        outer -> {
          assertEquals(List.of("scope-blue"), database.inTenant(BLUE, DatabaseTest::tenants));
          assertEquals(List.of("scope-red"), tenants(outer));
          assertTrue(database.acrossTenants(DatabaseTest::tenants).size() >= 2);
          assertEquals(List.of("scope-red"), tenants(outer));
          return null;
        });
  }

  @Test
  void the_outer_scope_is_in_force_again_after_a_nested_one_failed() {
    database.inTenant(
        RED,
        outer -> {
          assertThrows(
              IllegalStateException.class,
              () ->
                  database.inTenant(
                      BLUE,
                      _ -> {
                        throw new IllegalStateException("refused");
                      }));
          assertEquals(List.of("scope-red"), tenants(outer));
          return null;
        });
  }

  @Test
  void a_query_outside_any_scope_fails() {
    assertThrows(JdbiException.class, () -> jdbi.withHandle(DatabaseTest::tenants));
    assertThrows(
        JdbiException.class,
        () -> QuarkusTransaction.requiringNew().call(() -> jdbi.withHandle(DatabaseTest::tenants)));
  }

  @Test
  void a_pooled_connection_remembers_no_scope() {
    for (int i = 0; i < 40; i++) {
      database.inTenant(RED, DatabaseTest::tenants);
      assertThrows(JdbiException.class, () -> jdbi.withHandle(DatabaseTest::tenants));
    }
  }

  private static List<String> tenants(Handle handle) {
    return handle
        .createQuery("select tenant_id from tenant where tenant_id like 'scope-%' order by 1")
        .mapTo(String.class)
        .list();
  }
}
