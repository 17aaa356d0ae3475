package io.atalaya.api.audit;

import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Whether something happened, or was asked for and refused; an event's action tells. */
@Schema(name = "AuditOutcome")
public enum Outcome {
  DONE,
  DENIED;

  static final String ACCESS_DENIED = "access.denied";
  static final String SIGN_IN_FAILED = "auth.failed";
  static final String STREAM_REFUSED = "stream.refused";

  /** Those that tell of a refusal. */
  private static final List<String> REFUSALS =
      List.of(ACCESS_DENIED, SIGN_IN_FAILED, STREAM_REFUSED);

  /** As an index of the database has it, so that the planner sees that they are the same. */
  private static final String IN_REFUSALS =
      "action in ('access.denied', 'auth.failed', 'stream.refused')";

  /** What {@code action} came to. */
  static Outcome of(String action) {
    return REFUSALS.contains(action) ? DENIED : DONE;
  }

  /** For a query's {@code where}. */
  String condition() {
    return switch (this) {
      case DONE -> "not " + IN_REFUSALS;
      case DENIED -> IN_REFUSALS;
    };
  }

  /** The spelling on the wire. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
