package io.atalaya.api.platform;

import io.atalaya.contract.error.DomainError;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * Tells a database that cannot serve now (it is away, restarts, or all our connections are in use)
 * from a mistake of ours.
 */
final class DatabaseAway {
  /** A restart takes about as long; an exhausted pool has made its caller wait already. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  /** Class 08 of SQLSTATE: the connection is broken, or could not be made. */
  private static final String CONNECTION_EXCEPTION = "08";

  /** Too many connections; the server shuts down, crashed, or does not take connections yet. */
  private static final Set<String> STATES = Set.of("53300", "57P01", "57P02", "57P03");

  /** The interceptor, the transaction, its resource, the driver; deeper is nobody's nesting. */
  private static final int MAX_DEPTH = 8;

  private DatabaseAway() {}

  /** Whether that is what lies behind a failure: a commit that fails hides it beside its cause. */
  static boolean isBehind(Throwable thrown) {
    return isBehind(thrown, MAX_DEPTH);
  }

  private static boolean isBehind(@Nullable Throwable thrown, int depth) {
    if (thrown == null || depth == 0) {
      return false;
    }
    return isMeantBy(thrown)
        || isBehind(thrown.getCause(), depth - 1)
        || Arrays.stream(thrown.getSuppressed()).anyMatch(one -> isBehind(one, depth - 1));
  }

  private static boolean isMeantBy(Throwable thrown) {
    return switch (thrown) {
      case ConnectionException _ -> true;
      case SQLException sql -> sql.getSQLState() != null && isMeantBy(sql.getSQLState());
      default -> false;
    };
  }

  private static boolean isMeantBy(String state) {
    return state.startsWith(CONNECTION_EXCEPTION) || STATES.contains(state);
  }

  static DomainError error() {
    return new DomainError.Unavailable(
        PlatformErrorCode.DATABASE_UNAVAILABLE,
        "the database does not answer now; try again",
        RETRY_AFTER);
  }
}
