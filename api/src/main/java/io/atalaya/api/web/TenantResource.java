package io.atalaya.api.web;

import io.atalaya.api.identity.NewUser;
import io.atalaya.api.identity.Role;
import io.atalaya.api.identity.TenantFounding;
import io.atalaya.api.platform.Etag;
import io.atalaya.api.platform.Page;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Needs;
import io.atalaya.api.tenant.TeardownReport;
import io.atalaya.api.tenant.Tenant;
import io.atalaya.api.tenant.TenantChange;
import io.atalaya.api.tenant.TenantTeardown;
import io.atalaya.api.tenant.Tenants;
import io.atalaya.contract.id.TenantId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The operator's tenants; a tenant's people see their own, and learn of no other. */
@Path("/api/v1/tenants")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "tenants")
public final class TenantResource {
  /** A tenant to be. */
  public record CreateTenant(
      @NotNull TenantId tenantId,
      @NotBlank @Size(max = Names.MAX_NAME) String name,
      @NotNull @Pattern(regexp = Names.SLUG) String plan,
      @Nullable @Valid @Schema(nullable = true) FirstUser admin) {}

  /** The owner a tenant begins with. */
  public record FirstUser(
      @NotNull @Pattern(regexp = Names.USERNAME) String username,
      @NotNull @Size(min = Names.MIN_PASSWORD, max = Names.MAX_PASSWORD) String password) {
    @Override
    public String toString() {
      return "FirstUser[" + username + ", ***]";
    }

    private NewUser toNewUser() {
      return new NewUser(username, username, password, Role.TENANT_OWNER);
    }
  }

  /** What is to change; what is left out stays. */
  public record EditTenant(
      @Nullable @Schema(nullable = true) @Size(min = 1, max = Names.MAX_NAME) String name,
      @Nullable @Schema(nullable = true) @Pattern(regexp = Names.SLUG) String plan,
      @Nullable @Valid @Schema(nullable = true, description = "replaces all overrides there are")
          OverridesView overrides) {
    private TenantChange toChange() {
      return new TenantChange(name, plan, overrides == null ? null : overrides.toOverrides());
    }
  }

  private final Tenants tenants;
  private final TenantFounding founding;
  private final TenantTeardown teardown;
  private final TenantViews views;

  TenantResource(
      Tenants tenants, TenantFounding founding, TenantTeardown teardown, TenantViews views) {
    this.tenants = tenants;
    this.founding = founding;
    this.teardown = teardown;
    this.views = views;
  }

  @GET
  @Needs(Action.TENANT_READ_ALL)
  @Operation(operationId = "listTenants", summary = "All tenants, by id")
  public Page<TenantView> list(
      @RestQuery @Nullable Integer limit, @RestQuery @Nullable String cursor) {
    return views.of(tenants.page(PageRequest.of(limit, cursor, 1)));
  }

  @POST
  @Needs(Action.TENANT_MANAGE)
  @Operation(operationId = "createTenant", summary = "Make a tenant, and its first owner")
  @APIResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = TenantView.class)))
  public Response create(@NotNull @Valid CreateTenant body) {
    NewUser admin = body.admin() == null ? null : body.admin().toNewUser();
    return answer(
        Response.Status.CREATED, founding.found(body.tenantId(), body.name(), body.plan(), admin));
  }

  @GET
  @Path("/{tenantId}")
  @Needs(Action.TENANT_READ)
  @Operation(operationId = "getTenant", summary = "One tenant")
  @APIResponse(
      responseCode = "200",
      description = "The tenant",
      content = @Content(schema = @Schema(implementation = TenantView.class)))
  public Response get(@RestPath TenantId tenantId) {
    return answer(Response.Status.OK, tenants.get(tenantId));
  }

  @PATCH
  @Path("/{tenantId}")
  @Needs(Action.TENANT_MANAGE)
  @Operation(operationId = "editTenant", summary = "Change its name, its plan or its overrides")
  @APIResponse(
      responseCode = "200",
      description = "As it is now",
      content = @Content(schema = @Schema(implementation = TenantView.class)))
  public Response edit(
      @RestPath TenantId tenantId,
      @RestHeader(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
      @NotNull @Valid EditTenant body) {
    return answer(Response.Status.OK, tenants.edit(tenantId, body.toChange(), ifMatch));
  }

  @POST
  @Path("/{tenantId}:suspend")
  @Consumes(MediaType.WILDCARD)
  @Needs(Action.TENANT_MANAGE)
  @Operation(operationId = "suspendTenant", summary = "Let nobody of it watch; idempotent")
  public TenantView suspend(@RestPath TenantId tenantId) {
    return views.of(tenants.suspend(tenantId));
  }

  @POST
  @Path("/{tenantId}:resume")
  @Consumes(MediaType.WILDCARD)
  @Needs(Action.TENANT_MANAGE)
  @Operation(operationId = "resumeTenant", summary = "Take a suspension back; idempotent")
  public TenantView resume(@RestPath TenantId tenantId) {
    return views.of(tenants.resume(tenantId));
  }

  @POST
  @Path("/{tenantId}:deprovision")
  @Consumes(MediaType.WILDCARD)
  @Needs(Action.TENANT_MANAGE)
  @Operation(
      operationId = "deprovisionTenant",
      summary = "Remove it and everything it has; ask again until the report says it is done")
  public TeardownReport deprovision(@RestPath TenantId tenantId) {
    return teardown.deprovision(tenantId);
  }

  private Response answer(Response.Status status, Tenant tenant) {
    return Response.status(status)
        .header(HttpHeaders.ETAG, Etag.of(tenant.version()))
        .entity(views.of(tenant))
        .build();
  }
}
