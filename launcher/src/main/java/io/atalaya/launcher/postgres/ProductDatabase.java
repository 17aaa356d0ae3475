package io.atalaya.launcher.postgres;

import io.atalaya.launcher.files.SecretFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.PGConnection;

/** Makes the product's roles and database; doing it again changes nothing. */
final class ProductDatabase {
  static final String NAME = "atalaya";
  static final String OWNER = "atalaya_owner";
  static final String APP = "atalaya_app";

  private final Connection superuser;

  private ProductDatabase(Connection superuser) {
    this.superuser = superuser;
  }

  static DatabaseCredentials prepare(LocalPostgres postgres, Path secrets)
      throws IOException, SQLException {
    String ownerPassword = SecretFile.readOrCreate(secrets.resolve("owner.pw"));
    String appPassword = SecretFile.readOrCreate(secrets.resolve("app.pw"));
    try (Connection connection = connectAsSuperuser(postgres)) {
      var database = new ProductDatabase(connection);
      // CREATEROLE: a migration makes the roles that row-level security is written for.
      database.role(OWNER, "login createrole nosuperuser nobypassrls", ownerPassword);
      database.role(APP, "login noinherit nosuperuser nobypassrls", appPassword);
      database.database();
    }
    return new DatabaseCredentials(postgres.jdbcUrl(NAME), OWNER, ownerPassword, APP, appPassword);
  }

  private static Connection connectAsSuperuser(LocalPostgres postgres) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", LocalPostgres.SUPERUSER);
    properties.setProperty("password", postgres.superuserPassword());
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("socketTimeout", "60");
    return DriverManager.getConnection(postgres.jdbcUrl("postgres"), properties);
  }

  private void role(String name, String attributes, String password) throws SQLException {
    if (!exists("select 1 from pg_roles where rolname = ?", name)) {
      execute("create role " + name);
    }
    execute("alter role " + name + " with " + attributes);
    // Hashed on our side, so that the password itself is in no statement and no log.
    superuser
        .unwrap(PGConnection.class)
        .alterUserPassword(name, password.toCharArray(), "scram-sha-256");
  }

  private void database() throws SQLException {
    if (!exists("select 1 from pg_database where datname = ?", NAME)) {
      execute("create database " + NAME + " owner " + OWNER);
    }
    execute("revoke all on database " + NAME + " from public");
    execute("grant connect on database " + NAME + " to " + APP);
  }

  private boolean exists(String query, String name) throws SQLException {
    try (var statement = superuser.prepareStatement(query)) {
      statement.setString(1, name);
      try (var rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (var statement = superuser.createStatement()) {
      statement.execute(sql);
    }
  }
}
