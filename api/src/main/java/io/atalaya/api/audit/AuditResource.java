package io.atalaya.api.audit;

import io.atalaya.api.identity.CallerContext;
import io.atalaya.api.platform.Page;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.api.platform.TimeRange;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Needs;
import io.atalaya.contract.id.CameraId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who did what, over HTTP. */
@Path("/api/v1/audit")
@Tag(name = "audit")
@RunOnVirtualThread
public class AuditResource {
  private final Audit audit;
  private final CallerContext callers;

  AuditResource(Audit audit, CallerContext callers) {
    this.audit = audit;
    this.callers = callers;
  }

  @GET
  @Needs(Action.AUDIT_READ)
  @Operation(operationId = "listAuditEvents", summary = "What happened, newest first")
  public Page<AuditView> list(
      @QueryParam("from") @Nullable Instant from,
      @QueryParam("to") @Nullable Instant to,
      @QueryParam("action") @Pattern(regexp = "[a-z_]{1,40}\\.[a-z_]{1,40}")
          @Nullable String action,
      @QueryParam("subject") @Size(max = 200) @Pattern(regexp = "[!-~]+") @Nullable String subject,
      @QueryParam("cameraId") @Nullable CameraId cameraId,
      @QueryParam("userId") @Nullable UUID userId,
      @QueryParam("limit") @Nullable Integer limit,
      @QueryParam("cursor") @Nullable String cursor) {
    var filter = new AuditFilter(TimeRange.of(from, to), action, subject, cameraId, userId);
    return audit
        .list(callers.current(), filter, PageRequest.of(limit, cursor, 2))
        .map(AuditView::of);
  }
}
