package io.atalaya.api.health;

import io.atalaya.api.camera.CameraSummary;
import io.atalaya.api.health.Condition.Status;

/**
 * What a sync's observation means, without its history.
 *
 * @param reason a code; stands at every condition that is not true
 * @param message the same for people
 */
record Verdict(
    CameraSummary summary,
    String reason,
    String message,
    Status reachable,
    Status authenticated,
    Status mediaFlowing,
    Status configApplied) {

  /** Where nothing is known of the camera itself. */
  static Verdict blind(CameraSummary summary, String reason, String message, Status configApplied) {
    return new Verdict(
        summary, reason, message, Status.UNKNOWN, Status.UNKNOWN, Status.UNKNOWN, configApplied);
  }

  boolean isFailure() {
    return switch (summary) {
      case OFFLINE, AUTH_FAILED, UNKNOWN -> true;
      case PENDING, ONLINE, DEGRADED, DISABLED -> false;
    };
  }

  Status statusOf(Condition.Type type) {
    return switch (type) {
      case REACHABLE -> reachable;
      case AUTHENTICATED -> authenticated;
      case MEDIA_FLOWING -> mediaFlowing;
      case CONFIG_APPLIED -> configApplied;
    };
  }
}
