package io.atalaya.api.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.api.ApiClient;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.Replica;
import io.atalaya.api.Until;
import java.util.HashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How the packaged api stops. */
final class ShutdownIT {
  private static final ProductDatabase DATABASE = new ProductDatabase();
  private static Replica api;

  @BeforeAll
  static void an_api() throws Exception {
    var configuration = new HashMap<>(DATABASE.start());
    configuration.put("ATALAYA_SHUTDOWN_DELAY", "8S");
    api = Replica.start("shutdown-api", configuration);
  }

  @AfterAll
  static void stop() {
    api.close();
    DATABASE.stop();
  }

  @Test
  void who_was_asked_to_stop_is_not_ready_first_and_serves_until_others_know() {
    api.terminate();
    ApiClient probe = ApiClient.at(api.management());
    Until.holds("it is not ready", () -> probe.get("/q/health/ready").status() == 503);
    assertEquals(200, probe.get("/q/health/live").status());
    assertEquals(200, ApiClient.at(api.base()).get("/.well-known/jwks.json").status());
    Until.holds("it ended", api::hasEnded);
  }
}
