package io.atalaya.api.identity;

import io.atalaya.api.tenant.TenantTeardownStep;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;

/** Removes a tenant's people, their sign-ins and its API keys. */
@Singleton
public class PeopleTeardown implements TenantTeardownStep {
  private final UserStore users;
  private final ApiKeyStore keys;

  PeopleTeardown(UserStore users, ApiKeyStore keys) {
    this.users = users;
    this.keys = keys;
  }

  @Override
  public int order() {
    return PEOPLE_PURGED;
  }

  @Override
  public String name() {
    return "people_purged";
  }

  @Override
  @Transactional
  public int run(TenantId tenantId) {
    return users.deleteAll(tenantId) + keys.deleteAll(tenantId);
  }
}
