package io.atalaya.api.health;

import io.atalaya.api.camera.WantedCamera;
import io.atalaya.api.health.Condition.Status;
import io.atalaya.contract.gateway.CameraHealth;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the report of a look, with the times of what has not changed. Pure. */
final class HealthReports {
  private HealthReports() {}

  /**
   * The camera's health as of {@code now}.
   *
   * @param gatewayAway nobody gets an answer from its gateway
   * @param before the last report; empty before the first
   */
  static HealthReport of(
      WantedCamera wanted,
      Observation seen,
      boolean gatewayAway,
      Optional<HealthReport> before,
      Instant now,
      HealthRules rules) {
    Track past = past(wanted, before);
    CameraHealth measured = seen instanceof Observation.Seen(var health) ? health : null;
    Judgement judged =
        Judgement.of(
            HealthJudge.verdict(wanted, seen, past),
            past,
            before.map(HealthReport::summary).orElse(null),
            gatewayAway,
            measured,
            now,
            rules);
    boolean same = before.isPresent() && before.get().summary() == judged.verdict().summary();
    return new HealthReport(
        wanted.key(),
        wanted.generation(),
        judged.verdict().summary(),
        same ? before.get().since() : now,
        judged.verdict().reason(),
        Arrays.stream(Condition.Type.values())
            .map(type -> condition(type, judged, wanted, before, now, rules))
            .toList(),
        kept(measured, seen, before),
        now,
        judged.track());
  }

  private static Track past(WantedCamera wanted, Optional<HealthReport> before) {
    return before
        .map(report ->
            report.generation() == wanted.generation() ? report.track() : report.track().renewed())
        .orElse(Track.NONE);
  }

  /** That a camera is parked must be known as long as it is, also when its gateway forgot. */
  private static @Nullable CameraHealth kept(
      @Nullable CameraHealth measured, Observation seen, Optional<HealthReport> before) {
    boolean parked =
        before.map(HealthReport::gateway).filter(HealthJudge::isParked).isPresent()
            && (seen instanceof Observation.Parked || seen instanceof Observation.Away);
    return parked ? before.get().gateway() : measured;
  }

  private static Condition condition(
      Condition.Type type,
      Judgement judged,
      WantedCamera wanted,
      Optional<HealthReport> before,
      Instant now,
      HealthRules rules) {
    Optional<Condition> last = before.flatMap(report -> of(type, report.conditions()));
    if (type == Condition.Type.FLAPPING) {
      return flapping(judged.track().isFlapping(rules), wanted, last, now, rules);
    }
    Verdict verdict = judged.verdict();
    Status status = verdict.statusOf(type);
    boolean isTrue = status == Status.TRUE;
    return new Condition(
        type,
        status,
        isTrue ? "ok" : verdict.reason(),
        isTrue ? "" : verdict.message(),
        transition(last, status, now),
        status == Status.UNKNOWN ? last.map(Condition::lastProbeAt).orElse(null) : now,
        wanted.generation());
  }

  private static Condition flapping(
      boolean isFlapping,
      WantedCamera wanted,
      Optional<Condition> last,
      Instant now,
      HealthRules rules) {
    Status status = isFlapping ? Status.TRUE : Status.FALSE;
    return new Condition(
        Condition.Type.FLAPPING,
        status,
        isFlapping ? "flapping" : "steady",
        isFlapping
            ? "It went on or off more than %d times within %d s; nobody is told of each."
                .formatted(rules.damping().flapChanges(), rules.damping().flapWindow().toSeconds())
            : "",
        transition(last, status, now),
        now,
        wanted.generation());
  }

  private static Instant transition(Optional<Condition> last, Status status, Instant now) {
    return last.filter(old -> old.status() == status).map(Condition::lastTransitionAt).orElse(now);
  }

  private static Optional<Condition> of(Condition.Type type, List<Condition> conditions) {
    return conditions.stream().filter(condition -> condition.type() == type).findFirst();
  }
}
