package io.atalaya.api.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.ApiClient;
import io.atalaya.api.ProductDatabase;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
final class HealthTest {
  @TestHTTPResource URI base;

  @TestHTTPResource(value = "/", management = true)
  URI management;

  @Test
  void ready_is_who_reaches_the_database_and_can_sign_and_does_not_stop() {
    ApiClient.Answer ready = ApiClient.at(management).get("/q/health/ready");
    assertEquals(200, ready.status(), ready.toString());
    assertEquals(Set.of("database", "signing key", "Graceful Shutdown"), checks(ready));
  }

  @Test
  void alive_is_whose_event_loops_answer_and_nothing_else() {
    ApiClient.Answer alive = ApiClient.at(management).get("/q/health/live");
    assertEquals(200, alive.status(), alive.toString());
    assertEquals(Set.of("event loops"), checks(alive));
  }

  private static Set<String> checks(ApiClient.Answer answer) {
    Set<String> names = new HashSet<>();
    answer.body().path("checks").forEach(check -> names.add(check.path("name").asText()));
    return names;
  }

  @Test
  void metrics_and_health_are_on_the_management_port_only() {
    ApiClient.at(base).get("/.well-known/jwks.json");
    String metrics = ApiClient.at(management).get("/q/metrics").response().body();
    assertTrue(metrics.contains("http_server_requests_seconds_count"), metrics);
    assertTrue(metrics.contains("agroal_active_count"), metrics);
    assertEquals(404, ApiClient.at(base).get("/q/health/ready").status());
    assertEquals(404, ApiClient.at(base).get("/q/metrics").status());
  }
}
