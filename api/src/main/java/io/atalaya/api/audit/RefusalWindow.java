package io.atalaya.api.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tenant's refusals of one minute. Not thread-safe. */
final class RefusalWindow {
  /** Refusals that are told apart in one window. */
  static final int MAX_KINDS = 50;

  private final Instant endsAt;
  private final Map<Kind, Repeated> kinds = new LinkedHashMap<>();
  private @Nullable Repeated others;

  /** Something refused, and to whom. */
  record Refusal(Fact fact, Origin origin) {}

  private record Kind(Actor actor, String action, String subject, @Nullable String reason) {}

  private record Repeated(Refusal last, long count) {
    Repeated once(Refusal again) {
      return new Repeated(again, count + 1);
    }

    Refusal counted() {
      Fact fact = last.fact();
      var details = new LinkedHashMap<String, Object>(fact.details());
      details.put("count", count);
      return new Refusal(
          new Fact(
              fact.action(), fact.subject(), fact.camera(), fact.user(), fact.reason(), details),
          last.origin());
    }
  }

  RefusalWindow(Instant endsAt) {
    this.endsAt = endsAt;
  }

  Instant endsAt() {
    return endsAt;
  }

  /** What is to be written at once: a refusal the window has not seen yet. */
  Optional<Refusal> add(Refusal refusal) {
    Fact fact = refusal.fact();
    var kind = new Kind(refusal.origin().actor(), fact.action(), fact.subject(), fact.reason());
    Repeated known = kinds.get(kind);
    if (known != null) {
      kinds.put(kind, known.once(refusal));
      return Optional.empty();
    }
    if (kinds.size() == MAX_KINDS) {
      others = (others == null ? new Repeated(refusal, 0) : others).once(refusal);
      return Optional.empty();
    }
    kinds.put(kind, new Repeated(refusal, 0));
    return Optional.of(new Repeated(refusal, 1).counted());
  }

  /** What came after the first of each kind, and what was too much to be told apart. */
  List<Refusal> repeated() {
    var found = new ArrayList<Refusal>();
    for (Repeated each : kinds.values()) {
      if (each.count > 0) {
        found.add(each.counted());
      }
    }
    if (others != null) {
      found.add(anonymous(others));
    }
    return found;
  }

  /** Many of many: nothing is claimed about whom, what and why. */
  private static Refusal anonymous(Repeated others) {
    Fact last = others.last.fact();
    return new Refusal(
        new Fact(last.action(), "refusals/many", null, null, "many", Map.of("count", others.count)),
        Origin.SYSTEM);
  }
}
