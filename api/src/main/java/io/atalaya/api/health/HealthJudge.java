package io.atalaya.api.health;

import io.atalaya.api.camera.CameraSummary;
import io.atalaya.api.camera.WantedCamera;
import io.atalaya.api.health.Condition.Status;
import io.atalaya.api.health.Verdict.Evidence;
import io.atalaya.contract.gateway.CameraHealth;
import io.atalaya.contract.gateway.FailureKind;
import io.atalaya.contract.gateway.IngestState;
import io.atalaya.contract.gateway.LastFailure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what one look means. Pure: no clock, no database, no gateway. */
final class HealthJudge {
  /** Media older than this is not live: three segments' worth at the default of 2 s, halved. */
  private static final long STALE_MILLIS = 3_000;

  private HealthJudge() {}

  /** The verdict on what was seen; the track tells what of it is history. */
  static Verdict verdict(WantedCamera wanted, Observation seen, Track track) {
    return switch (wanted.wish()) {
      case PRESENT -> ofWanted(wanted, seen, track);
      case ABSENT, PURGED -> ofUnwanted(seen, "switched_off", "The camera is switched off.");
      case SUSPENDED -> ofUnwanted(seen, "tenant_suspended", "The tenant is suspended.");
    };
  }

  private static Verdict ofUnwanted(Observation seen, String reason, String message) {
    Status applied =
        switch (seen) {
          case Observation.Absent _ -> Status.TRUE;
          case Observation.Seen _ -> Status.FALSE;
          case Observation.Away _, Observation.Refused _, Observation.Parked _ -> Status.UNKNOWN;
        };
    Evidence evidence = seen instanceof Observation.Away ? Evidence.MISSED : Evidence.NONE;
    return Verdict.blind(evidence, CameraSummary.DISABLED, reason, message, applied);
  }

  private static Verdict ofWanted(WantedCamera wanted, Observation seen, Track track) {
    return switch (seen) {
      case Observation.Away _ ->
          Verdict.blind(
              Evidence.MISSED,
              CameraSummary.UNKNOWN,
              "gateway_unavailable",
              "The gateway does not answer, so nobody can tell.",
              Status.UNKNOWN);
      case Observation.Absent _ ->
          Verdict.blind(
              Evidence.NONE,
              CameraSummary.PENDING,
              "not_provisioned",
              "The gateway does not have the camera yet.",
              Status.FALSE);
      case Observation.Parked _ -> rejected(REJECTED, Status.FALSE);
      case Observation.Refused(var code, var message) ->
          Verdict.blind(Evidence.ILL, CameraSummary.OFFLINE, code, message, Status.FALSE);
      case Observation.Seen(var health) when health.generation() != wanted.generation() ->
          Verdict.blind(
              Evidence.NONE,
              CameraSummary.PENDING,
              "config_pending",
              "The gateway still runs another configuration.",
              Status.FALSE);
      case Observation.Seen(var health) -> ofRunning(health, track);
    };
  }

  private static Verdict ofRunning(CameraHealth health, Track track) {
    return switch (health.state()) {
      case LIVE -> ofLive(health);
      case RETRYING, PARKED -> ofFailure(health);
      case CONNECTING -> ofSilence(health, track, "connecting", "Connecting to the camera.");
      case IDLE ->
          ofSilence(health, track, "idle", "Pulled on demand; nobody is watching at present.");
    };
  }

  private static Verdict ofLive(CameraHealth health) {
    Long age = health.lastFrameAgeMillis();
    boolean stale = age != null && age > STALE_MILLIS;
    return new Verdict(
        stale ? Evidence.POOR : Evidence.WELL,
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
      CameraHealth health, Track track, String reason, String message) {
    LastFailure failure = health.lastFailure();
    boolean wasWell = track.level() == Track.Level.UP;
    if (failure != null && !(wasWell && failure.at().equals(track.forgiven()))) {
      return ofFailure(health);
    }
    return wasWell
        ? new Verdict(
            Evidence.NONE,
            CameraSummary.ONLINE,
            reason,
            message,
            Status.TRUE,
            Status.TRUE,
            Status.FALSE,
            Status.TRUE)
        : Verdict.blind(Evidence.NONE, CameraSummary.PENDING, reason, message, Status.TRUE);
  }

  private static Verdict ofFailure(CameraHealth health) {
    LastFailure failure = health.lastFailure();
    if (failure == null) {
      return Verdict.blind(
          Evidence.ILL, CameraSummary.OFFLINE, "retrying", "The gateway tries again.", Status.TRUE);
    }
    FailureKind kind = failure.kind();
    if (kind == FailureKind.CREDENTIALS_REJECTED) {
      return health.state() == IngestState.PARKED
          ? rejected(failure.message() + " " + REJECTED, Status.TRUE)
          : rejected(failure.message(), Status.TRUE);
    }
    return new Verdict(
        Evidence.ILL,
        CameraSummary.OFFLINE,
        kind.toString(),
        failure.message(),
        switch (kind) {
          case UNREACHABLE -> Status.FALSE;
          case ENGINE_CRASHED, ENGINE_NOT_AVAILABLE, SOURCE_REFUSED -> Status.UNKNOWN;
          case CREDENTIALS_REJECTED,
              BUSY,
              UNSUPPORTED_CODEC,
              UNREADABLE_VIDEO,
              STALLED,
              PROTOCOL_VIOLATION,
              SOURCE_ENDED ->
              Status.TRUE;
        },
        switch (kind) {
          case CREDENTIALS_REJECTED -> Status.FALSE;
          case UNSUPPORTED_CODEC, UNREADABLE_VIDEO, STALLED, SOURCE_ENDED -> Status.TRUE;
          case UNREACHABLE,
              BUSY,
              PROTOCOL_VIOLATION,
              ENGINE_CRASHED,
              ENGINE_NOT_AVAILABLE,
              SOURCE_REFUSED ->
              Status.UNKNOWN;
        },
        Status.FALSE,
        Status.TRUE);
  }

  private static final String REJECTED =
      "No further attempt is made, because cameras lock out who goes on trying: correct the user"
          + " name and password, or deprovision and provision the camera once it takes them.";

  private static Verdict rejected(String message, Status configApplied) {
    return new Verdict(
        Evidence.CERTAINLY_ILL,
        CameraSummary.AUTH_FAILED,
        FailureKind.CREDENTIALS_REJECTED.toString(),
        message,
        Status.TRUE,
        Status.FALSE,
        Status.FALSE,
        configApplied);
  }

  /** Whether the gateway has given up on a camera whose credentials were rejected. */
  static boolean isParked(@Nullable CameraHealth health) {
    return health != null
        && health.state() == IngestState.PARKED
        && Optional.ofNullable(health.lastFailure())
            .filter(failure -> failure.kind() == FailureKind.CREDENTIALS_REJECTED)
            .isPresent();
  }
}
