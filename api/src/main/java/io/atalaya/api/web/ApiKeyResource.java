package io.atalaya.api.web;

import io.atalaya.api.identity.ApiKey;
import io.atalaya.api.identity.ApiKeys;
import io.atalaya.api.identity.CallerContext;
import io.atalaya.api.identity.MadeApiKey;
import io.atalaya.api.identity.Role;
import io.atalaya.api.platform.Page;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Needs;
import io.atalaya.api.policy.Policy;
import io.atalaya.contract.id.TenantId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The API keys of the tenant acted in. */
@Path("/api/v1/api-keys")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "people")
public final class ApiKeyResource {
  /** A key to be. */
  public record CreateApiKey(
      @NotBlank @Size(max = Names.MAX_NAME) String name,
      @Nullable @Schema(nullable = true, description = "api_client when it is left out")
          Role role) {
    private Role roleOrDefault() {
      return role == null ? Role.API_CLIENT : role;
    }
  }

  /** A new key with its secret, shown this once. */
  @Schema(name = "CreatedApiKey")
  public record CreatedApiKeyView(
      UUID keyId, String name, Role role, String key, Instant createdAt) {
    @Override
    public String toString() {
      return "CreatedApiKeyView[" + keyId + ", ***]";
    }
  }

  private final CallerContext callers;
  private final ApiKeys keys;
  private final Policy policy;

  ApiKeyResource(CallerContext callers, ApiKeys keys, Policy policy) {
    this.callers = callers;
    this.keys = keys;
    this.policy = policy;
  }

  @GET
  @Needs(Action.API_KEY_READ)
  @Operation(operationId = "listApiKeys", summary = "The tenant's keys, the oldest first")
  public Page<ApiKeyView> list(
      @RestQuery @Nullable Integer limit, @RestQuery @Nullable String cursor) {
    return keys.page(tenant(), PageRequest.of(limit, cursor, 1)).map(ApiKeyView::of);
  }

  @POST
  @ResponseStatus(201)
  @Needs(Action.API_KEY_MANAGE)
  @Operation(operationId = "createApiKey", summary = "Make a key; the answer shows it once")
  public CreatedApiKeyView create(@NotNull @Valid CreateApiKey body) {
    mayTouch(body.roleOrDefault());
    MadeApiKey made = keys.create(tenant(), body.name(), body.roleOrDefault());
    ApiKey key = made.key();
    return new CreatedApiKeyView(
        key.keyId(), key.name(), key.role(), made.secret(), key.createdAt());
  }

  @DELETE
  @Path("/{keyId}")
  @Needs(Action.API_KEY_MANAGE)
  @Operation(operationId = "deleteApiKey", summary = "Take a key back, at once")
  @APIResponse(responseCode = "204", description = "Gone")
  public void delete(@RestPath UUID keyId) {
    keys.delete(tenant(), keyId, this::mayTouch);
  }

  private void mayTouch(Role role) {
    policy.requireMayGrant(callers.current(), role);
  }

  private TenantId tenant() {
    return callers.current().tenant();
  }
}
