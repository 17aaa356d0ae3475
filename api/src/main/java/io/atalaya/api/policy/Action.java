package io.atalaya.api.policy;

import java.util.Locale;

/** Something a caller may or may not do; listed to the UIs by {@code GET /me}. */
public enum Action {
  /** Create, change, suspend and remove tenants. */
  TENANT_MANAGE,
  PLAN_READ,
  PLAN_MANAGE,
  GATEWAY_READ,
  USER_MANAGE,
  API_KEY_MANAGE,
  CAMERA_READ,
  CAMERA_MANAGE,
  /** Ask for a camera's health to be looked at now. */
  HEALTH_SYNC,
  /** Open a session of one's own and watch. */
  STREAM_WATCH,
  /** See other people's sessions; one's own are always seen. */
  SESSION_READ_ALL,
  /** End other people's sessions; one's own may always be ended. */
  SESSION_END_ALL,
  USAGE_READ;

  /** The spelling on the wire. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
