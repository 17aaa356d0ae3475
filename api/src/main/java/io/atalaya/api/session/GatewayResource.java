package io.atalaya.api.session;

import io.atalaya.api.audit.ActingGateway;
import io.atalaya.api.identity.WithoutCaller;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.error.Violation;
import io.atalaya.contract.gateway.Heartbeat;
import io.atalaya.contract.gateway.SessionActivation;
import io.atalaya.contract.gateway.SessionCuts;
import io.atalaya.contract.id.SessionId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What gateways call; see {@code contract.gateway}. */
@Path("/internal/v1")
@WithoutCaller("a gateway's service token is checked instead")
@RunOnVirtualThread
public class GatewayResource {
  private final ServiceTokens tokens;
  private final Activation activation;
  private final Heartbeats heartbeats;
  private final AdmissionDesk desk;
  private final SessionMeters meters;
  private final ActingGateway gateway;
  private final Cuts cuts;
  private final Outages outages;

  GatewayResource(
      ServiceTokens tokens,
      Activation activation,
      Heartbeats heartbeats,
      AdmissionDesk desk,
      SessionMeters meters,
      ActingGateway gateway,
      Cuts cuts,
      Outages outages) {
    this.tokens = tokens;
    this.activation = activation;
    this.heartbeats = heartbeats;
    this.desk = desk;
    this.meters = meters;
    this.gateway = gateway;
    this.cuts = cuts;
    this.outages = outages;
  }

  @POST
  @Path("/sessions/{sessionId}/activate")
  @Operation(hidden = true)
  public SessionActivation.Answer activate(
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      @PathParam("sessionId") SessionId sessionId,
      @NotNull SessionActivation.Request request) {
    String _ = tokens.require(authorization);
    gateway.is(request.nodeId());
    return desk.toGateway(
        request.tenantId(), sessionId, () -> activation.activate(sessionId, request));
  }

  @POST
  @Path("/heartbeat")
  @Operation(hidden = true)
  public Heartbeat.Answer heartbeat(
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      @NotNull Heartbeat.Request request) {
    String _ = tokens.require(authorization);
    if (request.sessions().size() > Heartbeat.MAX_SESSIONS) {
      String message = "must be at most " + Heartbeat.MAX_SESSIONS;
      throw new DomainError.Invalid(
              RequestErrorCode.VALIDATION_FAILED,
              "sessions " + message,
              List.of(new Violation("sessions", message)))
          .toException();
    }
    gateway.is(request.nodeId());
    outages.bridge();
    return meters.heartbeat(request.sessions().size(), () -> heartbeats.take(request));
  }

  @GET
  @Path("/cuts")
  @Operation(hidden = true)
  public SessionCuts cuts(
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      @QueryParam("after") @Nullable Long after) {
    return cuts.of(tokens.require(authorization), after);
  }
}
