package io.atalaya.api;

import io.atalaya.launcher.service.FreePort;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Tells the api where its gateway is; tests put a {@link FakeGateway} there, or nothing. */
public final class GatewayAddress implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    return Map.of(
        "atalaya.gateway-url",
        "http://127.0.0.1:" + FreePort.find(),
        "atalaya.gateway-public-url",
        "https://video.example.test/");
  }

  @Override
  public void stop() {}
}
