package io.atalaya.api.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The platform in figures. Other tests leave cameras behind, so differences are looked at. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class OverviewTest {
  private static final List<String> SUMMARIES =
      List.of("pending", "online", "degraded", "offline", "authFailed", "unknown", "disabled");

  @TestHTTPResource URI base;

  @Test
  void a_camera_is_counted_once_under_one_summary_and_not_after_its_removal() {
    ApiClient platform = ApiClient.at(base).asPlatformAdmin();
    ApiClient boss = ApiClient.at(base).asAdminOf(newTenant());
    long before = cameras(platform);

    boss.put("/api/v1/cameras/lobby", "{\"source\":\"rtsp://10.1.2.3/s\"}");
    assertEquals(before + 1, cameras(platform));

    boss.delete("/api/v1/cameras/lobby");
    assertEquals(before, cameras(platform));
  }

  @Test
  void what_waits_and_what_should_be_over_is_counted_too() {
    JsonNode overview = overview(ApiClient.at(base).asPlatformAdmin());
    for (String figure :
        List.of(
            "/cameras/parked",
            "/cameras/overdue",
            "/sessions/active",
            "/sessions/opening",
            "/sessions/zombies")) {
      assertTrue(overview.at(figure).isIntegralNumber(), figure + " of " + overview);
    }
  }

  @Test
  void it_is_the_operators_alone() {
    ApiClient boss = ApiClient.at(base).asAdminOf(newTenant());
    assertEquals(403, boss.get("/api/v1/overview").status());
    assertEquals(401, ApiClient.at(base).get("/api/v1/overview").status());
  }

  private static String newTenant() {
    return "view-" + UUID.randomUUID().toString().substring(24);
  }

  private static JsonNode overview(ApiClient platform) {
    ApiClient.Answer answer = platform.get("/api/v1/overview");
    assertEquals(200, answer.status(), answer.toString());
    return answer.body();
  }

  private static long cameras(ApiClient platform) {
    JsonNode cameras = overview(platform).path("cameras");
    return SUMMARIES.stream().mapToLong(summary -> cameras.path(summary).asLong()).sum();
  }
}
