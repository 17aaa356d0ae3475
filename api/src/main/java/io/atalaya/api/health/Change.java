package io.atalaya.api.health;

import io.atalaya.api.camera.CameraSummary;
import io.atalaya.api.event.EventType;
import java.util.Optional;

/** What is new in a report, damped. Pure. */
final class Change {
  private Change() {}

  /**
   * Empty when there is nothing to tell: the camera is as it was, it is looked at for the first
   * time, or it flaps, which is told once. What it settles to after that is told in any case.
   */
  static Optional<HealthMoved> between(
      Optional<HealthReport> before, HealthReport after, HealthRules rules) {
    return before.flatMap(last -> {
      boolean flapped = last.track().isFlapping(rules);
      if (after.track().isFlapping(rules)) {
        return flapped
            ? Optional.empty()
            : Optional.of(moved(EventType.CAMERA_FLAPPING, last, after));
      }
      return !flapped && last.summary() == after.summary()
          ? Optional.empty()
          : Optional.of(moved(told(after.summary()), last, after));
    });
  }

  private static HealthMoved moved(EventType type, HealthReport before, HealthReport after) {
    return new HealthMoved(
        after.key(),
        type,
        before.summary(),
        after.summary(),
        after.reason(),
        after.message(),
        after.since());
  }

  private static EventType told(CameraSummary summary) {
    return switch (summary) {
      case PENDING -> EventType.CAMERA_PENDING;
      case ONLINE -> EventType.CAMERA_ONLINE;
      case DEGRADED -> EventType.CAMERA_DEGRADED;
      case OFFLINE -> EventType.CAMERA_OFFLINE;
      case AUTH_FAILED -> EventType.CAMERA_AUTH_FAILED;
      case UNKNOWN -> EventType.CAMERA_UNKNOWN;
      case DISABLED -> EventType.CAMERA_DISABLED;
    };
  }
}
