package io.atalaya.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The codes in the source, of every module, against the list for its users. */
final class ErrorCodesTest {
  private static final Path LIST = Path.of("../docs/ref/errors.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z0-9_]+)` \\| (\\d{3}(?:, \\d{3})*) \\| (.+) \\|$");
  private static final Pattern ENUM_BODY =
      Pattern.compile("enum \\w+ implements ErrorCode \\{([^;}]*)");
  private static final Pattern CONSTANT = Pattern.compile("\\b[A-Z][A-Z0-9_]+\\b");
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");

  @Test
  void every_code_is_listed_and_every_listed_code_exists() throws IOException {
    TreeSet<String> listed =
        rows().stream().map(row -> row.group(1)).collect(Collectors.toCollection(TreeSet::new));
    Set<String> declared = declared();
    assertTrue(declared.size() > 20, "found too few: " + declared);
    assertEquals(
        String.join("\n", declared),
        String.join("\n", listed),
        "docs/ref/errors.md and the *ErrorCode enums differ; add or remove rows of the list");
  }

  @Test
  void a_code_has_one_row_and_one_kind_of_status() throws IOException {
    List<String> codes = rows().stream().map(row -> row.group(1)).toList();
    assertEquals(List.copyOf(new TreeSet<>(codes)), codes.stream().sorted().toList());
    rows().forEach(row -> assertTrue(row.group(2).matches("[45]\\d\\d"), row.group()));
  }

  private static List<MatchResult> rows() throws IOException {
    return ROW.matcher(Files.readString(LIST)).results().toList();
  }

  private static Set<String> declared() throws IOException {
    var found = new TreeSet<String>();
    for (String module : List.of("contract", "api", "stream-gateway")) {
      Path sources = Path.of("..", module, "src/main/java");
      if (Files.exists(sources)) {
        try (Stream<Path> files = Files.walk(sources)) {
          files
              .filter(file -> file.getFileName().toString().endsWith("ErrorCode.java"))
              .filter(file -> !file.getFileName().toString().equals("ErrorCode.java"))
              .forEach(file -> found.addAll(constants(file)));
        }
      }
    }
    return found;
  }

  private static List<String> constants(Path file) {
    try {
      String source = COMMENT.matcher(Files.readString(file)).replaceAll("");
      List<String> codes =
          ENUM_BODY
              .matcher(source)
              .results()
              .flatMap(body -> CONSTANT.matcher(body.group(1)).results())
              .map(constant -> constant.group().toLowerCase(Locale.ROOT))
              .toList();
      assertTrue(!codes.isEmpty(), "no codes in " + file);
      return codes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
