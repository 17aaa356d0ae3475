package io.atalaya.api;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Tells the api where its gateway is; tests put a {@link FakeGateway} there, or nothing. */
public final class GatewayAddress implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    return Map.of(
        "atalaya.gateway-url",
        "http://127.0.0.1:" + freePort(),
        "atalaya.gateway-public-url",
        "https://video.example.test/");
  }

  /**
   * Below the range from which the system hands out ports, so that nobody is given it meanwhile.
   */
  private static int freePort() {
    for (int tries = 0; tries < 100; tries++) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
      try (var probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return probe.getLocalPort();
      } catch (IOException taken) {
        // try another
      }
    }
    throw new UncheckedIOException(new IOException("no free port between 20000 and 30000"));
  }

  @Override
  public void stop() {}
}
