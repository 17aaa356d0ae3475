package io.atalaya.gateway.delivery;

import io.atalaya.contract.gateway.EngineChoice;
import io.atalaya.gateway.GatewayResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

/** What a viewer can do, and cannot. */
@QuarkusTest
@WithTestResource(GatewayResource.class)
class PlaybackTest extends PlaybackContract {
  @Override
  EngineChoice engine() {
    return EngineChoice.AUTO;
  }
}
