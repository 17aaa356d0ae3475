package io.atalaya.api.camera;

import io.atalaya.api.identity.CallerContext;
import io.atalaya.api.platform.Etag;
import io.atalaya.api.platform.Page;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Needs;
import io.atalaya.contract.id.CameraId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Cameras over HTTP. */
@Path("/api/v1/cameras")
@Tag(name = "cameras")
@RunOnVirtualThread
public class CameraResource {
  private final Cameras cameras;
  private final CallerContext callers;

  CameraResource(Cameras cameras, CallerContext callers) {
    this.cameras = cameras;
    this.callers = callers;
  }

  @GET
  @Needs(Action.CAMERA_READ)
  @Operation(operationId = "listCameras", summary = "The tenant's cameras, in the order of ids")
  public Page<CameraView> list(
      @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
    return cameras.list(callers.current(), PageRequest.of(limit, cursor, 2)).map(CameraView::of);
  }

  @GET
  @Path("/{cameraId}")
  @Needs(Action.CAMERA_READ)
  @Operation(operationId = "getCamera", summary = "One camera")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = CameraView.class)))
  public RestResponse<CameraView> get(@PathParam("cameraId") CameraId cameraId) {
    return tagged(RestResponse.Status.OK, cameras.get(callers.current(), cameraId));
  }

  @PUT
  @Path("/{cameraId}")
  @Needs(Action.CAMERA_MANAGE)
  @Operation(
      operationId = "putCamera",
      summary = "Make a camera, or replace it",
      description = "A new one is provisioned. With If-None-Match: * nothing is replaced.")
  @APIResponse(
      responseCode = "200",
      description = "replaced",
      content = @Content(schema = @Schema(implementation = CameraView.class)))
  @APIResponse(
      responseCode = "201",
      description = "made",
      content = @Content(schema = @Schema(implementation = CameraView.class)))
  public RestResponse<CameraView> put(
      @PathParam("cameraId") CameraId cameraId,
      @NotNull CameraBody body,
      @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
      @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
    boolean onlyNew = ifNoneMatch != null && ifNoneMatch.strip().equals("*");
    Cameras.Saved saved = cameras.put(callers.current(), cameraId, body, ifMatch, onlyNew);
    return tagged(
        saved.created() ? RestResponse.Status.CREATED : RestResponse.Status.OK, saved.camera());
  }

  @PATCH
  @Path("/{cameraId}")
  @Needs(Action.CAMERA_MANAGE)
  @Operation(operationId = "patchCamera", summary = "Change a camera; what is left out stays")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = CameraView.class)))
  public RestResponse<CameraView> patch(
      @PathParam("cameraId") CameraId cameraId,
      @NotNull CameraBody body,
      @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
    return tagged(
        RestResponse.Status.OK, cameras.patch(callers.current(), cameraId, body, ifMatch));
  }

  @DELETE
  @Path("/{cameraId}")
  @Needs(Action.CAMERA_MANAGE)
  @Operation(operationId = "deleteCamera", summary = "Remove a camera and end its sessions")
  @APIResponse(responseCode = "204", description = "removed")
  public Response delete(
      @PathParam("cameraId") CameraId cameraId,
      @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
    cameras.delete(callers.current(), cameraId, ifMatch);
    return Response.noContent().build();
  }

  @POST
  @Path("/{cameraId}/provision")
  @Needs(Action.CAMERA_MANAGE)
  @Operation(operationId = "provisionCamera", summary = "Have it pulled; idempotent")
  public CameraView provision(@PathParam("cameraId") CameraId cameraId) {
    return CameraView.of(cameras.provision(callers.current(), cameraId));
  }

  @POST
  @Path("/{cameraId}/deprovision")
  @Needs(Action.CAMERA_MANAGE)
  @Operation(
      operationId = "deprovisionCamera",
      summary = "Have it pulled no more, and end its sessions; idempotent")
  public CameraView deprovision(@PathParam("cameraId") CameraId cameraId) {
    return CameraView.of(cameras.deprovision(callers.current(), cameraId));
  }

  private static RestResponse<CameraView> tagged(RestResponse.Status status, Camera camera) {
    return RestResponse.ResponseBuilder.<CameraView>create(status)
        .entity(CameraView.of(camera))
        .header(HttpHeaders.ETAG, Etag.of(camera.version()))
        .build();
  }
}
