package io.atalaya.api.audit;

import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.TenantId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An event as JSON. */
@Schema(name = "AuditEvent")
public record AuditView(
    UUID id,
    @Schema(nullable = true) @Nullable TenantId tenantId,
    Instant at,
    @Schema(description = "thing.verb") String action,
    @Schema(description = "done, or asked for and denied; the action tells") Outcome outcome,
    @Schema(description = "what it happened to, kind/id") String subject,
    @Schema(nullable = true) @Nullable CameraId cameraId,
    @Schema(nullable = true, description = "whom it concerns; for a session, who watches")
        @Nullable UUID userId,
    Who actor,
    @Schema(nullable = true) @Nullable String clientAddress,
    @Schema(nullable = true) @Nullable String userAgent,
    @Schema(nullable = true) @Nullable String requestId,
    @Schema(nullable = true) @Nullable String reason,
    Map<String, Object> details) {

  /** Who did it. */
  @Schema(name = "AuditActor")
  public record Who(
      Actor.Kind kind,
      @Schema(nullable = true) @Nullable String id,
      @Schema(nullable = true) @Nullable String name) {}

  static AuditView of(AuditEvent event) {
    Fact fact = event.fact();
    Origin origin = event.origin();
    Actor actor = origin.actor();
    return new AuditView(
        event.id(),
        event.tenant(),
        event.at(),
        fact.action(),
        Outcome.of(fact.action()),
        fact.subject(),
        fact.camera(),
        fact.user(),
        new Who(actor.kind(), actor.id(), actor.name()),
        origin.clientAddress(),
        origin.userAgent(),
        origin.requestId(),
        fact.reason(),
        fact.details());
  }
}
