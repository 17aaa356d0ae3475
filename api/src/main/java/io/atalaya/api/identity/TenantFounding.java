package io.atalaya.api.identity;

import io.atalaya.api.platform.Deed;
import io.atalaya.api.tenant.Tenant;
import io.atalaya.api.tenant.Tenants;
import io.atalaya.contract.id.TenantId;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A new tenant together with its owner: both, or neither. */
@Singleton
public class TenantFounding {
  private final Tenants tenants;
  private final Users users;
  private final Event<Deed> deeds;

  TenantFounding(Tenants tenants, Users users, Event<Deed> deeds) {
    this.tenants = tenants;
    this.users = users;
    this.deeds = deeds;
  }

  /** Makes them; without an owner only the platform can act in the tenant. */
  @Transactional
  public Tenant found(TenantId tenantId, String name, String planId, @Nullable NewUser admin) {
    Tenant tenant = tenants.create(tenantId, name, planId);
    if (admin == null) {
      deeds.fire(founded(tenant, Map.of("name", name, "plan", planId)));
    } else {
      User owner = users.admit(tenantId, admin);
      deeds.fire(
          founded(tenant, Map.of("name", name, "plan", planId, "owner", owner.username()))
              .about(owner.userId()));
    }
    return tenant;
  }

  private static Deed founded(Tenant tenant, Map<String, Object> details) {
    return Deed.in(tenant.tenantId(), "tenant.created", "tenant/" + tenant.tenantId(), details);
  }
}
