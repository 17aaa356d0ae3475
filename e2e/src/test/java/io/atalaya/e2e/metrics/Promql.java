package io.atalaya.e2e.metrics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads as much of PromQL as our dashboards and alert rules use, and tells which series an
 * expression asks for. Throws at anything it does not know, so that a mistake is not taken for a
 * metric.
 *
 * <pre>
 *   expression = unary { operator unary }
 *   unary      = [ "-" ] primary [ "[" duration "]" ]
 *   primary    = number | string | "(" expression ")" | selector
 *              | aggregation [ "by" labels ] "(" arguments ")" | function "(" arguments ")"
 *   selector   = metric [ "{" label matcher string { "," label matcher string } "}" ]
 * </pre>
 */
final class Promql {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<number>\\d+(?:\\.\\d+)?(?![\\w.]))|(?<string>\"[^\"]*\")"
              + "|(?<duration>\\$__rate_interval|\\d+[smhd])|(?<word>[a-zA-Z_:][\\w:]*)"
              + "|(?<sign>=~|!~|==|!=|>=|<=|[-+*/%><=(){}\\[\\],]))");
  private static final Set<String> AGGREGATIONS =
      Set.of("sum", "min", "max", "avg", "count", "topk");
  private static final Set<String> FUNCTIONS =
      Set.of("rate", "increase", "histogram_quantile", "absent");
  private static final Set<String> MATCHERS = Set.of("=", "!=", "=~", "!~");
  private static final Set<String> OPERATORS =
      Set.of("+", "-", "*", "/", "%", "==", "!=", ">", "<", ">=", "<=", "and", "or", "unless");

  /**
   * A label and the value it is compared with, by {@code =}, {@code !=}, {@code =~}, {@code !~}.
   */
  record Match(String label, String operator, String value) {
    boolean takes(String found) {
      boolean matches = operator.endsWith("~") ? found.matches(value) : found.equals(value);
      return matches != operator.startsWith("!");
    }
  }

  /** Series that an expression reads, and what it selects of them. */
  record Selector(String metric, List<Match> matches) {}

  /**
   * What an expression asks for.
   *
   * @param grouped labels it groups by
   */
  record Query(List<Selector> selectors, Set<String> grouped) {}

  private final String text;
  private final List<String> tokens;
  private final List<Selector> selectors = new ArrayList<>();
  private final Set<String> grouped = new HashSet<>();
  private int at;

  private Promql(String text) {
    this.text = text;
    this.tokens = tokens(text);
  }

  static Query parse(String text) {
    var parser = new Promql(text);
    parser.expression();
    if (parser.at < parser.tokens.size()) {
      throw parser.unexpected();
    }
    return new Query(List.copyOf(parser.selectors), Set.copyOf(parser.grouped));
  }

  private static List<String> tokens(String text) {
    var found = new ArrayList<String>();
    Matcher token = TOKEN.matcher(text);
    int end = 0;
    while (end < text.stripTrailing().length()) {
      if (!token.find(end) || token.start() != end) {
        throw new IllegalArgumentException("no PromQL at %d: %s".formatted(end, text));
      }
      found.add(token.group().strip());
      end = token.end();
    }
    return found;
  }

  private void expression() {
    unary();
    while (OPERATORS.contains(peek())) {
      at++;
      boolean _ = skip("bool");
      unary();
    }
  }

  private void unary() {
    boolean _ = skip("-");
    primary();
    if (skip("[")) {
      if (!next().matches("\\$__rate_interval|\\d+[smhd]")) {
        throw unexpected();
      }
      expect("]");
    }
  }

  private void primary() {
    String token = next();
    if (token.equals("(")) {
      expression();
      expect(")");
    } else if (AGGREGATIONS.contains(token)) {
      if (skip("by")) {
        expect("(");
        do {
          grouped.add(word());
        } while (skip(","));
        expect(")");
      }
      arguments();
    } else if (FUNCTIONS.contains(token)) {
      arguments();
    } else if (token.matches("[a-zA-Z_:][\\w:]*")) {
      selectors.add(new Selector(token, matches()));
    } else if (!token.matches("\\d.*|\".*")) {
      throw unexpected();
    }
  }

  private void arguments() {
    expect("(");
    do {
      expression();
    } while (skip(","));
    expect(")");
  }

  private List<Match> matches() {
    var found = new ArrayList<Match>();
    if (skip("{")) {
      do {
        String label = word();
        String operator = next();
        if (!MATCHERS.contains(operator)) {
          throw unexpected();
        }
        String value = next();
        if (!value.startsWith("\"")) {
          throw unexpected();
        }
        found.add(new Match(label, operator, value.substring(1, value.length() - 1)));
      } while (skip(","));
      expect("}");
    }
    return List.copyOf(found);
  }

  private String word() {
    String token = next();
    if (!token.matches("[a-zA-Z_]\\w*")) {
      throw unexpected();
    }
    return token;
  }

  private String peek() {
    return at < tokens.size() ? tokens.get(at) : "";
  }

  private String next() {
    String token = peek();
    at++;
    return token;
  }

  private boolean skip(String token) {
    boolean isThere = peek().equals(token);
    at += isThere ? 1 : 0;
    return isThere;
  }

  private void expect(String token) {
    if (!skip(token)) {
      throw unexpected();
    }
  }

  private IllegalArgumentException unexpected() {
    return new IllegalArgumentException("token %d is not expected: %s".formatted(at, text));
  }
}
