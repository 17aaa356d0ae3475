package io.atalaya.api.session;

import io.atalaya.api.session.SessionState.Active;
import io.atalaya.api.session.SessionState.Issued;
import io.atalaya.api.session.SessionState.Left;
import io.atalaya.api.session.SessionState.Over;
import io.atalaya.api.session.SessionState.Requested;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.TenantId;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A session as JSON. */
@Schema(name = "Session")
public record SessionView(
    SessionId id,
    TenantId tenantId,
    CameraId cameraId,
    SessionPhase state,
    UUID userId,
    String username,
    Instant requestedAt,
    @Schema(nullable = true) @Nullable Instant issuedAt,
    @Schema(nullable = true) @Nullable Instant activatedAt,
    @Schema(nullable = true) @Nullable Instant endedAt,
    @Schema(nullable = true, description = "while it holds a slot")
        @Nullable Instant leaseExpiresAt,
    @Schema(nullable = true) @Nullable String endReason) {

  static SessionView of(Session session) {
    Over over = session.state() instanceof Over ended ? ended : null;
    return new SessionView(
        session.id(),
        session.camera().tenantId(),
        session.camera().cameraId(),
        session.state().phase(),
        session.viewer().userId(),
        session.viewer().username(),
        session.history().requestedAt(),
        session.history().issuedAt(),
        session.history().activatedAt(),
        over == null ? null : over.at(),
        lease(session.state()),
        over == null ? null : over.reason().value());
  }

  private static @Nullable Instant lease(SessionState state) {
    return switch (state) {
      case Issued(Instant claimBy) -> claimBy;
      case Active active -> active.leaseExpiresAt();
      case Left left -> left.leaseExpiresAt();
      case Requested _, Over _ -> null;
    };
  }
}
