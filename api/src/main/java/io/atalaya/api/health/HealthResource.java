package io.atalaya.api.health;

import io.atalaya.api.identity.CallerContext;
import io.atalaya.api.platform.Page;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.api.platform.TimeRange;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Needs;
import io.atalaya.contract.id.CameraId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Cameras' health over HTTP. */
@Path("/api/v1/cameras/{cameraId}")
@Tag(name = "health")
@RunOnVirtualThread
public class HealthResource {
  private final CameraHealths healths;
  private final CallerContext callers;
  private final SyncAudit audit;

  HealthResource(CameraHealths healths, CallerContext callers, SyncAudit audit) {
    this.healths = healths;
    this.callers = callers;
    this.audit = audit;
  }

  @GET
  @Path("/health")
  @Needs(Action.CAMERA_READ)
  @Operation(operationId = "getCameraHealth", summary = "How the camera is, and why")
  public HealthView get(@PathParam("cameraId") CameraId cameraId) {
    return HealthView.of(healths.latest(callers.current(), cameraId));
  }

  @GET
  @Path("/health/history")
  @Needs(Action.CAMERA_READ)
  @Operation(
      operationId = "getCameraHealthHistory",
      summary =
          "Every sync there was, as runs of the same result, newest first; from and to cut out those that touch a time")
  public Page<HealthRunView> history(
      @PathParam("cameraId") CameraId cameraId,
      @QueryParam("from") @Nullable Instant from,
      @QueryParam("to") @Nullable Instant to,
      @QueryParam("limit") @Nullable Integer limit,
      @QueryParam("cursor") @Nullable String cursor) {
    return healths
        .history(
            callers.current(), cameraId, TimeRange.of(from, to), PageRequest.of(limit, cursor, 1))
        .map(HealthRunView::of);
  }

  @POST
  @Path("/sync-health")
  @Needs(Action.HEALTH_SYNC)
  @Operation(
      operationId = "syncCameraHealth",
      summary = "Look at the camera now",
      description =
          "Joins a sync that is in flight, and waits for no pause after failures. Asked again within"
              + " a few seconds, it answers what the last one saw.")
  public HealthView sync(@PathParam("cameraId") CameraId cameraId) {
    CameraHealths.Latest latest = healths.syncNow(callers.current(), cameraId);
    audit.synced(latest.camera());
    return HealthView.of(latest);
  }
}
