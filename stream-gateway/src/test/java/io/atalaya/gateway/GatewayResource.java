package io.atalaya.gateway;

import io.atalaya.testkit.camera.CameraSimulator;
import io.atalaya.testkit.camera.SimulatorOptions;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Starts what a gateway needs around it, once for all tests: an api and a house full of cameras.
 */
public final class GatewayResource implements QuarkusTestResourceLifecycleManager {
  public static final String PORTAL = "https://portal.example.org";
  private ApiStub api;
  private CameraSimulator cameras;

  @Override
  public Map<String, String> start() {
    try {
      api = ApiStub.start();
      cameras = CameraSimulator.start(SimulatorOptions.loopback());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(
        "atalaya.api-url",
        api.url(),
        "atalaya.gateway-secret",
        ApiStub.GATEWAY_SECRET,
        "atalaya.allow-local-sources",
        "true",
        "atalaya.camera-capacity",
        "40",
        "atalaya.portal-origins",
        PORTAL,
        "atalaya.heartbeat-interval",
        "500ms");
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(api, new TestInjector.MatchesType(ApiStub.class));
    injector.injectIntoFields(cameras, new TestInjector.MatchesType(CameraSimulator.class));
  }

  @Override
  public void stop() {
    cameras.close();
    api.close();
  }
}
