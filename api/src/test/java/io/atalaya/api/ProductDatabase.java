package io.atalaya.api;

import io.atalaya.launcher.postgres.DatabaseCredentials;
import io.atalaya.launcher.postgres.Durability;
import io.atalaya.launcher.postgres.LocalPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A real PostgreSQL, fresh and with the product's roles, and secrets made for this run. */
public final class ProductDatabase implements QuarkusTestResourceLifecycleManager {
  public static final String ADMIN_PASSWORD = "bootstrap-admin-password";
  public static final String GATEWAY_SECRET = "0123456789abcdefghijklmnopqrstuv-test";

  private final Durability durability;
  private LocalPostgres postgres;

  /** For tests: nothing is flushed, and the clock can be held. */
  public ProductDatabase() {
    this(Durability.TEST);
  }

  /** When it is durable, it is as in production, with PostgreSQL's own clock. */
  public ProductDatabase(Durability durability) {
    this.durability = durability;
  }

  /** The server, once started. */
  public LocalPostgres server() {
    return postgres;
  }

  @Override
  public Map<String, String> start() {
    try {
      Path home = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "pg-");
      postgres = LocalPostgres.start(home, 0, durability);
      DatabaseCredentials database = postgres.prepareDatabase();
      if (durability == Durability.TEST) {
        DatabaseClock.install(database);
        letCommitsBeLost();
      }
      return Map.ofEntries(
          Map.entry("ATALAYA_DB_URL", database.url()),
          Map.entry("ATALAYA_DB_USER", database.app()),
          Map.entry("ATALAYA_DB_PASSWORD", database.appPassword()),
          Map.entry("ATALAYA_DB_OWNER_USER", database.owner()),
          Map.entry("ATALAYA_DB_OWNER_PASSWORD", database.ownerPassword()),
          Map.entry("atalaya.master-key", masterKey()),
          Map.entry("atalaya.gateway-secret", GATEWAY_SECRET),
          Map.entry("atalaya.admin-password", ADMIN_PASSWORD));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A commit waits for a standby that is not there, but only in a session that asks for it. */
  private void letCommitsBeLost() throws SQLException {
    try (Connection superuser =
            DriverManager.getConnection(
                postgres.jdbcUrl("postgres"), "postgres", postgres.superuserPassword());
        var statement = superuser.createStatement()) {
      for (String sql :
          List.of(
              "alter system set synchronous_commit = local",
              "alter system set synchronous_standby_names = 'nobody'",
              "select pg_reload_conf()")) {
        statement.execute(sql);
      }
    }
  }

  private static String masterKey() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  @Override
  public void stop() {
    if (postgres != null) {
      postgres.close();
    }
  }
}
