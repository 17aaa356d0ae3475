package io.atalaya.api.web;

import io.atalaya.api.tenant.Entitlements;
import io.atalaya.api.tenant.TenantState;
import io.atalaya.contract.id.TenantId;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A tenant as the operator sees it. */
@Schema(name = "Tenant")
public record TenantView(
    TenantId tenantId,
    String name,
    TenantState state,
    @Schema(description = "Id of its plan") String plan,
    OverridesView overrides,
    @Schema(description = "What holds: its plan with the overrides") Entitlements entitlements,
    Instant createdAt,
    Instant updatedAt,
    @Schema(description = "How many it has") int cameras,
    @Schema(description = "Slots in use now") int liveSessions,
    @Schema(
            description =
                "More cameras or slots than the plan has now: nothing is cut, nothing new begins")
        boolean overLimit) {}
