package io.atalaya.api.policy;

import io.atalaya.api.identity.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Roles × actions, read from comma-separated text: the line {@code version, N}, a header with every
 * role once, then every action once with {@code yes} or {@code no} for each role and what it means.
 * Anything else is refused, so that nobody's mistake permits anything. Immutable.
 *
 * @param meanings what each action lets one do, in words for people
 */
record PolicyMatrix(int version, Map<Role, Set<Action>> allowed, Map<Action, String> meanings) {
  private static final String SHIPPED = "/policy/matrix.csv";

  PolicyMatrix {
    var copy = new EnumMap<Role, Set<Action>>(Role.class);
    allowed.forEach((role, actions) -> copy.put(role, Collections.unmodifiableSet(actions)));
    allowed = Collections.unmodifiableMap(copy);
    meanings = Collections.unmodifiableMap(new EnumMap<>(meanings));
  }

  /** The one this build came with. */
  static PolicyMatrix shipped() {
    try (InputStream in = PolicyMatrix.class.getResourceAsStream(SHIPPED)) {
      if (in == null) {
        throw new IllegalStateException("the policy matrix %s is missing".formatted(SHIPPED));
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the policy matrix " + SHIPPED, e);
    }
  }

  /**
   * Reads one.
   *
   * @throws IllegalStateException with one line that says what is wrong, and where
   */
  static PolicyMatrix parse(String text) {
    var lines = new ArrayList<Line>();
    String[] all = text.split("\n", -1);
    for (int i = 0; i < all.length; i++) {
      if (!all[i].isBlank() && !all[i].startsWith("#")) {
        lines.add(Line.of(i + 1, all[i]));
      }
    }
    if (lines.size() < 2) {
      throw new IllegalStateException("the policy matrix has no version and no header");
    }
    var reader = new Reader(version(lines.get(0)), roles(lines.get(1)));
    lines.subList(2, lines.size()).forEach(reader::row);
    return reader.matrix();
  }

  private static int version(Line line) {
    if (line.cells.size() != 2
        || !line.cells.getFirst().equals("version")
        || !line.cells.getLast().matches("[1-9][0-9]{0,8}")) {
      throw line.wrong("must be: version, and a number from 1");
    }
    return Integer.parseInt(line.cells.getLast());
  }

  private static List<Role> roles(Line line) {
    int last = line.cells.size() - 1;
    if (last < 1
        || !line.cells.getFirst().equals("action")
        || !line.cells.getLast().equals("meaning")) {
      throw line.wrong("must be: action, the roles, and meaning");
    }
    var roles = new ArrayList<Role>();
    for (String word : line.cells.subList(1, last)) {
      Role role = line.word(word, Role.values(), "role");
      if (roles.contains(role)) {
        throw line.wrong("names the role %s twice".formatted(role));
      }
      roles.add(role);
    }
    for (Role role : Role.values()) {
      if (!roles.contains(role)) {
        throw line.wrong("does not name the role %s".formatted(role));
      }
    }
    return roles;
  }

  private static final class Reader {
    private final int version;
    private final List<Role> roles;
    private final Map<Role, Set<Action>> allowed = new EnumMap<>(Role.class);
    private final Map<Action, String> meanings = new EnumMap<>(Action.class);

    Reader(int version, List<Role> roles) {
      this.version = version;
      this.roles = roles;
    }

    void row(Line line) {
      Action action = line.word(line.cells.getFirst(), Action.values(), "action");
      if (line.cells.size() != roles.size() + 2) {
        throw line.wrong("must have %d cells for %s".formatted(roles.size() + 2, action));
      }
      if (line.cells.getLast().isEmpty()) {
        throw line.wrong("does not say what %s means".formatted(action));
      }
      if (meanings.put(action, line.cells.getLast()) != null) {
        throw line.wrong("names the action %s twice".formatted(action));
      }
      for (int i = 0; i < roles.size(); i++) {
        if (line.yes(i + 1)) {
          allowed.computeIfAbsent(roles.get(i), _ -> EnumSet.noneOf(Action.class)).add(action);
        }
      }
    }

    PolicyMatrix matrix() {
      for (Action action : Action.values()) {
        if (!meanings.containsKey(action)) {
          throw new IllegalStateException(
              "the policy matrix does not name the action %s".formatted(action));
        }
      }
      return new PolicyMatrix(version, allowed, meanings);
    }
  }

  private record Line(int number, List<String> cells) {
    static Line of(int number, String text) {
      return new Line(number, Arrays.stream(text.split(",", -1)).map(String::strip).toList());
    }

    boolean yes(int cell) {
      return switch (cells.get(cell)) {
        case "yes" -> true;
        case "no" -> false;
        case String other -> throw wrong("has a cell %s that is not yes or no".formatted(other));
      };
    }

    <T extends Enum<T>> T word(String text, T[] words, String kind) {
      return Arrays.stream(words)
          .filter(word -> word.toString().equals(text))
          .findFirst()
          .orElseThrow(() -> wrong("names the unknown %s %s".formatted(kind, text)));
    }

    IllegalStateException wrong(String what) {
      return new IllegalStateException("line %d of the policy matrix %s".formatted(number, what));
    }
  }
}
