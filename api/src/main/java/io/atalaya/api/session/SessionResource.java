package io.atalaya.api.session;

import io.atalaya.api.identity.CallerContext;
import io.atalaya.api.platform.Page;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Needs;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.SessionId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
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
  private final StreamTickets tickets;
  private final CallerContext callers;

  SessionResource(
      Sessions sessions, Admission admission, StreamTickets tickets, CallerContext callers) {
    this.sessions = sessions;
    this.admission = admission;
    this.tickets = tickets;
    this.callers = callers;
  }

  /** Body of a session request. */
  @Schema(name = "SessionRequest")
  public record RequestBody(@NotNull CameraId cameraId) {}

  /** Body of an end. */
  @Schema(name = "SessionEnd")
  public record EndBody(
      @Schema(nullable = true, description = "why, in 1 to 100 characters")
          @Nullable String reason) {}

  @POST
  @ResponseStatus(201)
  @Needs(Action.STREAM_WATCH)
  @Operation(operationId = "createSession", summary = "Say that one wants to watch; takes no slot")
  public SessionView request(@NotNull @Valid RequestBody body) {
    return SessionView.of(admission.request(callers.current(), body.cameraId()));
  }

  @GET
  @Needs(Action.SESSION_READ)
  @Operation(operationId = "listSessions", summary = "Sessions, newest first")
  public Page<SessionView> list(
      @QueryParam("state") @Nullable SessionPhase state,
      @QueryParam("cameraId") @Nullable CameraId cameraId,
      @QueryParam("limit") @Nullable Integer limit,
      @QueryParam("cursor") @Nullable String cursor) {
    var filter =
        new SessionFilter(
            Optional.ofNullable(state), Optional.ofNullable(cameraId), Optional.empty());
    return sessions
        .list(callers.current(), filter, PageRequest.of(limit, cursor, 1))
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
    return SessionView.of(admission.activate(callers.current(), sessionId));
  }

  @POST
  @Path("/{sessionId}/end")
  @Needs(Action.SESSION_END)
  @Operation(
      operationId = "endSession",
      summary = "End it and free its slot; idempotent, the first reason stays")
  public SessionView end(@PathParam("sessionId") SessionId sessionId, @Nullable EndBody body) {
    Optional<EndReason> reason =
        Optional.ofNullable(body).map(EndBody::reason).map(EndReason::ofCaller);
    return SessionView.of(sessions.end(callers.current(), sessionId, reason));
  }
}
