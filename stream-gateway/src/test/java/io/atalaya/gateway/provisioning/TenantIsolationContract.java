package io.atalaya.gateway.provisioning;

import static io.atalaya.gateway.GatewayClient.key;
import static io.atalaya.gateway.GatewayClient.path;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.contract.gateway.EngineChoice;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.gateway.ApiStub;
import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.GatewayClient;
import io.atalaya.testkit.camera.Camera;
import io.atalaya.testkit.camera.CameraSimulator;
import io.atalaya.testkit.camera.Clip;
import io.quarkus.test.common.http.TestHTTPResource;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two tenants, the same camera id, real cameras with visibly different pictures. */
abstract class TenantIsolationContract {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final StreamKey ACME = key("acme-isolated", "lobby");
  private static final StreamKey GLOBEX = key("globex-isolated", "lobby");

  ApiStub api;
  CameraSimulator cameras;
  @TestHTTPResource URI gatewayUrl;
  GatewayClient gateway;

  /** Which engine pulls the cameras. */
  abstract EngineChoice engine();

  @BeforeEach
  void twoTenants() throws Exception {
    gateway = new GatewayClient(gatewayUrl, api, engine());
    cameras.add(Camera.named("acme-isolated/lobby").clip(Clip.bundled("acme-lobby")));
    cameras.add(Camera.named("globex-isolated/lobby").clip(Clip.bundled("globex-lobby")));
    assertEquals(201, gateway.provision(ACME, cameras.url("acme-isolated/lobby"), 1).statusCode());
    assertEquals(
        201, gateway.provision(GLOBEX, cameras.url("globex-isolated/lobby"), 1).statusCode());
  }

  @AfterEach
  void cleanUp() throws Exception {
    assertEquals(204, gateway.delete("/v1/tenants/acme-isolated").statusCode());
    assertEquals(204, gateway.delete("/v1/tenants/globex-isolated").statusCode());
    cameras.remove("acme-isolated/lobby");
    cameras.remove("globex-isolated/lobby");
  }

  @Test
  @DisplayName("isolates same cameraId across different tenants without collisions")
  void isolates() throws Exception {
    GatewayClient.Player acme = gateway.play(ACME);
    GatewayClient.Player globex = gateway.play(GLOBEX);
    String codecOfAcme = health(ACME).getJsonArray("tracks").getJsonObject(0).encode();

    assertFalse(acme.base.equals(globex.base), "play keys differ");
    for (String name : acme.objects()) {
      byte[] own = acme.bytes(name).body();
      var foreign = globex.bytes(name);
      boolean sameName = foreign.statusCode() == 200;
      assertFalse(
          sameName && java.util.Arrays.equals(own, foreign.body()) && !name.startsWith("init"),
          "acme's " + name + " came through globex's key");
    }
    // A newer generation, another source, failures: only of the camera that is named.
    assertEquals(200, gateway.provision(ACME, cameras.url("acme-isolated/lobby"), 2).statusCode());
    assertEquals(1, health(GLOBEX).getLong("generation"));
    assertEquals(204, gateway.delete(path(ACME)).statusCode());
    assertEquals(404, gateway.get(path(ACME) + "/health").statusCode());
    assertEquals(410, acme.playlist().statusCode());
    assertEquals("live", health(GLOBEX).getString("state"));
    assertEquals(200, globex.playlist().statusCode());
    assertTrue(codecOfAcme.contains("avc1"), codecOfAcme);
  }

  @Test
  @DisplayName("deprovisioning one tenant leaves the other tenant's streams playing")
  void leavesTheOtherPlaying() throws Exception {
    StreamKey second = key("acme-isolated", "yard");
    cameras.add(Camera.named("acme-isolated/yard"));
    assertEquals(201, gateway.provision(second, cameras.url("acme-isolated/yard"), 1).statusCode());
    GatewayClient.Player acme = gateway.play(ACME);
    GatewayClient.Player globex = gateway.play(GLOBEX);
    var before = Eventually.get(SOON, globex::newestSegment, msn -> msn >= 0);
    long acmeConnections = cameras.counters("globex-isolated/lobby").connectionsOpened();

    try (ExecutorService watching = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Integer>> statuses = watching.submit(() -> watch(globex, before + 4));
      assertEquals(204, gateway.delete("/v1/tenants/acme-isolated").statusCode());
      assertEquals(0, cameras.counters("acme-isolated/lobby").activeSessions(), "really stopped");
      assertEquals(0, cameras.counters("acme-isolated/yard").activeSessions(), "really stopped");
      assertEquals(410, acme.playlist().statusCode());
      assertEquals(204, gateway.delete("/v1/tenants/acme-isolated").statusCode(), "again");

      assertTrue(statuses.get().stream().allMatch(status -> status == 200), "never interrupted");
    }
    assertEquals("live", health(GLOBEX).getString("state"));
    assertEquals(0, health(GLOBEX).getInteger("restarts"));
    assertEquals(acmeConnections, cameras.counters("globex-isolated/lobby").connectionsOpened());
    JsonObject listed = new JsonObject(gateway.get("/v1/cameras").body());
    assertArrayEquals(
        new Object[] {"globex-isolated"},
        listed.getJsonArray("items").stream()
            .map(item -> ((JsonObject) item).getString("tenantId"))
            .filter(tenant -> tenant.endsWith("-isolated"))
            .toArray());
    cameras.remove("acme-isolated/yard");
  }

  /** Fetches the playlist and the newest part until that segment is there. */
  private static List<Integer> watch(GatewayClient.Player player, long until) {
    var statuses = new ArrayList<Integer>();
    Eventually.holds(
        SOON,
        () -> {
          List<String> objects = player.objects();
          statuses.add(player.bytes(objects.getLast()).statusCode());
          return player.newestSegment() >= until;
        });
    return statuses;
  }

  private JsonObject health(StreamKey key) throws Exception {
    return Eventually.get(
        SOON, () -> gateway.health(key), health -> "live".equals(health.getString("state")));
  }
}
