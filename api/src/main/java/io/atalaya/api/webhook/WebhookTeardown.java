package io.atalaya.api.webhook;

import io.atalaya.api.tenant.TenantTeardownStep;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;

/** Removes the endpoints of a tenant that is being removed, with their deliveries. */
@Singleton
final class WebhookTeardown implements TenantTeardownStep {
  private final WebhookStore store;

  WebhookTeardown(WebhookStore store) {
    this.store = store;
  }

  @Override
  public int order() {
    return WEBHOOKS_PURGED;
  }

  @Override
  public String name() {
    return "webhooks_purged";
  }

  @Override
  public int run(TenantId tenantId) {
    return store.deleteAll(tenantId);
  }
}
