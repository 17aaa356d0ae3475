package io.atalaya.api.health;

import io.atalaya.api.camera.CameraSummary;
import io.atalaya.api.camera.WantedCamera;
import io.atalaya.api.health.Condition.Status;
import io.atalaya.contract.gateway.CameraHealth;
import io.atalaya.contract.gateway.FailureKind;
import io.atalaya.contract.gateway.LastFailure;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges what a sync saw. Pure: no clock, no database, no gateway. */
final class HealthJudge {
  /** Media older than this is not live: three segments' worth at the default of 2 s, halved. */
  private static final long STALE_MILLIS = 3_000;

  private HealthJudge() {}

  /** The camera's health as of {@code now}; {@code before} gives what has not changed its times. */
  static HealthReport judge(
      WantedCamera wanted, Observation seen, Optional<HealthReport> before, Instant now) {
    Verdict verdict = verdict(wanted, seen, before);
    CameraHealth measured = seen instanceof Observation.Seen(var health) ? health : null;
    boolean same = before.isPresent() && before.get().summary() == verdict.summary();
    return new HealthReport(
        wanted.key(),
        wanted.generation(),
        verdict.summary(),
        same ? before.get().since() : now,
        verdict.reason(),
        Arrays.stream(Condition.Type.values())
            .map(type -> condition(type, verdict, wanted, before, now))
            .toList(),
        measured,
        now,
        verdict.isFailure() ? before.map(HealthReport::consecutiveFailures).orElse(0) + 1 : 0);
  }

  private static Verdict verdict(
      WantedCamera wanted, Observation seen, Optional<HealthReport> before) {
    return switch (wanted.wish()) {
      case PRESENT -> ofWanted(wanted, seen, before);
      case ABSENT, PURGED -> ofUnwanted(seen, "switched_off", "The camera is switched off.");
      case SUSPENDED -> ofUnwanted(seen, "tenant_suspended", "The tenant is suspended.");
    };
  }

  private static Verdict ofUnwanted(Observation seen, String reason, String message) {
    Status applied =
        switch (seen) {
          case Observation.Absent _ -> Status.TRUE;
          case Observation.Seen _ -> Status.FALSE;
          case Observation.Away _, Observation.Refused _ -> Status.UNKNOWN;
        };
    return Verdict.blind(CameraSummary.DISABLED, reason, message, applied);
  }

  private static Verdict ofWanted(
      WantedCamera wanted, Observation seen, Optional<HealthReport> before) {
    return switch (seen) {
      case Observation.Away _ ->
          Verdict.blind(
              CameraSummary.UNKNOWN,
              "gateway_unavailable",
              "The gateway does not answer, so nobody can tell.",
              Status.UNKNOWN);
      case Observation.Absent _ ->
          Verdict.blind(
              CameraSummary.PENDING,
              "not_provisioned",
              "The gateway does not have the camera yet.",
              Status.FALSE);
      case Observation.Refused(var code, var message) ->
          Verdict.blind(CameraSummary.OFFLINE, code, message, Status.FALSE);
      case Observation.Seen(var health) when health.generation() != wanted.generation() ->
          Verdict.blind(
              CameraSummary.PENDING,
              "config_pending",
              "The gateway still runs another configuration.",
              Status.FALSE);
      case Observation.Seen(var health) -> ofRunning(health, before);
    };
  }

  private static Verdict ofRunning(CameraHealth health, Optional<HealthReport> before) {
    return switch (health.state()) {
      case LIVE -> ofLive(health);
      case RETRYING, PARKED -> ofFailure(health.lastFailure());
      case CONNECTING -> ofSilence(health, before, "connecting", "Connecting to the camera.");
      case IDLE ->
          ofSilence(health, before, "idle", "Pulled on demand; nobody is watching at present.");
    };
  }

  private static Verdict ofLive(CameraHealth health) {
    Long age = health.lastFrameAgeMillis();
    boolean stale = age != null && age > STALE_MILLIS;
    return new Verdict(
        stale ? CameraSummary.DEGRADED : CameraSummary.ONLINE,
        stale ? "media_stale" : "media_flowing",
        stale ? "The last frame came %d ms ago.".formatted(age) : "Media flows.",
        Status.TRUE,
        Status.TRUE,
        stale ? Status.FALSE : Status.TRUE,
        Status.TRUE);
  }

  /**
   * Neither media nor a verdict of this run. The last evidence stands: a failure that came after
   * the camera was last well, or that it was well; without any, we wait.
   */
  private static Verdict ofSilence(
      CameraHealth health, Optional<HealthReport> before, String reason, String message) {
    LastFailure failure = health.lastFailure();
    boolean wasWell = before.map(HealthReport::summary).filter(HealthJudge::isWell).isPresent();
    if (failure != null && (!wasWell || failure.at().isAfter(before.orElseThrow().since()))) {
      return ofFailure(failure);
    }
    return wasWell
        ? new Verdict(
            CameraSummary.ONLINE,
            reason,
            message,
            Status.TRUE,
            Status.TRUE,
            Status.FALSE,
            Status.TRUE)
        : Verdict.blind(CameraSummary.PENDING, reason, message, Status.TRUE);
  }

  private static boolean isWell(CameraSummary summary) {
    return summary == CameraSummary.ONLINE || summary == CameraSummary.DEGRADED;
  }

  private static Verdict ofFailure(@Nullable LastFailure failure) {
    if (failure == null) {
      return Verdict.blind(
          CameraSummary.OFFLINE, "retrying", "The gateway tries again.", Status.TRUE);
    }
    FailureKind kind = failure.kind();
    return new Verdict(
        kind == FailureKind.CREDENTIALS_REJECTED
            ? CameraSummary.AUTH_FAILED
            : CameraSummary.OFFLINE,
        kind.toString(),
        failure.message(),
        switch (kind) {
          case UNREACHABLE -> Status.FALSE;
          case ENGINE_CRASHED, SOURCE_REFUSED -> Status.UNKNOWN;
          case CREDENTIALS_REJECTED,
              BUSY,
              UNSUPPORTED_CODEC,
              STALLED,
              PROTOCOL_VIOLATION,
              SOURCE_ENDED ->
              Status.TRUE;
        },
        switch (kind) {
          case CREDENTIALS_REJECTED -> Status.FALSE;
          case UNSUPPORTED_CODEC, STALLED, SOURCE_ENDED -> Status.TRUE;
          case UNREACHABLE, BUSY, PROTOCOL_VIOLATION, ENGINE_CRASHED, SOURCE_REFUSED ->
              Status.UNKNOWN;
        },
        Status.FALSE,
        Status.TRUE);
  }

  private static Condition condition(
      Condition.Type type,
      Verdict verdict,
      WantedCamera wanted,
      Optional<HealthReport> before,
      Instant now) {
    Status status = verdict.statusOf(type);
    Optional<Condition> last = before.flatMap(report -> of(type, report.conditions()));
    boolean isTrue = status == Status.TRUE;
    return new Condition(
        type,
        status,
        isTrue ? "ok" : verdict.reason(),
        isTrue ? "" : verdict.message(),
        last.filter(old -> old.status() == status).map(Condition::lastTransitionAt).orElse(now),
        status == Status.UNKNOWN ? last.map(HealthJudge::lastProbe).orElse(null) : now,
        wanted.generation());
  }

  private static @Nullable Instant lastProbe(Condition condition) {
    return condition.lastProbeAt();
  }

  private static Optional<Condition> of(Condition.Type type, List<Condition> conditions) {
    return conditions.stream().filter(condition -> condition.type() == type).findFirst();
  }
}
