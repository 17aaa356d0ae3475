package io.atalaya.api.tenant;

import java.time.Instant;
import java.util.Optional;

/**
 * {@link TenantTerms} of a tenant whose row is locked.
 *
 * @param at when it was locked, by the database's clock: after the wait for it
 * @param role of the person who was asked about, in the spelling of rows, at that moment; empty
 *     when nobody was, or they are nobody here any more
 */
public record LockedTerms(TenantTerms terms, Instant at, Optional<String> role) {
  public Tenant tenant() {
    return terms.tenant();
  }

  public Entitlements entitlements() {
    return terms.entitlements();
  }
}
