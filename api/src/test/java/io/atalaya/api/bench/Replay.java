package io.atalaya.api.bench;

import io.atalaya.api.bench.StatementLog.Statement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says the same to the same server over a bare connection, with fresh ids and the present time: the
 * floor, below which nothing that does this work can come.
 */
final class Replay implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d+)?[+-]\\d\\d(:?\\d\\d)?");
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss[.SSSSSS][.SSSSS][.SSSS][.SSS][.SS][.S]X");

  private final Connection connection;
  private final List<Statement> cycle;
  private final List<PreparedStatement> prepared = new ArrayList<>();
  private final Set<String> lasting;
  private final Instant recorded;

  /**
   * Of one cycle.
   *
   * @param another cycle of the same kind: ids in both are people's and keys', and stay
   */
  Replay(String url, String user, String password, List<Statement> cycle, List<Statement> another)
      throws SQLException {
    this.connection = DriverManager.getConnection(url, user, password);
    this.connection.setAutoCommit(false);
    this.cycle = cycle;
    this.lasting = ids(another);
    this.lasting.retainAll(ids(cycle));
    this.recorded = Instant.now();
    for (Statement statement : cycle) {
      prepared.add(connection.prepareStatement(statement.sql()));
    }
  }

  private static Set<String> ids(List<Statement> statements) {
    return statements.stream()
        .flatMap(statement -> statement.parameters().stream())
        .filter(value -> value != null && ID.matcher(value).matches())
        .collect(Collectors.toSet());
  }

  void run() throws SQLException {
    Map<String, UUID> fresh = new HashMap<>();
    for (int i = 0; i < cycle.size(); i++) {
      Statement statement = cycle.get(i);
      switch (statement.sql()) {
        case "BEGIN" -> {} // The driver says it with the first statement.
        case "COMMIT" -> connection.commit();
        default -> {
          PreparedStatement said = prepared.get(i);
          for (int p = 0; p < statement.parameters().size(); p++) {
            set(said, p + 1, statement.parameters().get(p), fresh);
          }
          if (said.execute()) {
            try (var rows = said.getResultSet()) {
              while (rows.next()) {
                rows.getObject(1);
              }
            }
          }
        }
      }
    }
    connection.commit();
  }

  private void set(
      PreparedStatement said, int position, @Nullable String value, Map<String, UUID> fresh)
      throws SQLException {
    if (value == null) {
      said.setNull(position, Types.OTHER);
    } else if (ID.matcher(value).matches()) {
      said.setObject(
          position,
          lasting.contains(value)
              ? UUID.fromString(value)
              : fresh.computeIfAbsent(value, _ -> UUID.randomUUID()));
    } else if (TIME.matcher(value).matches()) {
      Duration since = Duration.between(recorded, Instant.now());
      said.setObject(position, OffsetDateTime.parse(value, FORMAT).plus(since));
    } else if (NUMBER.matcher(value).matches()) {
      said.setLong(position, Long.parseLong(value));
    } else {
      said.setObject(position, value, Types.OTHER);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
