package io.atalaya.api.policy;

import java.util.Locale;

/** Something a caller may or may not do; listed to the UIs by {@code GET /me}. */
public enum Action {
  /** See one's own tenant; for people of the platform, any. */
  TENANT_READ,
  /** See who the platform's tenants are. */
  TENANT_READ_ALL,
  /** Create, change, suspend and remove tenants. */
  TENANT_MANAGE,
  PLAN_READ,
  PLAN_MANAGE,
  GATEWAY_READ,
  USER_READ,
  USER_MANAGE,
  API_KEY_READ,
  API_KEY_MANAGE,
  CAMERA_READ,
  CAMERA_MANAGE,
  /** Ask for a camera's health to be looked at now. */
  HEALTH_SYNC,
  /** Open a session of one's own and watch. */
  STREAM_WATCH,
  /** See sessions: one's own, and with {@link #SESSION_READ_ALL} everybody's. */
  SESSION_READ,
  /** See other people's sessions. */
  SESSION_READ_ALL,
  /** End sessions: one's own, and with {@link #SESSION_END_ALL} everybody's. */
  SESSION_END,
  /** End other people's sessions. */
  SESSION_END_ALL,
  USAGE_READ;

  /** The spelling on the wire. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
