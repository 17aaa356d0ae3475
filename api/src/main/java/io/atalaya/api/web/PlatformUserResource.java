package io.atalaya.api.web;

import io.atalaya.api.identity.CallerContext;
import io.atalaya.api.identity.NewUser;
import io.atalaya.api.identity.PlatformUsers;
import io.atalaya.api.identity.Role;
import io.atalaya.api.platform.Page;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Needs;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The people of the platform: administrators and support. */
@Path("/api/v1/platform-users")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "people")
public final class PlatformUserResource {
  /** Somebody to be let in. */
  public record CreatePlatformUser(
      @NotNull @Pattern(regexp = Names.USERNAME) String username,
      @Nullable @Schema(nullable = true) @Size(min = 1, max = Names.MAX_NAME) String displayName,
      @NotNull @Size(min = Names.MIN_PLATFORM_PASSWORD, max = Names.MAX_PASSWORD) String password,
      @NotNull Role role) {
    @Override
    public String toString() {
      return "CreatePlatformUser[" + username + ", " + role + ", ***]";
    }

    private NewUser toNewUser() {
      return new NewUser(username, displayName == null ? username : displayName, password, role);
    }
  }

  private final CallerContext callers;
  private final PlatformUsers users;

  PlatformUserResource(CallerContext callers, PlatformUsers users) {
    this.callers = callers;
    this.users = users;
  }

  @GET
  @Needs(Action.PLATFORM_USER_MANAGE)
  @Operation(operationId = "listPlatformUsers", summary = "The platform's people, by username")
  public Page<UserView> list(
      @RestQuery @Nullable Integer limit, @RestQuery @Nullable String cursor) {
    return users.page(PageRequest.of(limit, cursor, 1)).map(UserView::of);
  }

  @POST
  @ResponseStatus(201)
  @Needs(Action.PLATFORM_USER_MANAGE)
  @Operation(operationId = "createPlatformUser", summary = "Let somebody in")
  public UserView create(@NotNull @Valid CreatePlatformUser body) {
    return UserView.of(users.create(body.toNewUser()));
  }

  @DELETE
  @Path("/{platformUserId}")
  @Needs(Action.PLATFORM_USER_MANAGE)
  @Operation(
      operationId = "deletePlatformUser",
      summary = "Shut somebody out, at once; never oneself")
  @APIResponse(responseCode = "204", description = "Gone")
  public void delete(@RestPath UUID platformUserId) {
    users.delete(callers.current(), platformUserId);
  }
}
