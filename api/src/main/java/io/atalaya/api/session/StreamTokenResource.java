package io.atalaya.api.session;

import io.atalaya.api.identity.CallerContext;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Needs;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.SessionId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** From a camera to a picture in one request. */
@Path("/api/v1/cameras/{cameraId}/stream-token")
@Tag(name = "sessions")
@RunOnVirtualThread
public class StreamTokenResource {
  /** Names of tabs and players. */
  static final String INSTANCE = "[A-Za-z0-9._-]{1,64}";

  /** As many as a refusal names at most. */
  static final int MAX_TERMINATED = SlotStore.MAX_CONFLICTS;

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
          @Pattern(regexp = INSTANCE)
          @Nullable String clientInstanceId,
      @Schema(
              nullable = true,
              description = "one of one's own sessions, which ends and gives its slot to this one")
          @Nullable SessionId replaces,
      @Schema(
              nullable = true,
              description =
                  "one's own sessions, as a refusal names them, that end and give their slots to"
                      + " this one; when it is refused all the same, none of them has ended")
          @Size(max = MAX_TERMINATED)
          @Nullable List<@NotNull SessionId> terminate) {

    private Set<SessionId> yielding() {
      var yielding = new LinkedHashSet<SessionId>(terminate == null ? List.of() : terminate);
      if (replaces != null) {
        yielding.add(replaces);
      }
      return yielding;
    }
  }

  @POST
  @ResponseStatus(201)
  @Needs(Action.STREAM_WATCH)
  @Operation(
      operationId = "createStreamToken",
      summary = "Take a slot and get the token that opens playback")
  public StreamTicketView create(
      @PathParam("cameraId") CameraId cameraId,
      @Valid @RequestBody(required = false) @Nullable TokenBody body) {
    var asked = body == null ? new TokenBody(null, null, null) : body;
    var wish = new Wish(cameraId, asked.clientInstanceId());
    return StreamTicketView.of(tickets.forCamera(callers.current(), wish, asked.yielding()));
  }
}
