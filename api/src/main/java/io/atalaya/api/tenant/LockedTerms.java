package io.atalaya.api.tenant;

import java.time.Instant;

/**
 * {@link TenantTerms} of a tenant whose row is locked.
 *
 * @param at when it was locked, by the database's clock: after the wait for it
 */
public record LockedTerms(TenantTerms terms, Instant at) {
  public Tenant tenant() {
    return terms.tenant();
  }

  public Entitlements entitlements() {
    return terms.entitlements();
  }
}
