package io.atalaya.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atalaya.e2e.ApiSession;
import io.atalaya.e2e.Await;
import io.atalaya.e2e.RunningProduct;
import io.atalaya.e2e.Viewing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tenant is removed, and the api that does it is killed in the middle. */
final class RemovalIT {
  private static final Duration FLOWING = Duration.ofSeconds(60);
  private static final Duration HEALED = Duration.ofMinutes(2);
  private static final String LEAVING = "leaving";
  private static final String PASSWORD = "password-of-leaving";

  @TempDir static Path temporary;
  private static RunningProduct product;

  @BeforeAll
  static void start() throws Exception {
    product = RunningProduct.demo(temporary.resolve("data"), RunningProduct.Ports.free());
  }

  @AfterAll
  static void stop() throws Exception {
    if (product != null) {
      product.close();
    }
  }

  @Test
  void a_removal_whose_api_was_killed_goes_on_and_leaves_the_others_alone() throws Exception {
    ApiSession platform = ApiSession.signIn(product, product.platformAdmin());
    int running = running(platform);
    Viewing leaving = leavingTenant(platform);
    ApiSession acme = ApiSession.signIn(product, product.user("acme", "tenant_admin"));
    JsonNode cameras = configured(acme);
    try (var staying = flowing(acme)) {
      ProcessHandle api = one("/api/target/");
      ProcessHandle gateway = one("/stream-gateway/target/");
      // It cannot confirm that it runs nothing of the tenant: the removal stops in its middle.
      signal(gateway, "STOP");
      CompletableFuture<JsonNode> removal;
      try {
        removal = CompletableFuture.supplyAsync(() -> remove(platform));
        Await.until("sessions are ended", FLOWING, () -> isClosed(platform));
        api.destroyForcibly();
        api.onExit().get();
      } finally {
        signal(gateway, "CONT");
      }
      awaitBroken(removal);

      Await.until(
          "the removal is done",
          HEALED,
          () -> remove(platform).path("state").asText().equals("deprovisioned"));
      assertTrue(api.pid() != one("/api/target/").pid());
      assertEquals(404, platform.get("tenants/" + LEAVING).status());
      Await.until("cut", FLOWING, () -> leaving.nextPlaylist().status() == 410);
      Await.until("its camera runs no more", FLOWING, () -> running(platform) == running);

      staying.awaitNewVideo(FLOWING);
      JsonNode session = acme.get("sessions/" + staying.sessionId()).expect(200);
      assertEquals("active", session.path("state").asText());
      assertEquals(cameras, configured(acme));
    }
  }

  /** Its one camera is watched; the viewing is never closed, for its tenant goes first. */
  private static Viewing leavingTenant(ApiSession platform) throws Exception {
    platform
        .call(
            "POST",
            "tenants",
            Map.of(
                "tenantId",
                LEAVING,
                "name",
                "Leaving",
                "plan",
                "standard",
                "admin",
                Map.of("username", "admin", "password", PASSWORD)))
        .expect(201);
    ApiSession admin =
        ApiSession.signIn(
            product, new RunningProduct.User(LEAVING, "tenant_owner", "admin", PASSWORD));
    admin
        .call("PUT", "cameras/lobby", Map.of("source", product.source("acme", "lobby")))
        .expect(201);
    return flowing(admin);
  }

  private static Viewing flowing(ApiSession viewer) throws Exception {
    var opened = new CompletableFuture<Viewing>();
    Await.until(
        "live video",
        HEALED,
        () -> {
          Viewing viewing = Viewing.open(viewer, "lobby");
          viewing.awaitNewVideo(FLOWING);
          return opened.complete(viewing);
        });
    return opened.join();
  }

  private static JsonNode remove(ApiSession platform) {
    try {
      return platform.call("POST", "tenants/" + LEAVING + ":deprovision", Map.of()).expect(200);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Nobody gets in any more, and the step that asks the gateway is under way. */
  private static boolean isClosed(ApiSession platform) throws IOException {
    JsonNode tenant = platform.get("tenants/" + LEAVING).expect(200);
    return tenant.path("state").asText().equals("deprovisioning")
        && tenant.path("liveSessions").asInt() == 0;
  }

  /** On a slow machine it may have been answered before: that it goes on later. */
  private static void awaitBroken(CompletableFuture<JsonNode> removal) throws Exception {
    try {
      JsonNode answer = removal.get(HEALED.toSeconds(), TimeUnit.SECONDS);
      assertEquals("deprovisioning", answer.path("state").asText(), answer.toString());
    } catch (ExecutionException broken) {
      assertTrue(broken.getCause() instanceof IllegalStateException, broken.toString());
    }
  }

  /** What nobody but people changes about cameras. */
  private static JsonNode configured(ApiSession acme) throws IOException {
    JsonNode items = acme.get("cameras?limit=200").expect(200).path("items");
    items.forEach(camera ->
        ((ObjectNode) camera)
            .retain("cameraId", "name", "source", "generation", "createdAt", "updatedAt"));
    return items;
  }

  /** How many cameras the gateway has. */
  private static int running(ApiSession platform) throws IOException {
    return platform.get("gateways").expect(200).get(0).path("cameras").asInt();
  }

  private static void signal(ProcessHandle process, String name) throws Exception {
    int exit =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    assertEquals(0, exit);
  }

  private static ProcessHandle one(String part) {
    return product
        .launcher()
        .children()
        .filter(process -> process.info().commandLine().orElse("").contains(part))
        .findFirst()
        .orElseThrow();
  }
}
