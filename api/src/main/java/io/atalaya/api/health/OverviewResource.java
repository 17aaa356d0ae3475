package io.atalaya.api.health;

import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Needs;
import io.atalaya.api.session.PlatformSessions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The platform in figures, for the operator. */
@Path("/api/v1/overview")
@Tag(name = "overview")
@RunOnVirtualThread
public class OverviewResource {
  /** A camera that waits no longer than this for its look is not late. */
  private static final Duration LATE = Duration.ofSeconds(2);

  private final FleetStore fleet;
  private final ClaimStore claims;
  private final PlatformSessions sessions;

  OverviewResource(FleetStore fleet, ClaimStore claims, PlatformSessions sessions) {
    this.fleet = fleet;
    this.claims = claims;
    this.sessions = sessions;
  }

  @GET
  @Needs(Action.TENANT_READ_ALL)
  @Operation(
      operationId = "getOverview",
      summary = "All tenants' cameras and sessions, counted now")
  public OverviewView get() {
    return OverviewView.of(fleet.bySummary(), claims.census(LATE), sessions.now());
  }
}
