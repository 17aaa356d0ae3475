package io.atalaya.api.health;

import io.atalaya.api.camera.CameraSummary;
import io.atalaya.api.session.PlatformSessions;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The platform in figures, as JSON. */
@Schema(name = "Overview")
public record OverviewView(Fleet cameras, Sessions sessions) {
  /** Cameras of all tenants. */
  @Schema(name = "OverviewCameras")
  public record Fleet(
      long pending,
      long online,
      long degraded,
      long offline,
      long authFailed,
      long unknown,
      long disabled,
      @Schema(description = "not tried until their configuration changes") long parked,
      @Schema(description = "due for a look for more than 2 s") long overdue) {}

  /** Sessions of all tenants. */
  @Schema(name = "OverviewSessions")
  public record Sessions(
      @Schema(description = "somebody watches") long active,
      @Schema(description = "nobody watches yet") long opening,
      @Schema(description = "should long be something else; 0 where all is well") long zombies) {}

  static OverviewView of(
      Map<CameraSummary, Long> cameras,
      ClaimStore.Census claims,
      PlatformSessions.Figures sessions) {
    return new OverviewView(
        new Fleet(
            of(cameras, CameraSummary.PENDING),
            of(cameras, CameraSummary.ONLINE),
            of(cameras, CameraSummary.DEGRADED),
            of(cameras, CameraSummary.OFFLINE),
            of(cameras, CameraSummary.AUTH_FAILED),
            of(cameras, CameraSummary.UNKNOWN),
            of(cameras, CameraSummary.DISABLED),
            claims.parked(),
            claims.overdue()),
        new Sessions(sessions.active(), sessions.opening(), sessions.zombies()));
  }

  private static long of(Map<CameraSummary, Long> cameras, CameraSummary summary) {
    return cameras.getOrDefault(summary, 0L);
  }
}
