package io.atalaya.launcher.dev;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads what Maven wrote about a build that failed. */
final class BuildLog {
  private static final String ERROR = "[ERROR] ";
  private static final String WARNING = "[WARNING] ";

  /** Line and column follow. */
  private static final String PLACE = ":[";

  private static final int MAX_CHARS = 300;

  private BuildLog() {}

  /**
   * The first line that says what is wrong: javac's, then Quarkus', then what Maven makes of it.
   * Warnings count too, since they are errors here.
   *
   * @param root what files in the answer are relative to
   */
  static String complaint(List<String> lines, Path root) {
    String files = root + "/";
    return first(lines, line -> line.startsWith(ERROR + files) && line.contains(PLACE))
        .or(() -> first(lines, line -> line.startsWith(WARNING + files) && line.contains(PLACE)))
        .or(() -> first(lines, line -> line.startsWith(ERROR) && line.contains("[error]: ")))
        .or(() -> first(lines, line -> line.startsWith(ERROR)))
        .map(line -> line.replaceFirst("^\\[(ERROR|WARNING)]\\s*(\\[error]: )?", ""))
        .map(line -> line.replace(files, ""))
        .map(line -> line.length() > MAX_CHARS ? line.substring(0, MAX_CHARS) + "…" : line)
        .orElse("Maven did not end well");
  }

  private static Optional<String> first(List<String> lines, Predicate<String> matches) {
    return lines.stream().filter(matches).findFirst();
  }
}
