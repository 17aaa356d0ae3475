package io.atalaya.api.tenant;

import org.jspecify.annotations.Nullable;

/** What was agreed with one tenant instead of what its plan says; null is as the plan says. */
public record EntitlementOverrides(
    @Nullable Integer maxConcurrentStreams,
    @Nullable Integer maxConcurrentStreamsPerUser,
    @Nullable Integer maxViewersPerCamera,
    @Nullable Integer maxCameras,
    @Nullable Integer maxSessionSeconds,
    @Nullable Integer auditRetentionDays) {
  /** Everything as the plan says. */
  public static final EntitlementOverrides NONE =
      new EntitlementOverrides(null, null, null, null, null, null);

  /** What holds: the override where there is one, else {@code plan}. */
  Entitlements over(Entitlements plan) {
    return new Entitlements(
        or(maxConcurrentStreams, plan.maxConcurrentStreams()),
        or(maxConcurrentStreamsPerUser, plan.maxConcurrentStreamsPerUser()),
        or(maxViewersPerCamera, plan.maxViewersPerCamera()),
        or(maxCameras, plan.maxCameras()),
        or(maxSessionSeconds, plan.maxSessionSeconds()),
        or(auditRetentionDays, plan.auditRetentionDays()));
  }

  private static int or(@Nullable Integer override, int plan) {
    return override == null ? plan : override;
  }
}
