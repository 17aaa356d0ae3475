package io.atalaya.api.audit;

import java.util.List;
import java.util.Locale;

/** Whether something happened, or was asked for and refused; an event's action tells. */
public enum Outcome {
  DONE,
  DENIED;

  static final String ACCESS_DENIED = "access.denied";
  static final String SIGN_IN_FAILED = "auth.failed";
  static final String STREAM_REFUSED = "stream.refused";

  /** Those that tell of a refusal; an index of the database names them too. */
  private static final List<String> REFUSALS =
      List.of(ACCESS_DENIED, SIGN_IN_FAILED, STREAM_REFUSED);

  /** What {@code action} came to. */
  static Outcome of(String action) {
    return REFUSALS.contains(action) ? DENIED : DONE;
  }

  /** The spelling on the wire. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
