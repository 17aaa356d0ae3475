package io.atalaya.api.tenant;

/**
 * A tenant and what it may have, read at one moment.
 *
 * @param entitlements what its plan says, with the tenant's overrides: the only ones that count
 */
public record TenantTerms(Tenant tenant, Entitlements entitlements) {
  static TenantTerms of(Tenant tenant, Plan plan) {
    return new TenantTerms(tenant, tenant.overrides().over(plan.entitlements()));
  }
}
