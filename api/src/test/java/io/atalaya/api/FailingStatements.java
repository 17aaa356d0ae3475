package io.atalaya.api;

import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jboss.logging.MDC;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Makes one statement of the api fail, the Nth from now on; of requests and of the test's own
 * thread, not of what the api does beside them.
 */
public final class FailingStatements implements SqlLogger, AutoCloseable {
  /** How it fails. */
  public enum Way {
    /** It is not carried out. */
    REFUSED,
    /** It is carried out, and nobody hears of it. */
    REPLY_LOST,
    /** It is carried out, and then the server has closed the connection: commit fails, too. */
    CONNECTION_LOST,
    /** Its transaction is committed, and the connection ends before anybody is told so. */
    COMMIT_LOST;

    /** Whether what was under way is as if it had never begun. */
    boolean undoes() {
      return this != COMMIT_LOST;
    }
  }

  /** What the failure looks like. */
  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;

    Broken(String sql) {
      super("made to fail by the test: " + sql);
    }
  }

  private static final Logger ERRORS = Logger.getLogger("io.atalaya.api.platform.ErrorMapper");

  private final Jdbi jdbi;
  private final TestSql sql;
  private final Thread test = Thread.currentThread();
  private Way way = Way.REFUSED; // guarded by this
  private int left; // statements until the one that fails; 0 when none is to; guarded by this
  private String failed; // guarded by this
  private Thread ending; // waits for the commit to lose; null when none is to be; guarded by this
  private volatile boolean ended;

  private FailingStatements(Jdbi jdbi, TestSql sql) {
    this.jdbi = jdbi;
    this.sql = sql;
  }

  public static FailingStatements in(Jdbi jdbi, TestSql sql) {
    var failing = new FailingStatements(jdbi, sql);
    jdbi.getConfig(SqlStatements.class).setSqlLogger(failing);
    // It logs each failure with its stack, as it should: here there are hundreds.
    ERRORS.setLevel(Level.OFF);
    return failing;
  }

  /** The {@code n}th statement from now on fails, counted from 1. */
  public synchronized void failAt(int n, Way how) {
    left = n;
    way = how;
    failed = null;
  }

  /** No more failures; the statement that failed, or null when none did. */
  public synchronized String stop() {
    left = 0;
    if (ending != null) {
      ended = true;
      join(ending);
      ending = null;
    }
    return failed;
  }

  @Override
  public synchronized void logBeforeExecution(StatementContext context) {
    if (way == Way.REFUSED && isTheOne()) {
      failed = context.getRawSql();
      throw new Broken(failed);
    }
  }

  @Override
  public synchronized void logAfterExecution(StatementContext context) {
    if (way != Way.REFUSED && isTheOne()) {
      failed = context.getRawSql();
      switch (way) {
        case REFUSED -> throw new IllegalStateException("it is refused before");
        case REPLY_LOST -> throw new Broken(failed);
        case CONNECTION_LOST -> sql.terminate(backend(context));
        case COMMIT_LOST -> loseCommit(context);
      }
    }
  }

  private boolean isTheOne() {
    if (left == 0 || !isAskedFor()) {
      return false;
    }
    left--;
    return left == 0;
  }

  private boolean isAskedFor() {
    return Thread.currentThread() == test || MDC.get("requestId") != null;
  }

  /**
   * Lets the transaction wait for a standby that never comes, as it does once its commit is on disk
   * and before it is answered; the connection ends there.
   */
  private void loseCommit(StatementContext context) {
    int backend = backend(context);
    try (var statement = context.getConnection().createStatement()) {
      statement.execute("set local synchronous_commit = on");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    ended = false;
    ending = Thread.startVirtualThread(() -> sql.terminateOnceCommitted(backend, () -> !ended));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static int backend(StatementContext context) {
    try (var statement = context.getConnection().createStatement();
        var rows = statement.executeQuery("select pg_backend_pid()")) {
      rows.next();
      return rows.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    stop();
    jdbi.getConfig(SqlStatements.class).setSqlLogger(SqlLogger.NOP_SQL_LOGGER);
    ERRORS.setLevel(null);
  }
}
