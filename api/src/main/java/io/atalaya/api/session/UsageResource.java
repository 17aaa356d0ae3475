package io.atalaya.api.session;

import io.atalaya.api.identity.CallerContext;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Needs;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Use against the plan, over HTTP. */
@Path("/api/v1/usage")
@Tag(name = "usage")
@RunOnVirtualThread
public class UsageResource {
  private final Usage usage;
  private final CallerContext callers;

  UsageResource(Usage usage, CallerContext callers) {
    this.usage = usage;
    this.callers = callers;
  }

  @GET
  @Path("/days")
  @Needs(Action.USAGE_READ)
  @Operation(
      operationId = "listUsageDays",
      summary = "Use day by day, oldest first; at most 92 days, without from and to the last 30")
  public UsageDays days(
      @QueryParam("from") @Nullable LocalDate from, @QueryParam("to") @Nullable LocalDate to) {
    return usage.days(callers.current(), from, to);
  }

  @GET
  @Needs(Action.USAGE_READ)
  @Operation(operationId = "getUsage", summary = "What the tenant uses of its plan, now")
  public UsageView get() {
    Usage.Snapshot now = usage.of(callers.current());
    var limits = now.limits();
    return new UsageView(
        now.plan(),
        now.planName(),
        new UsageView.Entitlements(
            UsageView.Use.of(limits.maxConcurrentStreams(), now.streams()),
            UsageView.Use.of(limits.maxConcurrentStreamsPerUser(), now.ownStreams()),
            UsageView.Use.of(limits.maxViewersPerCamera(), now.viewers()),
            UsageView.Use.of(limits.maxCameras(), now.cameras()),
            UsageView.Use.of(limits.maxSessionSeconds())),
        now.today());
  }
}
