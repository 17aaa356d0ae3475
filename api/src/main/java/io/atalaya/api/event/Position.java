package io.atalaya.api.event;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the order of all events. Readers get it as an opaque word and give it back to go on
 * after it.
 *
 * @param recordedIn the number of the transaction
 * @param position the order inside it; 0 is before its first
 */
public record Position(long recordedIn, long position) implements Comparable<Position> {
  /** Before everything. */
  public static final Position START = new Position(0, 0);

  private static final Pattern GRAMMAR = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");
  private static final Comparator<Position> ORDER =
      Comparator.comparingLong(Position::recordedIn).thenComparingLong(Position::position);

  /** Reads {@link #toString()}; empty when it is none. */
  public static Optional<Position> parse(String text) {
    Matcher parts = GRAMMAR.matcher(text);
    return parts.matches()
        ? Optional.of(new Position(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2))))
        : Optional.empty();
  }

  /** Before the first event of a transaction, and after all of those before it. */
  public static Position before(long transaction) {
    return new Position(transaction, 0);
  }

  public boolean isAfter(Position other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return recordedIn + "-" + position;
  }
}
