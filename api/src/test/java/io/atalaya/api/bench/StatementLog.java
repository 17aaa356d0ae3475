package io.atalaya.api.bench;

import io.atalaya.launcher.postgres.LocalPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the api says to PostgreSQL, word by word, as the server logs it. */
final class StatementLog {
  /**
   * One statement.
   *
   * @param sql with {@code ?} for its parameters
   */
  record Statement(String sql, List<@Nullable String> parameters) {}

  private static final Pattern EXECUTE =
      Pattern.compile("LOG:  execute [^:]+: (.*)", Pattern.DOTALL);
  private static final Pattern PARAMETER =
      Pattern.compile("\\$\\d+ = (NULL|'((?:[^']|'')*)')", Pattern.DOTALL);

  private final Connection superuser;
  private final Path log;

  StatementLog(LocalPostgres server, Path log) throws SQLException {
    this.superuser =
        DriverManager.getConnection(
            server.jdbcUrl("atalaya"), "postgres", server.superuserPassword());
    this.log = log;
  }

  /** Everything that is said by the api while {@code work} runs. */
  List<Statement> during(Samples.Call work) throws Exception {
    say("alter system set log_statement = 'all'");
    say("alter system set log_line_prefix = '%a|'");
    say("select pg_reload_conf()");
    Thread.sleep(500); // Servers read it when they are idle; this is no test.
    long from = Files.size(log);
    work.run();
    long to = Files.size(log);
    say("alter system reset log_statement");
    say("select pg_reload_conf()");
    Thread.sleep(500);
    return parsed(from, to);
  }

  /** The same, said of another tenant. */
  static List<Statement> with(List<Statement> statements, String tenant, String another) {
    return statements.stream()
        .map(one ->
            new Statement(
                one.sql(),
                one.parameters().stream()
                    .<@Nullable String>map(value -> tenant.equals(value) ? another : value)
                    .toList()))
        .toList();
  }

  private void say(String sql) throws SQLException {
    try (var statement = superuser.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<Statement> parsed(long from, long to) throws IOException {
    byte[] all = Files.readAllBytes(log);
    String text = new String(all, (int) from, (int) (to - from), StandardCharsets.UTF_8);
    var statements = new ArrayList<Statement>();
    // An entry begins at the start of a line; what goes on is indented by a tab.
    for (String entry : text.split("\n(?!\t)", -1)) {
      if (!entry.startsWith("atalaya-api|")) {
        continue;
      }
      Matcher execute = EXECUTE.matcher(entry);
      if (execute.find()) {
        statements.add(
            new Statement(
                execute.group(1).replace("\n\t", "\n").replaceAll("\\$\\d+", "?"), List.of()));
      } else if (entry.contains("DETAIL:  Parameters: ")) {
        Statement last = statements.removeLast();
        statements.add(new Statement(last.sql(), parameters(entry)));
      }
    }
    return statements;
  }

  private static List<@Nullable String> parameters(String entry) {
    var values = new ArrayList<@Nullable String>();
    Matcher parameter = PARAMETER.matcher(entry);
    while (parameter.find()) {
      String value = parameter.group(2);
      values.add(value == null ? null : value.replace("''", "'").replace("\n\t", "\n"));
    }
    return values;
  }
}
