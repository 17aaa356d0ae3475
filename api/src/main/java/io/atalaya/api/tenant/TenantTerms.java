package io.atalaya.api.tenant;

/**
 * A tenant and what it may have, read at one moment.
 *
 * @param planName what its plan is called, for people
 * @param entitlements what its plan says, with the tenant's overrides: the only ones that count
 */
public record TenantTerms(Tenant tenant, String planName, Entitlements entitlements) {
  static TenantTerms of(Tenant tenant, Plan plan) {
    return new TenantTerms(tenant, plan.name(), tenant.overrides().over(plan.entitlements()));
  }
}
