package io.atalaya.api.web;

import io.atalaya.api.tenant.EntitlementOverrides;
import io.atalaya.api.tenant.Entitlements;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What holds for one tenant instead of what its plan says; what is left out is as in the plan. */
@Schema(name = "EntitlementOverrides")
record OverridesView(
    @Nullable @Schema(nullable = true) @Min(0) @Max(Entitlements.MAX_COUNT)
        Integer maxConcurrentStreams,
    @Nullable @Schema(nullable = true) @Min(0) @Max(Entitlements.MAX_COUNT)
        Integer maxConcurrentStreamsPerUser,
    @Nullable @Schema(nullable = true) @Min(0) @Max(Entitlements.MAX_COUNT)
        Integer maxViewersPerCamera,
    @Nullable @Schema(nullable = true) @Min(0) @Max(Entitlements.MAX_COUNT) Integer maxCameras,
    @Nullable
        @Schema(nullable = true)
        @Min(Entitlements.MIN_SESSION_SECONDS)
        @Max(Entitlements.MAX_SESSION_SECONDS)
        Integer maxSessionSeconds,
    @Nullable
        @Schema(nullable = true)
        @Min(Entitlements.MIN_AUDIT_RETENTION_DAYS)
        @Max(Entitlements.MAX_AUDIT_RETENTION_DAYS)
        Integer auditRetentionDays) {

  static OverridesView of(EntitlementOverrides overrides) {
    return new OverridesView(
        overrides.maxConcurrentStreams(),
        overrides.maxConcurrentStreamsPerUser(),
        overrides.maxViewersPerCamera(),
        overrides.maxCameras(),
        overrides.maxSessionSeconds(),
        overrides.auditRetentionDays());
  }

  EntitlementOverrides toOverrides() {
    return new EntitlementOverrides(
        maxConcurrentStreams,
        maxConcurrentStreamsPerUser,
        maxViewersPerCamera,
        maxCameras,
        maxSessionSeconds,
        auditRetentionDays);
  }
}
