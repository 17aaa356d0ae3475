package io.atalaya.api.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All signing keys, seen at one moment. Pure: what a key is follows from when it and its successor
 * start to sign, so nobody has to write a change of state down, and replicas agree by the
 * database's clock.
 *
 * <pre>
 *  key 1 ── current ─────────────┬─ retired ──┐ gone
 *  key 2              next ──────┼─ current ──┼─────────
 *             made, published ▲  ▲ signs      ▲ no token of key 1 is left
 *                             └──┘ AHEAD  └───┘ KEPT
 * </pre>
 */
final class KeySchedule {
  /** A key is published so long before it signs; gateways look at least every five minutes. */
  static final Duration AHEAD = Duration.ofMinutes(10);

  /**
   * A key stays so long after it signed last: the longest token lives two minutes, and a replica
   * may notice a few seconds late that another key signs.
   */
  static final Duration KEPT = Duration.ofMinutes(10);

  private final List<SigningKeyStore.Row> bySigning;
  private final Instant now;

  KeySchedule(List<SigningKeyStore.Row> keys, Instant now) {
    this.bySigning =
        keys.stream()
            .sorted(
                Comparator.comparing(SigningKeyStore.Row::signsFrom)
                    .thenComparing(SigningKeyStore.Row::kid))
            .toList();
    this.now = now;
  }

  /**
   * The key that signs; empty only when there is none at all: after a clock was set back, the first
   * one is still better than none.
   */
  Optional<SigningKeyStore.Row> current() {
    return bySigning.stream()
        .filter(key -> !key.signsFrom().isAfter(now))
        .reduce((_, b) -> b)
        .or(() -> bySigning.stream().findFirst());
  }

  /** Whether another key is on its way already. */
  boolean hasNext() {
    return bySigning.stream().anyMatch(key -> key.signsFrom().isAfter(now));
  }

  /** Whether it is time for another key because the present one has signed for {@code age}. */
  boolean isDue(Duration age) {
    return !hasNext() && current().filter(key -> key.signsFrom().plus(age).isAfter(now)).isEmpty();
  }

  /** When the next key may sign: at once if it is the first. */
  Instant nextSignsFrom() {
    return current().isEmpty() ? now : now.plus(AHEAD);
  }

  /** Those that verify: all but the ones that are gone. */
  List<SigningKeyStore.Row> published() {
    return bySigning.stream().filter(key -> !isGone(key)).toList();
  }

  /** Those whose last token is over. */
  List<String> gone() {
    return bySigning.stream().filter(this::isGone).map(SigningKeyStore.Row::kid).toList();
  }

  SigningKey.State state(SigningKeyStore.Row key) {
    if (current().filter(key::equals).isPresent()) {
      return SigningKey.State.CURRENT;
    }
    return key.signsFrom().isAfter(now) ? SigningKey.State.NEXT : SigningKey.State.RETIRED;
  }

  private boolean isGone(SigningKeyStore.Row key) {
    int successor = bySigning.indexOf(key) + 1;
    return successor < bySigning.size()
        && bySigning.get(successor).signsFrom().plus(KEPT).isBefore(now);
  }
}
