package io.atalaya.api.camera;

import io.atalaya.api.tenant.TenantTeardownStep;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;

/** Drops a tenant's cameras, once its gateway runs none of them. */
@Singleton
final class CameraTeardown implements TenantTeardownStep {
  private final CameraStore store;

  CameraTeardown(CameraStore store) {
    this.store = store;
  }

  @Override
  public int order() {
    return CAMERAS_PURGED;
  }

  @Override
  public String name() {
    return "cameras_purged";
  }

  @Override
  public int run(TenantId tenantId) {
    return store.purgeAll(tenantId);
  }
}
