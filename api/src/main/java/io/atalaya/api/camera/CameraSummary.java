package io.atalaya.api.camera;

import java.util.Locale;

/** A camera's health in one word. */
public enum CameraSummary {
  /** Not seen at work yet. */
  PENDING,
  ONLINE,
  DEGRADED,
  OFFLINE,
  /** The camera rejects its user name or password. */
  AUTH_FAILED,
  /** Nobody can tell, because the gateway does not answer. */
  UNKNOWN,
  /** Switched off on purpose. */
  DISABLED;

  /** The spelling on the wire and in rows. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
