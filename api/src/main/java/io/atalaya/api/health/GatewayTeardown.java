package io.atalaya.api.health;

import io.atalaya.api.camera.Cameras;
import io.atalaya.api.tenant.TenantTeardownStep;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;

/** Has the gateway confirm that it runs nothing of a tenant that is being removed. */
@Singleton
final class GatewayTeardown implements TenantTeardownStep {
  private final GatewayClient gateway;
  private final Cameras cameras;

  GatewayTeardown(GatewayClient gateway, Cameras cameras) {
    this.gateway = gateway;
    this.cameras = cameras;
  }

  @Override
  public int order() {
    return GATEWAY_EMPTY;
  }

  @Override
  public String name() {
    return "gateway_empty";
  }

  @Override
  public int run(TenantId tenantId) {
    int affected = cameras.count(tenantId);
    return switch (gateway.removeTenant(tenantId)) {
      case GatewayAnswer.Ok<?> _ -> affected;
      case GatewayAnswer.NotThere<?> _ -> affected;
      case GatewayAnswer.Refused<?> _ -> throw HealthErrorCode.gatewayUnavailable();
      case GatewayAnswer.Away<?> _ -> throw HealthErrorCode.gatewayUnavailable();
    };
  }
}
