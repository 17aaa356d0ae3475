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
    EntitlementOverrides overrides,
    Instant createdAt,
    Instant updatedAt,
    long version) {

  Tenant in(TenantState next) {
    return new Tenant(tenantId, name, next, planId, overrides, createdAt, updatedAt, version);
  }
}
