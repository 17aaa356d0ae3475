package io.atalaya.api.web;

import io.atalaya.api.identity.Caller;
import io.atalaya.api.policy.Policy;
import io.atalaya.api.tenant.Tenant;
import io.atalaya.api.tenant.Tenants;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Makes {@link MeView}s. */
@Singleton
final class MeViews {
  private final Tenants tenants;
  private final Policy policy;

  MeViews(Tenants tenants, Policy policy) {
    this.tenants = tenants;
    this.policy = policy;
  }

  MeView of(Caller caller) {
    Optional<Tenant> home = caller.home().flatMap(tenants::find);
    return new MeView(
        caller.userId(),
        caller.username(),
        caller.displayName(),
        caller.role(),
        home.map(Tenant::tenantId).orElse(null),
        home.map(Tenant::name).orElse(null),
        policy.actionsOf(caller.role()).stream().sorted().toList());
  }
}
