package io.atalaya.api.health;

import io.atalaya.api.camera.WantedCamera;
import io.atalaya.api.health.Condition.Status;
import java.time.Duration;
import java.time.Instant;

/** When a camera is looked at again, by what the last look came to. Pure. */
final class NextLook {
  private NextLook() {}

  /**
   * The pause after a look.
   *
   * @param gatewayAway nobody gets an answer from its gateway: its breaker saves the calls, so its
   *     cameras keep their turns
   * @param jitter 0 to 1
   */
  static Duration after(
      WantedCamera wanted,
      HealthReport report,
      boolean gatewayAway,
      Instant now,
      double jitter,
      HealthRules rules) {
    Duration turn = Pause.untilItsTurn(wanted.key(), now, rules.looks().interval());
    Track track = report.track();
    if (gatewayAway) {
      return turn;
    }
    if (track.misses() > 0) {
      return Pause.backedOff(track.misses(), jitter, rules.backoff());
    }
    return switch (report.summary()) {
      case DISABLED ->
          wanted.wish() == WantedCamera.Wish.ABSENT && isApplied(report)
              ? rules.longestPause()
              : turn;
      case AUTH_FAILED -> report.isParked() ? rules.longestPause() : soon(turn, rules);
      case PENDING -> soon(turn, rules);
      case ONLINE -> turn;
      case DEGRADED -> track.failures() > 0 ? soon(turn, rules) : turn;
      case OFFLINE ->
          track.successes() > 0
              ? soon(turn, rules)
              : Pause.backedOff(Math.max(1, track.steps()), jitter, rules.backoff());
      case UNKNOWN -> turn;
    };
  }

  private static Duration soon(Duration turn, HealthRules rules) {
    Duration confirm = rules.looks().confirm();
    return turn.compareTo(confirm) < 0 && turn.compareTo(Pause.FLOOR) >= 0 ? turn : confirm;
  }

  private static boolean isApplied(HealthReport report) {
    return report.conditions().stream()
        .anyMatch(condition ->
            condition.type() == Condition.Type.CONFIG_APPLIED && condition.status() == Status.TRUE);
  }
}
