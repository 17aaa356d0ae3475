package io.atalaya.api.identity;

import io.atalaya.api.tenant.LockedTerms;
import io.atalaya.api.tenant.Tenants;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.Locale;
import java.util.Optional;

/**
 * What a caller is now. A request finds out who calls when it comes; by the time it has its
 * tenant's lock that may be long ago, and they may be out.
 */
@Singleton
public class Standing {
  private final Tenants tenants;
  private final UserStore users;

  Standing(Tenants tenants, UserStore users) {
    this.tenants = tenants;
    this.users = users;
  }

  /** The tenant, locked, and the role the caller has at that moment. */
  public record Locked(LockedTerms terms, Role role) {}

  /**
   * Locks the tenant that the caller acts in until the transaction ends, and looks again who they
   * are. {@code unauthenticated} when they were shut out, {@code tenant_not_found}.
   *
   * <p>Whoever shuts somebody out does it before they take the tenant's lock. Those of the platform
   * are shut out of all tenants under no tenant's lock: their row is held until the transaction
   * ends instead, so that the one or the other sees what was done.
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public Locked lock(Caller caller) {
    TenantId tenant = caller.tenant();
    LockedTerms terms;
    Optional<Role> role;
    if (caller.home().isPresent()) {
      terms = tenants.lockTermsAndRole(tenant, caller.userId());
      role = terms.role().map(word -> Role.valueOf(word.toUpperCase(Locale.ROOT)));
    } else {
      terms = tenants.lockTermsNow(tenant);
      role = users.holdPlatformRole(caller.userId());
    }
    return new Locked(
        terms,
        role.orElseThrow(() ->
            new DomainError.Unauthenticated(
                    RequestErrorCode.UNAUTHENTICATED, "the credential is not valid any more")
                .toException()));
  }
}
