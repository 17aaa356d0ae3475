package io.atalaya.api.audit;

import io.atalaya.api.identity.CallerContext;
import io.atalaya.api.platform.Page;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.api.platform.TimeRange;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Needs;
import io.atalaya.contract.id.CameraId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who did what, over HTTP. */
@Path("/api/v1/audit")
@Tag(name = "audit")
@RunOnVirtualThread
public class AuditResource {
  private static final String ACTION = "[a-z_]{1,40}(\\.[a-z_]{1,40})?";
  private static final String PRINTABLE = "[!-~]+";

  private final Audit audit;
  private final AuditExport export;
  private final CallerContext callers;

  AuditResource(Audit audit, AuditExport export, CallerContext callers) {
    this.audit = audit;
    this.export = export;
    this.callers = callers;
  }

  @GET
  @Needs(Action.AUDIT_READ)
  @Operation(operationId = "listAuditEvents", summary = "What happened, newest first")
  public Page<AuditView> list(
      @QueryParam("from") @Nullable Instant from,
      @QueryParam("to") @Nullable Instant to,
      @QueryParam("action") @Pattern(regexp = ACTION) @Nullable String action,
      @QueryParam("outcome") @Nullable Outcome outcome,
      @QueryParam("subject") @Size(max = 200) @Pattern(regexp = PRINTABLE) @Nullable String subject,
      @QueryParam("cameraId") @Nullable CameraId cameraId,
      @QueryParam("userId") @Nullable UUID userId,
      @QueryParam("actorKind") Actor.@Nullable Kind actorKind,
      @QueryParam("actorId") @Size(max = 200) @Pattern(regexp = PRINTABLE) @Nullable String actorId,
      @QueryParam("limit") @Nullable Integer limit,
      @QueryParam("cursor") @Nullable String cursor) {
    var filter =
        new AuditFilter(
            TimeRange.of(from, to), action, outcome, subject, cameraId, userId, actorKind, actorId);
    return audit
        .list(callers.current(), filter, PageRequest.of(limit, cursor, 2))
        .map(AuditView::of);
  }

  @GET
  @Path("/export")
  @Needs(Action.AUDIT_READ)
  @Operation(
      operationId = "exportAuditEvents",
      summary = "All of what happened that the filters find, as a file, newest first")
  @APIResponse(
      responseCode = "200",
      description = "The events; a transfer that broke off is not complete",
      content = {
        @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING)),
        @Content(mediaType = "application/x-ndjson", schema = @Schema(type = SchemaType.STRING))
      })
  public Response export(
      @QueryParam("format") @NotNull AuditFormat format,
      @QueryParam("from") @Nullable Instant from,
      @QueryParam("to") @Nullable Instant to,
      @QueryParam("action") @Pattern(regexp = ACTION) @Nullable String action,
      @QueryParam("outcome") @Nullable Outcome outcome,
      @QueryParam("subject") @Size(max = 200) @Pattern(regexp = PRINTABLE) @Nullable String subject,
      @QueryParam("cameraId") @Nullable CameraId cameraId,
      @QueryParam("userId") @Nullable UUID userId,
      @QueryParam("actorKind") Actor.@Nullable Kind actorKind,
      @QueryParam("actorId") @Size(max = 200) @Pattern(regexp = PRINTABLE)
          @Nullable String actorId) {
    var filter =
        new AuditFilter(
            TimeRange.of(from, to), action, outcome, subject, cameraId, userId, actorKind, actorId);
    AuditExport.Pending pending = export.of(callers.current(), filter, format);
    StreamingOutput body = pending::writeTo;
    return Response.ok(body, format.mediaType())
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"%s\"".formatted(format.fileName()))
        .build();
  }
}
