package io.atalaya.api.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.ProductDatabase;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;

/** Holds for every table there is, so a new one that forgets fails here by itself. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
final class RowSecurityTest {
  /** Without parentheses, as the comparison below takes them away. */
  private static final String TENANTS_ROWS =
      "tenant_id::text = current_setting'app.tenant'::text, true";

  @Inject Jdbi jdbi;

  @Test
  void every_table_with_tenant_id_is_closed_to_other_tenants_even_for_its_owner() {
    List<String> tables =
        strings(
            """
            select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
            where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
              and a.attname = 'tenant_id' and not a.attisdropped
            order by 1
            """);
    assertTrue(tables.containsAll(List.of("api_key", "app_user", "login_session", "tenant")));
    for (String table : tables) {
      assertEquals(
          List.of("true true"),
          strings(
              "select relrowsecurity || ' ' || relforcerowsecurity from pg_class"
                  + " where relnamespace = 'public'::regnamespace and relname = '%s'"
                      .formatted(table)),
          table + " must ENABLE and FORCE ROW LEVEL SECURITY");
      assertEquals(
          List.of(
              "{atalaya_platform} ALL true true",
              "{atalaya_tenant} ALL " + TENANTS_ROWS + " " + TENANTS_ROWS),
          strings(
              """
              select roles::text || ' ' || cmd || ' ' || translate(qual, '()', '')
                || ' ' || translate(with_check, '()', '')
              from pg_policies where tablename = '%s' order by 1
              """
                  .formatted(table)),
          table + " must have the two usual policies");
    }
  }

  @Test
  void a_foreign_key_between_tenants_rows_cannot_cross_tenants() {
    List<String> crossing =
        strings(
            """
            select con.conrelid::regclass || '.' || con.conname
            from pg_constraint con
            where con.contype = 'f'
              and exists (select from pg_attribute a
                where a.attrelid = con.confrelid and a.attname = 'tenant_id' and a.attnotnull)
              and not exists (select from pg_attribute a
                where a.attrelid = con.confrelid and a.attname = 'tenant_id'
                  and a.attnum = any (con.confkey))
            """);
    assertEquals(List.of(), crossing);
  }

  @Test
  void the_role_we_sign_in_with_owns_nothing_bypasses_nothing_inherits_nothing() {
    assertEquals(
        List.of("false false false false"),
        strings(
            """
            select rolsuper || ' ' || rolbypassrls || ' ' || rolcreaterole || ' ' || rolinherit
            from pg_roles where rolname = session_user
            """));
    assertEquals(
        List.of(),
        strings(
            "select relname from pg_class where relowner = (select oid from pg_roles where rolname = session_user)"));
    assertEquals(
        List.of("f", "f"),
        strings(
            """
            select rolbypassrls or rolsuper or rolcanlogin from pg_roles
            where rolname in ('atalaya_tenant', 'atalaya_platform')
            """));
  }

  @Test
  void without_a_scope_no_table_can_be_read() {
    List<String> tables =
        strings(
            "select relname from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace");
    assertTrue(tables.size() >= 6, tables.toString());
    for (String table : tables) {
      var refused =
          assertThrows(
              JdbiException.class, () -> strings("select 1 from public.\"%s\"".formatted(table)));
      assertTrue(refused.getMessage().contains("permission denied"), table);
    }
  }

  private List<String> strings(String query) {
    return jdbi.withHandle(handle -> handle.createQuery(query).mapTo(String.class).list());
  }
}
