package io.atalaya.api.health;

import io.atalaya.api.camera.CameraSummary;
import io.atalaya.api.health.Condition.Status;

/**
 * What a look's observation means, before damping.
 *
 * @param evidence of the camera itself
 * @param summary what the camera is if this lasts
 * @param reason a code; stands at every condition that is not true
 * @param message the same for people
 */
record Verdict(
    Evidence evidence,
    CameraSummary summary,
    String reason,
    String message,
    Status reachable,
    Status authenticated,
    Status mediaFlowing,
    Status configApplied) {

  /** What a look tells of the camera itself. */
  enum Evidence {
    WELL,
    /** Media came lately, and does not now. */
    POOR,
    ILL,
    /** Ill, and looking again changes nothing until somebody changes something. */
    CERTAINLY_ILL,
    /** Not asked: switched off, or still connecting. */
    NONE,
    /** Asked, and nobody answered. */
    MISSED
  }

  /** Where nothing is known of the camera itself. */
  static Verdict blind(
      Evidence evidence,
      CameraSummary summary,
      String reason,
      String message,
      Status configApplied) {
    return new Verdict(
        evidence,
        summary,
        reason,
        message,
        Status.UNKNOWN,
        Status.UNKNOWN,
        Status.UNKNOWN,
        configApplied);
  }

  /** The same, saying something else in one word. */
  Verdict saying(CameraSummary other, String otherReason, String otherMessage) {
    return new Verdict(
        evidence,
        other,
        otherReason,
        otherMessage,
        reachable,
        authenticated,
        mediaFlowing,
        configApplied);
  }

  Status statusOf(Condition.Type type) {
    return switch (type) {
      case REACHABLE -> reachable;
      case AUTHENTICATED -> authenticated;
      case MEDIA_FLOWING -> mediaFlowing;
      case CONFIG_APPLIED -> configApplied;
      case FLAPPING -> throw new IllegalArgumentException("no single look can tell");
    };
  }
}
