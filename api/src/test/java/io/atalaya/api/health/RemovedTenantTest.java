package io.atalaya.api.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.api.ApiClient;
import io.atalaya.api.FakeGateway;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.Until;
import io.atalaya.api.identity.SigningKeys;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A camera that reaches the gateway after its tenant was confirmed gone from there. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class RemovedTenantTest {
  private static final String BODY = "{\"source\":\"rtsp://10.1.2.3/s\"}";

  @TestHTTPResource URI base;

  @ConfigProperty(name = "atalaya.gateway-url")
  URI gatewayUrl;

  @Inject ObjectMapper json;
  @Inject SigningKeys keys;
  @Inject Looks looks;

  private FakeGateway gateway;
  private ApiClient platform;

  @BeforeEach
  void a_gateway() {
    gateway = FakeGateway.at(gatewayUrl, json, keys::published);
    platform = ApiClient.at(base).asPlatformAdmin();
  }

  @AfterEach
  void no_gateway() {
    gateway.close();
  }

  /** No loop has a part in it: the sync that brought the camera sees that nobody wants it. */
  @Test
  void a_sync_that_was_in_flight_takes_its_camera_back() {
    ApiClient late = ApiClient.at(base).asAdminOf("removed-late");
    ApiClient stays = ApiClient.at(base).asAdminOf("removed-not");
    stays.put("/api/v1/cameras/lobby", BODY);
    Until.holds("provisioned", () -> gateway.camera("removed-not", "lobby").isPresent());

    gateway.holdOnTheirWay();
    late.put("/api/v1/cameras/lobby", BODY);
    Until.holds("on its way", () -> gateway.onTheirWay() == 1);
    assertEquals("deprovisioned", removal("removed-late"));
    gateway.letArrive();

    Until.holds("taken back", () -> gateway.wasRidOf("removed-late", "lobby"));
    assertTrue(gateway.camera("removed-late", "lobby").isEmpty());
    assertTrue(gateway.camera("removed-not", "lobby").isPresent());
  }

  /** As when the api that brought it was killed: nobody remembers it. */
  @Test
  void the_loop_takes_it_away_while_the_removal_is_stuck_and_after_it_is_done() {
    ApiClient late = ApiClient.at(base).asAdminOf("removed-stuck");
    late.put("/api/v1/cameras/lobby", BODY);
    Until.holds("provisioned", () -> gateway.camera("removed-stuck", "lobby").isPresent());
    gateway.close();
    assertEquals("deprovisioning", removal("removed-stuck"));

    gateway = FakeGateway.at(gatewayUrl, json, keys::published);
    gateway.runOrphan("removed-stuck", "lobby");
    looks.all();
    assertTrue(gateway.camera("removed-stuck", "lobby").isEmpty(), "its rows are there still");

    assertEquals("deprovisioned", removal("removed-stuck"));
    gateway.runOrphan("removed-stuck", "lobby");
    looks.all();
    assertTrue(gateway.camera("removed-stuck", "lobby").isEmpty(), "its rows are gone");
  }

  private String removal(String tenant) {
    return platform
        .post("/api/v1/tenants/" + tenant + ":deprovision", null)
        .body()
        .path("state")
        .asText();
  }
}
