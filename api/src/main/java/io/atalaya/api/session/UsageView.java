package io.atalaya.api.session;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a tenant uses of its plan, now and today. */
@Schema(name = "Usage")
public record UsageView(String plan, Entitlements entitlements, UsageDay today) {

  /** By the names of the plan. */
  @Schema(name = "UsageEntitlements")
  public record Entitlements(
      Use maxConcurrentStreams,
      @Schema(description = "in use by the caller") Use maxConcurrentStreamsPerUser,
      Use maxViewersPerCamera,
      Use maxCameras,
      Use maxSessionSeconds) {}

  /**
   * One entitlement.
   *
   * @param inUse null where nothing is counted over the whole tenant
   */
  @Schema(name = "UsageOfEntitlement")
  public record Use(int limit, @Schema(nullable = true) @Nullable Integer inUse) {}
}
