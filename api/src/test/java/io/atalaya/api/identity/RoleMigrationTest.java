package io.atalaya.api.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.launcher.postgres.DatabaseCredentials;
import io.atalaya.launcher.postgres.Durability;
import io.atalaya.launcher.postgres.LocalPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;

/** A database with people in it, from before there were owners. */
final class RoleMigrationTest {
  private static final String PEOPLE =
      """
      insert into tenant (tenant_id, name, state, plan_id) values
        ('red', 'Red', 'active', 'starter'), ('blue', 'Blue', 'active', 'starter');
      insert into app_user (user_id, tenant_id, username, display_name, role, password_hash,
        created_at)
      values
        (gen_random_uuid(), null, 'root', 'Root', 'platform_admin', 'h', now()),
        (gen_random_uuid(), 'red', 'late', 'Late', 'tenant_admin', 'h', now()),
        (gen_random_uuid(), 'red', 'first', 'First', 'tenant_admin', 'h', now() - interval '1 day'),
        (gen_random_uuid(), 'red', 'viewer', 'Viewer', 'viewer', 'h', now() - interval '2 days'),
        (gen_random_uuid(), 'blue', 'only', 'Only', 'viewer', 'h', now());
      """;

  @Test
  void the_first_administrator_of_each_tenant_becomes_its_owner_and_nobody_else_changes()
      throws Exception {
    Path home = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "pg-");
    try (LocalPostgres postgres = LocalPostgres.start(home, 0, Durability.TEST)) {
      DatabaseCredentials database = postgres.prepareDatabase();
      migrate(database, "3");
      Jdbi app = Jdbi.create(database.url(), database.app(), database.appPassword());
      as(app, PEOPLE);
      migrate(database, "4");
      assertEquals(
          List.of(
              "blue only viewer",
              "platform root platform_admin",
              "red first tenant_owner",
              "red late tenant_admin",
              "red viewer viewer"),
          app.inTransaction(handle -> {
            handle.execute("set local role atalaya_platform");
            return handle
                .createQuery(
                    """
                    select coalesce(tenant_id::text, 'platform') || ' ' || username || ' ' || role
                    from app_user order by 1
                    """)
                .mapTo(String.class)
                .list();
          }));
      assertThrows(JdbiException.class, () -> as(app, "update app_user set role = 'tenant_king'"));
    }
  }

  private static void as(Jdbi app, String sql) {
    app.useTransaction(handle -> {
      handle.execute("set local role atalaya_platform");
      handle.createScript(sql).execute();
    });
  }

  private static void migrate(DatabaseCredentials database, String version) {
    Flyway.configure()
        .dataSource(database.url(), database.owner(), database.ownerPassword())
        .placeholders(Map.of("app_role", database.app()))
        .target(version)
        .load()
        .migrate();
  }
}
