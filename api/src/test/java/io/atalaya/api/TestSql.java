package io.atalaya.api;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** SQL past the api, over connections of its own; one kept open for what a test does often. */
public final class TestSql implements AutoCloseable {
  private final Jdbi app;
  private final Jdbi owner;
  private Handle kept; // guarded by this; null until it is needed

  private TestSql(Function<String, String> configuration) {
    String url = configuration.apply("ATALAYA_DB_URL");
    this.app =
        Jdbi.create(
            url,
            configuration.apply("ATALAYA_DB_USER"),
            configuration.apply("ATALAYA_DB_PASSWORD"));
    this.owner =
        Jdbi.create(
            url,
            configuration.apply("ATALAYA_DB_OWNER_USER"),
            configuration.apply("ATALAYA_DB_OWNER_PASSWORD"));
  }

  /** On the database of the api that runs in this JVM. */
  public static TestSql ofRunningApi() {
    return new TestSql(name -> ConfigProvider.getConfig().getValue(name, String.class));
  }

  /** On the database that {@link ProductDatabase#start()} described. */
  public static TestSql of(Map<String, String> configuration) {
    return new TestSql(configuration::get);
  }

  /** As the app's role over all tenants, in one transaction. */
  public synchronized <T> T run(Function<Handle, T> work) {
    return kept()
        .inTransaction(handle -> {
          handle.execute("set local role atalaya_platform");
          return work.apply(handle);
        });
  }

  private synchronized Handle kept() {
    if (kept == null) {
      kept = app.open();
    }
    return kept;
  }

  @Override
  public synchronized void close() {
    if (kept != null) {
      kept.close();
      kept = null;
    }
  }

  public int execute(String sql, Object... values) {
    return run(handle -> handle.execute(sql, values));
  }

  public String text(String query, Object... values) {
    return run(handle -> handle.select(query, values).mapTo(String.class).one());
  }

  public int number(String query, Object... values) {
    return run(handle -> handle.select(query, values).mapTo(Integer.class).one());
  }

  /** As the owner of the tables, outside a transaction; for what a test puts around them. */
  public void asOwner(String sql) {
    try (Handle handle = owner.open();
        var statement = handle.getConnection().createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As the owner of the tables. */
  public List<String> textsOfOwner(String query) {
    return owner.withHandle(handle -> handle.createQuery(query).mapTo(String.class).list());
  }

  /** A connection that stays open until it is closed, as the role the api signs in with. */
  public Handle open() {
    return app.open();
  }

  /** The same as the owner of the tables. */
  public Handle openAsOwner() {
    return owner.open();
  }

  /** How many connections wait for a lock that another one holds. */
  public int blocked() {
    return number(
        """
        select count(*) from pg_stat_activity
        where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0
        """);
  }

  /**
   * Ends another connection when its transaction is on disk and waits for a standby to have it;
   * until then it looks whether it is to go on waiting.
   */
  public void terminateOnceCommitted(int pid, BooleanSupplier wait) {
    // As the role that signed in: others are not shown what a connection waits for.
    try (Handle handle = app.open()) {
      while (handle
              .select(
                  "select count(*) from pg_stat_activity where pid = ? and wait_event = 'SyncRep'",
                  pid)
              .mapTo(Integer.class)
              .one()
          == 0) {
        if (!wait.getAsBoolean()) {
          return;
        }
        pause();
      }
    }
    terminate(pid);
  }

  /** Ends another connection, as an administrator may; returns when it is gone. */
  public void terminate(int pid) {
    try (Handle handle = app.open()) {
      handle.select("select pg_terminate_backend(?)", pid).mapTo(Boolean.class).one();
      while (handle
              .select("select count(*) from pg_stat_activity where pid = ?", pid)
              .mapTo(Integer.class)
              .one()
          > 0) {
        pause();
      }
    }
  }

  /** Lets another thread go on for a moment. */
  public static void pause() {
    LockSupport.parkNanos(1_000_000);
  }
}
