package io.atalaya.api.web;

import io.atalaya.api.identity.CallerContext;
import io.atalaya.api.policy.AnyCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who the caller is. */
@Path("/api/v1/me")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "auth")
public final class MeResource {
  private final CallerContext callers;
  private final MeViews views;

  MeResource(CallerContext callers, MeViews views) {
    this.callers = callers;
    this.views = views;
  }

  @GET
  @AnyCaller("everybody may know who they are")
  @Operation(operationId = "getMe", summary = "Who is signed in, and what they may do")
  public MeView me() {
    return views.of(callers.current());
  }
}
