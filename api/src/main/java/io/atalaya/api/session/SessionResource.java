package io.atalaya.api.session;

import io.atalaya.api.identity.CallerContext;
import io.atalaya.api.platform.Page;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.api.platform.TimeRange;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Needs;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.SessionId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Viewing sessions over HTTP. */
@Path("/api/v1/sessions")
@Tag(name = "sessions")
@RunOnVirtualThread
public class SessionResource {
  private final Sessions sessions;
  private final Admission admission;
  private final AdmissionDesk desk;
  private final Activation activation;
  private final StreamTickets tickets;
  private final CallerContext callers;

  SessionResource(
      Sessions sessions,
      Admission admission,
      Activation activation,
      AdmissionDesk desk,
      StreamTickets tickets,
      CallerContext callers) {
    this.desk = desk;
    this.sessions = sessions;
    this.admission = admission;
    this.activation = activation;
    this.tickets = tickets;
    this.callers = callers;
  }

  /** Body of a session request. */
  @Schema(name = "SessionRequest")
  public record AskBody(@NotNull CameraId cameraId) {}

  /** Body of an end. */
  @Schema(name = "SessionEnd")
  public record EndBody(
      @Schema(nullable = true, description = "why, in 1 to 100 characters")
          @Nullable String reason) {}

  /** Body of a leave. */
  @Schema(name = "SessionLeave")
  public record LeaveBody(
      @Schema(description = "of the ticket by which the page played; of an older one it is no news")
          @NotNull
          UUID tokenId) {}

  @POST
  @ResponseStatus(201)
  @Needs(Action.STREAM_WATCH)
  @Operation(operationId = "createSession", summary = "Say that one wants to watch; takes no slot")
  public SessionView request(@NotNull @Valid AskBody body) {
    return SessionView.of(
        desk.toCamera(
            callers.current(),
            body.cameraId(),
            () -> admission.request(callers.current(), body.cameraId())));
  }

  @GET
  @Needs(Action.SESSION_READ)
  @Operation(
      operationId = "listSessions",
      summary = "Sessions as they are now, the last requested first")
  public Page<SessionView> list(
      @QueryParam("state") @Nullable List<SessionPhase> states,
      @QueryParam("cameraId") @Nullable CameraId cameraId,
      @QueryParam("userId") @Nullable UUID userId,
      @QueryParam("from") @Nullable Instant from,
      @QueryParam("to") @Nullable Instant to,
      @QueryParam("reason") @Size(min = 1, max = 100) @Nullable String reason,
      @QueryParam("watchedAt")
          @Parameter(description = "only sessions in which the stream was being watched then")
          @Nullable Instant watchedAt,
      @QueryParam("limit") @Nullable Integer limit,
      @QueryParam("cursor") @Nullable String cursor) {
    var filter =
        new SessionFilter(
            states == null ? Set.of() : Set.copyOf(states),
            Optional.ofNullable(cameraId),
            Optional.ofNullable(userId),
            TimeRange.of(from, to),
            Optional.ofNullable(reason),
            TimeRange.moment("watchedAt", watchedAt));
    return sessions
        .list(callers.current(), filter, PageRequest.of(limit, cursor, 2))
        .map(SessionView::of);
  }

  @GET
  @Path("/{sessionId}")
  @Needs(Action.SESSION_READ)
  @Operation(operationId = "getSession", summary = "One session")
  public SessionView get(@PathParam("sessionId") SessionId sessionId) {
    return SessionView.of(sessions.get(callers.current(), sessionId));
  }

  @POST
  @Path("/{sessionId}/token")
  @ResponseStatus(201)
  @Needs(Action.STREAM_WATCH)
  @Operation(
      operationId = "createSessionToken",
      summary = "Take a slot for a requested session, or get a fresh token")
  public StreamTicketView token(@PathParam("sessionId") SessionId sessionId) {
    return StreamTicketView.of(tickets.forSession(callers.current(), sessionId));
  }

  @POST
  @Path("/{sessionId}/activate")
  @Needs(Action.STREAM_WATCH)
  @Operation(operationId = "activateSession", summary = "Say that it is being watched; idempotent")
  public SessionView activate(@PathParam("sessionId") SessionId sessionId) {
    return SessionView.of(
        desk.toSession(
            callers.current(), sessionId, () -> activation.activate(callers.current(), sessionId)));
  }

  @POST
  @Path("/{sessionId}/end")
  @Needs(Action.SESSION_END)
  @Operation(
      operationId = "endSession",
      summary = "End it and free its slot; idempotent, the first reason stays")
  public SessionView end(
      @PathParam("sessionId") SessionId sessionId,
      @RequestBody(required = false) @Nullable EndBody body) {
    Optional<String> reason = Optional.ofNullable(body).map(EndBody::reason);
    return SessionView.of(sessions.end(callers.current(), sessionId, reason));
  }

  @POST
  @Path("/{sessionId}/leave")
  @Needs(Action.SESSION_END)
  @Operation(
      operationId = "leaveSession",
      summary = "Say that its page goes away; over in 5 s unless a token is asked for; idempotent")
  public SessionView leave(
      @PathParam("sessionId") SessionId sessionId, @NotNull @Valid LeaveBody body) {
    return SessionView.of(sessions.leave(callers.current(), sessionId, body.tokenId()));
  }
}
