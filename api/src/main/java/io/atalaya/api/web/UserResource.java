package io.atalaya.api.web;

import io.atalaya.api.identity.CallerContext;
import io.atalaya.api.identity.NewUser;
import io.atalaya.api.identity.Role;
import io.atalaya.api.identity.User;
import io.atalaya.api.identity.UserChange;
import io.atalaya.api.identity.Users;
import io.atalaya.api.platform.Etag;
import io.atalaya.api.platform.Page;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Needs;
import io.atalaya.api.policy.Policy;
import io.atalaya.contract.id.TenantId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The people of the tenant acted in. */
@Path("/api/v1/users")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "people")
public final class UserResource {
  /** Somebody to be let in. */
  public record CreateUser(
      @NotNull @Pattern(regexp = Names.USERNAME) String username,
      @Nullable @Schema(nullable = true) @Size(min = 1, max = Names.MAX_NAME) String displayName,
      @NotNull @Size(min = Names.MIN_PASSWORD, max = Names.MAX_PASSWORD) String password,
      @NotNull Role role) {
    @Override
    public String toString() {
      return "CreateUser[" + username + ", " + role + ", ***]";
    }

    private NewUser toNewUser() {
      return new NewUser(username, displayName == null ? username : displayName, password, role);
    }
  }

  /** What is to change; what is left out stays. */
  public record EditUser(
      @Nullable @Schema(nullable = true) @Size(min = 1, max = Names.MAX_NAME) String displayName,
      @Nullable @Schema(nullable = true) @Size(min = Names.MIN_PASSWORD, max = Names.MAX_PASSWORD)
          String password,
      @Nullable @Schema(nullable = true) Role role) {
    @Override
    public String toString() {
      return "EditUser[" + displayName + ", " + role + ", ***]";
    }
  }

  private final CallerContext callers;
  private final Users users;
  private final Policy policy;

  UserResource(CallerContext callers, Users users, Policy policy) {
    this.callers = callers;
    this.users = users;
    this.policy = policy;
  }

  @GET
  @Needs(Action.USER_READ)
  @Operation(operationId = "listUsers", summary = "The tenant's people, by username")
  public Page<UserView> list(
      @RestQuery @Nullable Integer limit, @RestQuery @Nullable String cursor) {
    return users.page(tenant(), PageRequest.of(limit, cursor, 1)).map(UserView::of);
  }

  @POST
  @Needs(Action.USER_MANAGE)
  @Operation(operationId = "createUser", summary = "Let somebody in")
  @APIResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = UserView.class)))
  public Response create(@NotNull @Valid CreateUser body) {
    mayTouch(body.role());
    return answer(Response.Status.CREATED, users.create(tenant(), body.toNewUser()));
  }

  @GET
  @Path("/{userId}")
  @Needs(Action.USER_READ)
  @Operation(operationId = "getUser", summary = "One of the tenant's people")
  @APIResponse(
      responseCode = "200",
      description = "The person",
      content = @Content(schema = @Schema(implementation = UserView.class)))
  public Response get(@RestPath UUID userId) {
    return answer(Response.Status.OK, users.get(tenant(), userId));
  }

  @PATCH
  @Path("/{userId}")
  @Needs(Action.USER_MANAGE)
  @Operation(
      operationId = "editUser",
      summary = "Change a name, password or role; the latter two sign the person out everywhere")
  @APIResponse(
      responseCode = "200",
      description = "As it is now",
      content = @Content(schema = @Schema(implementation = UserView.class)))
  public Response edit(
      @RestPath UUID userId,
      @RestHeader(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
      @NotNull @Valid EditUser body) {
    var change = new UserChange(body.displayName(), body.password(), body.role());
    if (body.role() != null) {
      mayTouch(body.role());
    }
    return answer(
        Response.Status.OK, users.edit(tenant(), userId, change, ifMatch, this::mayTouch));
  }

  @DELETE
  @Path("/{userId}")
  @Needs(Action.USER_MANAGE)
  @Operation(operationId = "deleteUser", summary = "Shut somebody out, at once")
  @APIResponse(responseCode = "204", description = "Gone")
  public void delete(@RestPath UUID userId) {
    users.delete(tenant(), userId, this::mayTouch);
  }

  private void mayTouch(Role role) {
    policy.requireMayGrant(callers.current(), role);
  }

  private TenantId tenant() {
    return callers.current().tenant();
  }

  private static Response answer(Response.Status status, User user) {
    return Response.status(status)
        .header(HttpHeaders.ETAG, Etag.of(user.version()))
        .entity(UserView.of(user))
        .build();
  }
}
