package io.atalaya.api;

import io.atalaya.launcher.postgres.DatabaseCredentials;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The database's clock in a test's hand: a function of the same name stands before PostgreSQL's own
 * {@code clock_timestamp()}, for every connection of the product. It shows real time until it is
 * stopped or moved, and again after {@link #close()}.
 */
public final class DatabaseClock implements AutoCloseable {
  private final String url;
  private final String owner;
  private final String password;
  private Connection kept; // guarded by this; null until it is needed

  private DatabaseClock(String url, String owner, String password) {
    this.url = url;
    this.owner = owner;
    this.password = password;
  }

  /** Once, before anybody else connects. */
  static void install(DatabaseCredentials database) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                database.url(), database.owner(), database.ownerPassword());
        var statement = connection.createStatement()) {
      statement.execute(
          """
          create schema manual;
          grant usage on schema manual to public;
          create table manual.clock (stopped_at timestamptz, moved interval not null);
          insert into manual.clock values (null, '0');
          create function manual.clock_timestamp() returns timestamptz
            volatile security definer language sql
            as 'select coalesce(stopped_at, pg_catalog.clock_timestamp()) + moved
                from manual.clock';
          -- pg_catalog comes first unless it is named; public stays where tables are made.
          alter database atalaya set search_path = public, manual, pg_catalog;
          """);
    }
  }

  /** The one of the api that runs in this JVM. */
  public static DatabaseClock ofRunningApi() {
    Config config = ConfigProvider.getConfig();
    return new DatabaseClock(
        config.getValue("ATALAYA_DB_URL", String.class),
        config.getValue("ATALAYA_DB_OWNER_USER", String.class),
        config.getValue("ATALAYA_DB_OWNER_PASSWORD", String.class));
  }

  /** The one of {@link ProductDatabase#start()}'s. */
  public static DatabaseClock of(Map<String, String> configuration) {
    return new DatabaseClock(
        configuration.get("ATALAYA_DB_URL"),
        configuration.get("ATALAYA_DB_OWNER_USER"),
        configuration.get("ATALAYA_DB_OWNER_PASSWORD"));
  }

  /** From now on it always shows this. */
  public void stopAt(Instant instant) {
    update(
        "update manual.clock set stopped_at = ?, moved = '0'",
        OffsetDateTime.ofInstant(instant, ZoneOffset.UTC));
  }

  /** Moves it on, stopped or not. */
  public void pass(Duration time) {
    update(
        "update manual.clock set moved = moved + make_interval(secs => ?)", time.toNanos() / 1e9);
  }

  /** Real time again. */
  @Override
  public synchronized void close() {
    update("update manual.clock set stopped_at = null, moved = '0' where ?", true);
    try {
      kept.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    kept = null;
  }

  private synchronized void update(String sql, Object value) {
    try (var statement = kept().prepareStatement(sql)) {
      statement.setObject(1, value);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection kept() throws SQLException {
    if (kept == null) {
      kept = DriverManager.getConnection(url, owner, password);
    }
    return kept;
  }
}
