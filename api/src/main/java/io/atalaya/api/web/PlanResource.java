package io.atalaya.api.web;

import io.atalaya.api.platform.Etag;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Needs;
import io.atalaya.api.tenant.Entitlements;
import io.atalaya.api.tenant.Plan;
import io.atalaya.api.tenant.Plans;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** The catalogue of plans: everybody may read it, the platform writes it. */
@Path("/api/v1/plans")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "tenants")
public final class PlanResource {
  /** All plans; there are few, so they come in one piece. */
  @Schema(name = "Plans")
  public record PlansView(List<PlanView> items) {}

  /** A plan as it shall be. */
  public record PutPlan(
      @NotBlank @Size(max = Names.MAX_NAME) String name,
      @NotNull @Valid PutEntitlements entitlements) {}

  /** What it shall allow. */
  public record PutEntitlements(
      @Min(0) @Max(Entitlements.MAX_COUNT) @NotNull Integer maxConcurrentStreams,
      @Min(0) @Max(Entitlements.MAX_COUNT) @NotNull Integer maxConcurrentStreamsPerUser,
      @Min(0) @Max(Entitlements.MAX_COUNT) @NotNull Integer maxViewersPerCamera,
      @Min(0) @Max(Entitlements.MAX_COUNT) @NotNull Integer maxCameras,
      @Min(Entitlements.MIN_SESSION_SECONDS) @Max(Entitlements.MAX_SESSION_SECONDS) @NotNull
          Integer maxSessionSeconds,
      @Nullable
          @Schema(nullable = true, description = "400 when it is left out")
          @Min(Entitlements.MIN_AUDIT_RETENTION_DAYS)
          @Max(Entitlements.MAX_AUDIT_RETENTION_DAYS)
          Integer auditRetentionDays) {
    private Entitlements toEntitlements() {
      return new Entitlements(
          maxConcurrentStreams,
          maxConcurrentStreamsPerUser,
          maxViewersPerCamera,
          maxCameras,
          maxSessionSeconds,
          auditRetentionDays == null
              ? Entitlements.DEFAULT_AUDIT_RETENTION_DAYS
              : auditRetentionDays);
    }
  }

  private final Plans plans;

  PlanResource(Plans plans) {
    this.plans = plans;
  }

  @GET
  @Needs(Action.PLAN_READ)
  @Operation(operationId = "listPlans", summary = "All plans, the smallest first")
  public PlansView list() {
    return new PlansView(plans.all().stream().map(PlanView::of).toList());
  }

  @GET
  @Path("/{planId}")
  @Needs(Action.PLAN_READ)
  @Operation(operationId = "getPlan", summary = "One plan")
  @APIResponse(
      responseCode = "200",
      description = "The plan",
      content = @Content(schema = @Schema(implementation = PlanView.class)))
  public Response get(@RestPath String planId) {
    return answer(plans.get(planId));
  }

  @PUT
  @Path("/{planId}")
  @Needs(Action.PLAN_MANAGE)
  @Operation(operationId = "putPlan", summary = "Make or replace a plan")
  @APIResponse(
      responseCode = "200",
      description = "As it is now",
      content = @Content(schema = @Schema(implementation = PlanView.class)))
  public Response put(
      @RestPath @Pattern(regexp = Names.SLUG) String planId,
      @RestHeader(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
      @NotNull @Valid PutPlan body) {
    return answer(plans.put(planId, body.name(), body.entitlements().toEntitlements(), ifMatch));
  }

  private static Response answer(Plan plan) {
    return Response.ok(PlanView.of(plan)).header(HttpHeaders.ETAG, Etag.of(plan.version())).build();
  }
}
