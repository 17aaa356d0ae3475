package io.atalaya.api.session;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a tenant uses of its plan, now and today. */
@Schema(name = "Usage")
public record UsageView(
    @Schema(description = "its id") String plan,
    @Schema(description = "what people call it") String planName,
    Entitlements entitlements,
    UsageDay today) {

  /** By the names of the plan. */
  @Schema(name = "UsageEntitlements")
  public record Entitlements(
      Use maxConcurrentStreams,
      @Schema(description = "in use by the caller") Use maxConcurrentStreamsPerUser,
      @Schema(description = "in use on the camera that has most") Use maxViewersPerCamera,
      Use maxCameras,
      Use maxSessionSeconds) {}

  /**
   * One entitlement.
   *
   * @param inUse null where nothing is counted
   * @param overLimit more than the plan allows, which was lowered since: nothing is cut, nothing
   *     new begins
   */
  @Schema(name = "UsageOfEntitlement")
  public record Use(
      int limit, @Schema(nullable = true) @Nullable Integer inUse, boolean overLimit) {
    static Use of(int limit, int inUse) {
      return new Use(limit, inUse, inUse > limit);
    }

    /** Of which nothing is counted. */
    static Use of(int limit) {
      return new Use(limit, null, false);
    }
  }
}
