package io.atalaya.api;

import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;

/** Makes one statement of the api fail, the Nth from now on. */
public final class FailingStatements implements SqlLogger, AutoCloseable {
  /** How it fails. */
  public enum Way {
    /** It is not carried out. */
    REFUSED,
    /** It is carried out, and nobody hears of it. */
    REPLY_LOST,
    /** It is carried out, and then the server has closed the connection: commit fails, too. */
    CONNECTION_LOST
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
  private Way way = Way.REFUSED; // guarded by this
  private int left; // statements until the one that fails; 0 when none is to; guarded by this
  private String failed; // guarded by this

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
      if (way == Way.REPLY_LOST) {
        throw new Broken(failed);
      }
      terminate(context);
    }
  }

  private boolean isTheOne() {
    if (left == 0) {
      return false;
    }
    left--;
    return left == 0;
  }

  private void terminate(StatementContext context) {
    try (var statement = context.getConnection().createStatement();
        var rows = statement.executeQuery("select pg_backend_pid()")) {
      rows.next();
      int pid = rows.getInt(1);
      sql.terminate(pid);
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
