package io.atalaya.launcher;

import io.atalaya.launcher.postgres.DatabaseCredentials;
import io.atalaya.launcher.postgres.Durability;
import io.atalaya.launcher.postgres.LocalPostgres;
import io.atalaya.launcher.service.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** PostgreSQL with the product's roles and database in it. */
final class PostgresService implements Service {
  private final Path home;
  private final int port;
  private final Path log;
  private volatile @Nullable DatabaseCredentials credentials;

  PostgresService(Path home, int port, Path log) {
    this.home = home;
    this.port = port;
    this.log = log;
  }

  @Override
  public String name() {
    return "PostgreSQL";
  }

  @Override
  public Running start() throws IOException {
    var postgres = LocalPostgres.start(home, port, Durability.DURABLE, log);
    try {
      credentials = postgres.prepareDatabase();
      return postgres;
    } catch (SQLException e) {
      postgres.close();
      throw new IOException("cannot prepare the database: " + e.getMessage(), e);
    }
  }

  /** The same after every start. To be asked only once it has started. */
  DatabaseCredentials credentials() {
    return Objects.requireNonNull(credentials, "PostgreSQL has not started yet");
  }
}
