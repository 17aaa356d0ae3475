package io.atalaya.api.health;

import io.atalaya.api.camera.CameraSummary;
import io.atalaya.api.health.Verdict.Evidence;
import io.atalaya.contract.gateway.CameraHealth;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A look's verdict with the camera's past put in: what counts, and not only what was seen. Pure.
 *
 * @param verdict with the damped summary
 */
record Judgement(Verdict verdict, Track track) {
  /** Looks in a row without an answer that make a camera unknown, where the gateway is well. */
  private static final int MISSES_TO_UNKNOWN = 2;

  /**
   * Damps a verdict.
   *
   * @param before what the camera counted as in one word; null before the first look
   * @param gatewayAway nobody gets an answer from its gateway
   */
  static Judgement of(
      Verdict seen,
      Track track,
      @Nullable CameraSummary before,
      boolean gatewayAway,
      @Nullable CameraHealth measured,
      Instant now,
      HealthRules rules) {
    Judgement damped = damped(seen, track, before, gatewayAway, measured, now, rules);
    boolean changed = wentOnOrOff(before, damped.verdict.summary());
    return new Judgement(damped.verdict, damped.track.shown(changed, now, rules));
  }

  private static Judgement damped(
      Verdict seen,
      Track track,
      @Nullable CameraSummary before,
      boolean gatewayAway,
      @Nullable CameraHealth measured,
      Instant now,
      HealthRules rules) {
    return switch (seen.evidence()) {
      case WELL -> well(seen, track.well(now, lastFailureAt(measured), rules), before);
      case POOR -> poor(seen, track.unchanged(), before);
      case ILL, CERTAINLY_ILL ->
          ill(seen, track.ill(now, seen.evidence() == Evidence.CERTAINLY_ILL, rules));
      case NONE -> new Judgement(seen, track.unchanged());
      case MISSED -> missed(seen, track.missed(!gatewayAway), before, gatewayAway);
    };
  }

  /** Of the camera's own doing: that nobody can tell, or that nobody wants it, is none of it. */
  private static boolean wentOnOrOff(@Nullable CameraSummary before, CameraSummary after) {
    return before != null
        && isOfItsOwn(before)
        && isOfItsOwn(after)
        && (before == CameraSummary.ONLINE) != (after == CameraSummary.ONLINE);
  }

  private static boolean isOfItsOwn(CameraSummary summary) {
    return switch (summary) {
      case ONLINE, DEGRADED, OFFLINE, AUTH_FAILED -> true;
      case PENDING, UNKNOWN, DISABLED -> false;
    };
  }

  private static Judgement well(Verdict seen, Track track, @Nullable CameraSummary before) {
    return track.level() == Track.Level.UP
        ? new Judgement(seen, track)
        : new Judgement(recovering(seen, before), track);
  }

  private static Judgement poor(Verdict seen, Track track, @Nullable CameraSummary before) {
    return track.level() == Track.Level.DOWN
        ? new Judgement(recovering(seen, before), track)
        : new Judgement(seen, track);
  }

  private static Verdict recovering(Verdict seen, @Nullable CameraSummary before) {
    CameraSummary still = before == CameraSummary.AUTH_FAILED ? before : CameraSummary.OFFLINE;
    return seen.saying(
        still, "recovering", "Media flows again; the next look will tell whether it lasts.");
  }

  private static Judgement ill(Verdict seen, Track track) {
    return track.level() == Track.Level.DOWN
        ? new Judgement(seen, track)
        : new Judgement(seen.saying(CameraSummary.DEGRADED, seen.reason(), seen.message()), track);
  }

  /** One answer that is missing says nothing yet: the camera stays what it was. */
  private static Judgement missed(
      Verdict seen, Track track, @Nullable CameraSummary before, boolean gatewayAway) {
    if (before == null || before == CameraSummary.PENDING || gatewayAway) {
      return new Judgement(seen, track);
    }
    return track.misses() < MISSES_TO_UNKNOWN
        ? new Judgement(seen.saying(before, seen.reason(), seen.message()), track)
        : new Judgement(seen, track);
  }

  private static @Nullable Instant lastFailureAt(@Nullable CameraHealth measured) {
    return measured == null || measured.lastFailure() == null ? null : measured.lastFailure().at();
  }
}
