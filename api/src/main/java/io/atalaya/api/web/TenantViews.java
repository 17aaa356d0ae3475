package io.atalaya.api.web;

import io.atalaya.api.camera.Cameras;
import io.atalaya.api.platform.Page;
import io.atalaya.api.session.Sessions;
import io.atalaya.api.tenant.Tenant;
import io.atalaya.api.tenant.TenantTerms;
import io.atalaya.api.tenant.Tenants;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** Makes {@link TenantView}s, counting what the tenants have. */
@Singleton
final class TenantViews {
  private final Tenants tenants;
  private final Cameras cameras;
  private final Sessions sessions;

  TenantViews(Tenants tenants, Cameras cameras, Sessions sessions) {
    this.tenants = tenants;
    this.cameras = cameras;
    this.sessions = sessions;
  }

  TenantView of(Tenant tenant) {
    return views(List.of(tenant)).getFirst();
  }

  Page<TenantView> of(Page<Tenant> page) {
    return new Page<>(views(page.items()), page.nextCursor());
  }

  /** Counts once, for as many tenants as there are. */
  private List<TenantView> views(List<Tenant> page) {
    Map<TenantId, Integer> cameraCounts = cameras.countByTenant();
    Map<TenantId, Integer> liveCounts = sessions.liveByTenant();
    return tenants.terms(page).stream()
        .map(terms -> {
          TenantId id = terms.tenant().tenantId();
          return view(terms, cameraCounts.getOrDefault(id, 0), liveCounts.getOrDefault(id, 0));
        })
        .toList();
  }

  private static TenantView view(TenantTerms terms, int cameras, int liveSessions) {
    Tenant tenant = terms.tenant();
    return new TenantView(
        tenant.tenantId(),
        tenant.name(),
        tenant.state(),
        tenant.planId(),
        OverridesView.of(tenant.overrides()),
        terms.entitlements(),
        tenant.createdAt(),
        tenant.updatedAt(),
        cameras,
        liveSessions,
        cameras > terms.entitlements().maxCameras()
            || liveSessions > terms.entitlements().maxConcurrentStreams());
  }
}
