package io.atalaya.api.policy;

import java.util.Locale;

/**
 * Something a caller may or may not do; {@code policy/matrix.csv} says what each means, and who
 * may. Listed to the UIs by {@code GET /me}.
 */
public enum Action {
  TENANT_READ,
  TENANT_READ_ALL,
  TENANT_MANAGE,
  PLATFORM_USER_MANAGE,
  PLAN_READ,
  PLAN_MANAGE,
  GATEWAY_READ,
  SIGNING_KEY_MANAGE,
  USER_READ,
  USER_MANAGE,
  OWNER_MANAGE,
  API_KEY_READ,
  API_KEY_MANAGE,
  CAMERA_READ,
  CAMERA_MANAGE,
  HEALTH_SYNC,
  STREAM_WATCH,
  SESSION_READ,
  SESSION_READ_ALL,
  SESSION_END,
  SESSION_END_ALL,
  USAGE_READ,
  POLICY_SIMULATE,
  AUDIT_READ,
  EVENT_READ,
  WEBHOOK_READ,
  WEBHOOK_MANAGE;

  /** The spelling on the wire and in the matrix. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
