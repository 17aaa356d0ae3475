package io.atalaya.api.session;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.error.Violation;
import java.util.List;
import java.util.Set;

/** Why a session is over: one of ours, or the words of whoever ended it. */
public record EndReason(String value) {
  /** The person who watched ended it. */
  public static final EndReason VIEWER = new EndReason("viewer");

  /** Somebody else of the tenant, or of the platform, ended it. */
  public static final EndReason ADMIN = new EndReason("admin");

  /** Its own viewer gave its slot to another session. */
  public static final EndReason TAKEN_OVER = new EndReason("taken_over");

  public static final EndReason CAMERA_DISABLED = new EndReason("camera_disabled");
  public static final EndReason CAMERA_DELETED = new EndReason("camera_deleted");
  public static final EndReason TENANT_SUSPENDED = new EndReason("tenant_suspended");
  public static final EndReason TENANT_DEPROVISIONED = new EndReason("tenant_deprovisioned");

  /** The right to watch was taken back: from the session, its person, its camera or its tenant. */
  public static final EndReason REVOKED = new EndReason("revoked");

  /** The plan's longest session is over. */
  public static final EndReason MAX_DURATION = new EndReason("max_duration");

  /** Requested, and no token asked for within the window. */
  public static final EndReason NEVER_ISSUED = new EndReason("never_issued");

  /** A token was handed out, and nobody came with it within the window. */
  public static final EndReason NEVER_CLAIMED = new EndReason("never_claimed");

  /** The page that watched said that it goes, and did not come back in time. */
  public static final EndReason VIEWER_LEFT = new EndReason("viewer_left");

  /** Media stopped being fetched. */
  public static final EndReason LEASE_LAPSED = new EndReason("lease_lapsed");

  private static final int MAX_CHARS = 100;

  /** Reasons that state a fact which only the platform can know. */
  private static final Set<EndReason> RESERVED =
      Set.of(
          TAKEN_OVER,
          CAMERA_DISABLED,
          CAMERA_DELETED,
          TENANT_SUSPENDED,
          TENANT_DEPROVISIONED,
          REVOKED,
          MAX_DURATION,
          NEVER_ISSUED,
          NEVER_CLAIMED,
          VIEWER_LEFT,
          LEASE_LAPSED);

  /** Begins what an administrator said, so that nobody takes it for the viewer's own words. */
  private static final String ADMIN_SAYS = ADMIN.value + ": ";

  /** An administrator's words about somebody else's session; the same rules. */
  static EndReason ofAdmin(String text) {
    EndReason words = ofCaller(text);
    return words.equals(ADMIN) ? ADMIN : new EndReason(ADMIN_SAYS + words.value);
  }

  /** A caller's own words; {@code validation_failed} when they are too long or pose as ours. */
  static EndReason ofCaller(String text) {
    String words = text.strip();
    if (words.isEmpty() || words.length() > MAX_CHARS || hasControl(words)) {
      throw refused("must be 1 to %d characters without control characters".formatted(MAX_CHARS));
    }
    var reason = new EndReason(words);
    if (RESERVED.contains(reason) || words.startsWith(ADMIN_SAYS.strip())) {
      throw refused("is a reason only the platform gives");
    }
    return reason;
  }

  /** For metrics, whose labels must be few: ours as it is, anybody's own words as {@code other}. */
  String label() {
    return RESERVED.contains(this) || equals(VIEWER) || equals(ADMIN) ? value : "other";
  }

  private static boolean hasControl(String text) {
    return text.codePoints().anyMatch(Character::isISOControl);
  }

  private static RuntimeException refused(String message) {
    return new DomainError.Invalid(
            RequestErrorCode.VALIDATION_FAILED,
            "reason " + message,
            List.of(new Violation("reason", message)))
        .toException();
  }

  @Override
  public String toString() {
    return value;
  }
}
