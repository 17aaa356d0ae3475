package io.atalaya.api.web;

import io.atalaya.api.identity.Role;
import io.atalaya.api.policy.Action;
import io.atalaya.contract.id.TenantId;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Who is signed in, and what the UIs may offer. */
@Schema(name = "Me")
public record MeView(
    UUID userId,
    String username,
    String displayName,
    Role role,
    @Nullable @Schema(nullable = true) TenantId tenantId,
    @Nullable @Schema(nullable = true) String tenantName,
    List<Action> permissions) {}
