package io.atalaya.api.tenant;

import io.atalaya.contract.id.TenantId;
import java.time.Instant;

/**
 * A customer of the platform.
 *
 * @param version counts its edits, for {@code If-Match}
 */
public record Tenant(
    TenantId tenantId,
    String name,
    TenantState state,
    String planId,
    Instant createdAt,
    Instant updatedAt,
    long version) {}
