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
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
final class HealthTest {
  @TestHTTPResource URI base;

  @TestHTTPResource(value = "/", management = true)
  URI management;

  @Test
  void readiness_looks_at_the_database() {
    ApiClient.Answer ready = ApiClient.at(management).get("/q/health/ready");
    assertEquals(200, ready.status(), ready.toString());
    assertTrue(ready.response().body().contains("Database connections"), ready.toString());
    assertEquals(200, ApiClient.at(management).get("/q/health/live").status());
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
