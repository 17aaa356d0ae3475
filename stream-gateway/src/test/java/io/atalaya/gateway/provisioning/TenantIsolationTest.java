package io.atalaya.gateway.provisioning;

import io.atalaya.contract.gateway.EngineChoice;
import io.atalaya.gateway.GatewayResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

/** Two tenants, the same camera id, real cameras with visibly different pictures. */
@QuarkusTest
@WithTestResource(GatewayResource.class)
class TenantIsolationTest extends TenantIsolationContract {
  @Override
  EngineChoice engine() {
    return EngineChoice.AUTO;
  }
}
