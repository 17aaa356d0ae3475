package io.atalaya.api.webhook;

import io.atalaya.api.identity.CallerContext;
import io.atalaya.api.platform.Etag;
import io.atalaya.api.platform.Page;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Needs;
import io.atalaya.contract.id.TenantId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** The webhooks of the tenant acted in, and their delivery log. */
@Path("/api/v1/webhooks")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "webhooks")
public class WebhookResource {
  private static final int MAX_URL = 2_000;
  private static final int MAX_TEXT = 200;
  private static final int MAX_TYPES = 50;

  /** An endpoint to be. */
  public record CreateWebhook(
      @NotBlank @Size(max = MAX_URL) @Schema(examples = "https://hooks.example.org/atalaya")
          String url,
      @Nullable @Size(max = MAX_TEXT) @Schema(nullable = true) String description,
      @Nullable
          @Size(max = MAX_TYPES)
          @Schema(nullable = true, description = "of events; none is all")
          List<@NotNull String> types) {
    private WebhookSettings toSettings() {
      return new WebhookSettings(
          url, description == null ? "" : description, types == null ? List.of() : types);
    }
  }

  /** What is to change; what is left out stays. */
  public record EditWebhook(
      @Nullable @Size(min = 1, max = MAX_URL) @Schema(nullable = true) String url,
      @Nullable @Size(max = MAX_TEXT) @Schema(nullable = true) String description,
      @Nullable @Size(max = MAX_TYPES) @Schema(nullable = true) List<@NotNull String> types,
      @Nullable @Schema(nullable = true) Boolean enabled) {
    private Webhooks.Change toChange() {
      return new Webhooks.Change(url, description, types, enabled);
    }
  }

  /** A new endpoint with its secret, shown this once. */
  @Schema(name = "CreatedWebhook")
  public record CreatedWebhookView(WebhookView webhook, String secret) {
    @Override
    public String toString() {
      return "CreatedWebhookView[" + webhook + ", ***]";
    }
  }

  /** A new secret, shown this once. */
  @Schema(name = "WebhookSecret")
  public record WebhookSecretView(String secret) {
    @Override
    public String toString() {
      return "WebhookSecretView[***]";
    }
  }

  private final Webhooks webhooks;
  private final CallerContext callers;

  WebhookResource(Webhooks webhooks, CallerContext callers) {
    this.webhooks = webhooks;
    this.callers = callers;
  }

  @GET
  @Needs(Action.WEBHOOK_READ)
  @Operation(operationId = "listWebhooks", summary = "The tenant's webhooks, the oldest first")
  public Page<WebhookView> list(
      @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
    return webhooks.page(tenant(), PageRequest.of(limit, cursor, 1)).map(WebhookView::of);
  }

  @POST
  @ResponseStatus(201)
  @Needs(Action.WEBHOOK_MANAGE)
  @Operation(
      operationId = "createWebhook",
      summary = "Have events sent somewhere; the answer shows the secret once")
  public CreatedWebhookView create(@NotNull @Valid CreateWebhook body) {
    Webhooks.Made made = webhooks.create(tenant(), body.toSettings());
    return new CreatedWebhookView(WebhookView.of(made.webhook()), made.secret().text());
  }

  @GET
  @Path("/{webhookId}")
  @Needs(Action.WEBHOOK_READ)
  @Operation(operationId = "getWebhook", summary = "One webhook, and how it goes")
  @APIResponse(
      responseCode = "200",
      description = "The webhook",
      content = @Content(schema = @Schema(implementation = WebhookView.class)))
  public Response get(@PathParam("webhookId") UUID webhookId) {
    return answer(webhooks.get(tenant(), webhookId));
  }

  @PATCH
  @Path("/{webhookId}")
  @Needs(Action.WEBHOOK_MANAGE)
  @Operation(
      operationId = "editWebhook",
      summary = "Change it, switch it off, or on again when it was switched off")
  @APIResponse(
      responseCode = "200",
      description = "As it is now",
      content = @Content(schema = @Schema(implementation = WebhookView.class)))
  public Response edit(
      @PathParam("webhookId") UUID webhookId,
      @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
      @NotNull @Valid EditWebhook body) {
    return answer(webhooks.edit(tenant(), webhookId, body.toChange(), ifMatch));
  }

  @DELETE
  @Path("/{webhookId}")
  @Needs(Action.WEBHOOK_MANAGE)
  @Operation(operationId = "deleteWebhook", summary = "Send nothing more; its log goes with it")
  @APIResponse(responseCode = "204", description = "Gone")
  public void delete(@PathParam("webhookId") UUID webhookId) {
    webhooks.delete(tenant(), webhookId);
  }

  @POST
  @Path("/{webhookId}:rotate-secret")
  @Needs(Action.WEBHOOK_MANAGE)
  @Operation(
      operationId = "rotateWebhookSecret",
      summary = "Another secret, shown once; for a day both sign")
  public WebhookSecretView rotate(@PathParam("webhookId") UUID webhookId) {
    return new WebhookSecretView(webhooks.rotate(tenant(), webhookId).text());
  }

  @GET
  @Path("/{webhookId}/deliveries")
  @Needs(Action.WEBHOOK_READ)
  @Operation(
      operationId = "listWebhookDeliveries",
      summary = "What was sent and is to be, the newest event first")
  public Page<DeliveryView> deliveries(
      @PathParam("webhookId") UUID webhookId,
      @QueryParam("state") Delivery.@Nullable State state,
      @QueryParam("limit") @Nullable Integer limit,
      @QueryParam("cursor") @Nullable String cursor) {
    return webhooks
        .deliveries(tenant(), webhookId, state, PageRequest.of(limit, cursor, 1))
        .map(DeliveryView::of);
  }

  @POST
  @Path("/{webhookId}/deliveries/{eventId}:resend")
  @Needs(Action.WEBHOOK_MANAGE)
  @Operation(operationId = "resendWebhookDelivery", summary = "Send it again, whatever came of it")
  public DeliveryView resend(
      @PathParam("webhookId") UUID webhookId, @PathParam("eventId") UUID eventId) {
    return DeliveryView.of(webhooks.resend(tenant(), webhookId, eventId));
  }

  private static Response answer(Webhook webhook) {
    return Response.ok(WebhookView.of(webhook))
        .header(HttpHeaders.ETAG, Etag.of(webhook.version()))
        .build();
  }

  private TenantId tenant() {
    return callers.current().tenant();
  }
}
