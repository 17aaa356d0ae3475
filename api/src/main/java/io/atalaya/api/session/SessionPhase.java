package io.atalaya.api.session;

import java.util.Locale;

/** The name of a {@link SessionState}, as rows and programs see it. */
public enum SessionPhase {
  REQUESTED,
  ISSUED,
  ACTIVE,
  ENDED,
  EXPIRED;

  /** Whether a session in this phase is over for ever. */
  public boolean isOver() {
    return this == ENDED || this == EXPIRED;
  }

  /** The spelling on the wire and in rows. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
