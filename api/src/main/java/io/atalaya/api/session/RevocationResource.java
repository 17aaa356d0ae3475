package io.atalaya.api.session;

import io.atalaya.api.identity.CallerContext;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Needs;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.error.Violation;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.SessionId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Taking back the right to watch, over HTTP. */
@Path("/api/v1/revocations")
@Tag(name = "sessions")
@RunOnVirtualThread
public class RevocationResource {
  private final Revocations revocations;
  private final CallerContext callers;

  RevocationResource(Revocations revocations, CallerContext callers) {
    this.revocations = revocations;
    this.callers = callers;
  }

  /** Whose sessions end; of several fields all must fit. */
  @Schema(name = "Revocation")
  public record RevocationBody(
      @Schema(nullable = true) @Nullable SessionId sessionId,
      @Schema(nullable = true, description = "a person or an API key") @Nullable UUID userId,
      @Schema(nullable = true) @Nullable CameraId cameraId,
      @Schema(nullable = true, description = "true: everybody's of the tenant")
          @Nullable Boolean everybody,
      @Schema(nullable = true, description = "sessions begun before it end; now when left out")
          @Nullable Instant notBefore) {

    private Revocations.Scope scope() {
      boolean all = Boolean.TRUE.equals(everybody);
      boolean some = sessionId != null || userId != null || cameraId != null;
      if (all == some) {
        String message = "must be true, or one of sessionId, userId and cameraId be given";
        throw new DomainError.Invalid(
                RequestErrorCode.VALIDATION_FAILED,
                "everybody " + message,
                List.of(new Violation("everybody", message)))
            .toException();
      }
      return new Revocations.Scope(
          Optional.ofNullable(sessionId),
          Optional.ofNullable(userId),
          Optional.ofNullable(cameraId));
    }
  }

  /** What was done. */
  @Schema(name = "Revoked")
  public record RevokedView(Instant notBefore, int sessionsEnded) {}

  @POST
  @Needs(Action.SESSION_END_ALL)
  @Operation(
      operationId = "revoke",
      summary = "End sessions begun before a moment; their tokens and play keys open nothing more")
  public RevokedView revoke(@NotNull RevocationBody body) {
    Revocations.Revoked done =
        revocations.revoke(
            callers.current().tenant(), body.scope(), Optional.ofNullable(body.notBefore()));
    return new RevokedView(done.notBefore(), done.sessionsEnded());
  }
}
