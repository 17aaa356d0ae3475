package io.atalaya.api.web;

import io.atalaya.api.identity.CallerFilter;
import io.atalaya.api.identity.Logins;
import io.atalaya.api.identity.SameOrigin;
import io.atalaya.api.identity.SignIn;
import io.atalaya.api.identity.SignedIn;
import io.atalaya.api.identity.WithoutCaller;
import io.atalaya.contract.id.TenantId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestCookie;
import org.jspecify.annotations.Nullable;

/** Signing in and out of a browser. */
@Path("/api/v1/auth")
@RunOnVirtualThread
@WithoutCaller("who signs in is nobody yet; signing out twice is fine")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "auth")
public final class AuthResource {
  /** Whose sign-in; people of the platform name no tenant. */
  public record LoginRequest(
      @Nullable @Schema(nullable = true) String tenantId,
      @NotBlank @Size(max = 64) String username,
      @NotBlank @Size(max = 128) String password) {
    @Override
    public String toString() {
      return "LoginRequest[" + tenantId + ", " + username + ", ***]";
    }
  }

  private final Logins logins;
  private final MeViews me;

  AuthResource(Logins logins, MeViews me) {
    this.logins = logins;
    this.me = me;
  }

  @POST
  @Path("/login")
  @Operation(operationId = "login", summary = "Sign in with a password; sets the cookie")
  @APIResponse(
      responseCode = "200",
      description = "Signed in",
      content = @Content(schema = @Schema(implementation = MeView.class)))
  public Response login(@NotNull @Valid LoginRequest body, @Context HttpServerRequest request) {
    SameOrigin.require(request);
    SignedIn signedIn =
        logins.signIn(
            new SignIn(
                Optional.ofNullable(body.tenantId()).filter(id -> !id.isBlank()).map(TenantId::new),
                body.username(),
                body.password(),
                request.remoteAddress().host()));
    return Response.ok(me.of(signedIn.caller()))
        .cookie(cookie(signedIn.cookie(), request).build())
        .build();
  }

  @POST
  @Path("/logout")
  @Consumes(MediaType.WILDCARD)
  @Operation(operationId = "logout", summary = "Sign out; fine when nobody is signed in")
  @APIResponse(responseCode = "204", description = "Signed out")
  public Response logout(
      @RestCookie(CallerFilter.COOKIE) @Nullable String cookie,
      @Context HttpServerRequest request) {
    SameOrigin.require(request);
    if (cookie != null) {
      logins.signOut(cookie);
    }
    return Response.noContent().cookie(cookie("", request).maxAge(0).build()).build();
  }

  private static NewCookie.Builder cookie(String value, HttpServerRequest request) {
    return new NewCookie.Builder(CallerFilter.COOKIE)
        .value(value)
        .path("/")
        .httpOnly(true)
        .sameSite(NewCookie.SameSite.STRICT)
        .secure(request.isSSL());
  }
}
