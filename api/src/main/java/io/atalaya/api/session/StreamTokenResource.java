package io.atalaya.api.session;

import io.atalaya.api.identity.CallerContext;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Needs;
import io.atalaya.contract.id.CameraId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** From a camera to a picture in one request. */
@Path("/api/v1/cameras/{cameraId}/stream-token")
@Tag(name = "sessions")
@RunOnVirtualThread
public class StreamTokenResource {
  private final StreamTickets tickets;
  private final CallerContext callers;

  StreamTokenResource(StreamTickets tickets, CallerContext callers) {
    this.tickets = tickets;
    this.callers = callers;
  }

  /** Body of a stream-token request. */
  @Schema(name = "StreamTokenRequest")
  public record TokenBody(
      @Schema(
              nullable = true,
              description = "names the tab or player; the same again goes on in its session")
          @Pattern(regexp = "[A-Za-z0-9._-]{1,64}")
          @Nullable String clientInstanceId) {}

  @POST
  @ResponseStatus(201)
  @Needs(Action.STREAM_WATCH)
  @Operation(
      operationId = "createStreamToken",
      summary = "Take a slot and get the token that opens playback")
  public StreamTicketView create(
      @PathParam("cameraId") CameraId cameraId, @Valid @Nullable TokenBody body) {
    String instance = body == null ? null : body.clientInstanceId();
    return StreamTicketView.of(tickets.forCamera(callers.current(), cameraId, instance));
  }
}
