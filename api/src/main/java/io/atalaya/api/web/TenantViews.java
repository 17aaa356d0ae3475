package io.atalaya.api.web;

import io.atalaya.api.camera.Cameras;
import io.atalaya.api.session.Sessions;
import io.atalaya.api.tenant.Tenant;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.function.Function;

/** Makes {@link TenantView}s, counting what the tenants have. */
@Singleton
final class TenantViews {
  private final Cameras cameras;
  private final Sessions sessions;

  TenantViews(Cameras cameras, Sessions sessions) {
    this.cameras = cameras;
    this.sessions = sessions;
  }

  TenantView of(Tenant tenant) {
    return page().apply(tenant);
  }

  /** Counts once, for as many tenants as there are on a page. */
  Function<Tenant, TenantView> page() {
    Map<TenantId, Integer> cameraCounts = cameras.countByTenant();
    Map<TenantId, Integer> liveCounts = sessions.liveByTenant();
    return tenant ->
        new TenantView(
            tenant.tenantId(),
            tenant.name(),
            tenant.state(),
            tenant.planId(),
            tenant.createdAt(),
            tenant.updatedAt(),
            cameraCounts.getOrDefault(tenant.tenantId(), 0),
            liveCounts.getOrDefault(tenant.tenantId(), 0));
  }
}
