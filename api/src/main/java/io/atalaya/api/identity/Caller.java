package io.atalaya.api.identity;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.Violation;
import io.atalaya.contract.id.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Who makes the current request.
 *
 * @param userId of the person, or of the API key
 * @param username of the person, or the API key's name
 * @param home the tenant they belong to; empty for people of the platform
 * @param acting the tenant the request is about: their home, or the one that somebody of the
 *     platform named; empty when they named none
 */
public record Caller(
    Kind kind,
    UUID userId,
    String username,
    String displayName,
    Role role,
    Optional<TenantId> home,
    Optional<TenantId> acting) {

  /** What signed in. */
  public enum Kind {
    PERSON,
    /** By an API key. */
    PROGRAM
  }

  /** The same caller, acting in {@code tenantId}. */
  Caller actingIn(TenantId tenantId) {
    return new Caller(kind, userId, username, displayName, role, home, Optional.of(tenantId));
  }

  /** The tenant acted in; {@code tenant_required} for people of the platform who named none. */
  public TenantId tenant() {
    return acting.orElseThrow(() ->
        new DomainError.Invalid(
                IdentityErrorCode.TENANT_REQUIRED,
                "say which tenant, by the header Tenant-Id",
                List.of(new Violation("Tenant-Id", "must name a tenant")))
            .toException());
  }
}
