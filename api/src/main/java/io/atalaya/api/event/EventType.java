package io.atalaya.api.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that is told: {@code thing.what_it_did}, never renamed. {@code docs/ref/events.md}
 * lists them for their readers, and a test compares.
 */
public enum EventType {
  CAMERA_CREATED,
  CAMERA_UPDATED,
  CAMERA_DELETED,

  // A camera's summary has become another one; see CameraSummary.
  CAMERA_PENDING,
  CAMERA_ONLINE,
  CAMERA_DEGRADED,
  CAMERA_OFFLINE,
  CAMERA_AUTH_FAILED,
  CAMERA_UNKNOWN,
  CAMERA_DISABLED,

  /** Too many changes in a short time; told once, not with each. */
  CAMERA_FLAPPING,

  // Written by the database itself, with the session's row.
  SESSION_REQUESTED,
  SESSION_ISSUED,
  SESSION_STARTED,
  SESSION_ENDED,

  TENANT_SUSPENDED,
  TENANT_RESUMED,

  WEBHOOK_DISABLED,

  // Of the platform; no tenant sees them.
  GATEWAY_AVAILABLE,
  GATEWAY_UNAVAILABLE;

  /** The one that {@code word} spells. */
  public static Optional<EventType> of(String word) {
    return Arrays.stream(values()).filter(type -> type.toString().equals(word)).findFirst();
  }

  /** Whether it concerns the operator's installation, and no tenant. */
  public boolean isOfPlatform() {
    return switch (this) {
      case GATEWAY_AVAILABLE, GATEWAY_UNAVAILABLE -> true;
      case CAMERA_CREATED,
          CAMERA_UPDATED,
          CAMERA_DELETED,
          CAMERA_PENDING,
          CAMERA_ONLINE,
          CAMERA_DEGRADED,
          CAMERA_OFFLINE,
          CAMERA_AUTH_FAILED,
          CAMERA_UNKNOWN,
          CAMERA_DISABLED,
          CAMERA_FLAPPING,
          SESSION_REQUESTED,
          SESSION_ISSUED,
          SESSION_STARTED,
          SESSION_ENDED,
          TENANT_SUSPENDED,
          TENANT_RESUMED,
          WEBHOOK_DISABLED ->
          false;
    };
  }

  /** The spelling on the wire and in rows. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replaceFirst("_", ".");
  }
}
