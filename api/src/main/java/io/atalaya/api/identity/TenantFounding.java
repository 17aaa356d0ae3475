package io.atalaya.api.identity;

import io.atalaya.api.tenant.Tenant;
import io.atalaya.api.tenant.Tenants;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

/** A new tenant together with its owner: both, or neither. */
@Singleton
public class TenantFounding {
  private final Tenants tenants;
  private final Users users;

  TenantFounding(Tenants tenants, Users users) {
    this.tenants = tenants;
    this.users = users;
  }

  /** Makes them; without an owner only the platform can act in the tenant. */
  @Transactional
  public Tenant found(TenantId tenantId, String name, String planId, @Nullable NewUser admin) {
    Tenant tenant = tenants.create(tenantId, name, planId);
    if (admin != null) {
      users.create(tenantId, admin);
    }
    return tenant;
  }
}
