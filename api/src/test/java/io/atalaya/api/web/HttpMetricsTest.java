package io.atalaya.api.web;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.ApiClient;
import io.atalaya.api.ProductDatabase;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Whatever anybody asks for, the series stay few. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
final class HttpMetricsTest {
  @TestHTTPResource URI base;

  @TestHTTPResource(value = "/", management = true)
  URI management;

  @Test
  void requests_are_counted_by_the_template_of_their_route() {
    ApiClient.at(base).asAdminOf("http-metered").get("/api/v1/cameras/zzz-known");
    assertTrue(scrape().contains("uri=\"/api/v1/cameras/{cameraId}\""), scrape());
  }

  @Test
  void no_path_and_no_method_of_a_stranger_is_in_a_label() throws Exception {
    ApiClient boss = ApiClient.at(base).asAdminOf("http-metered");
    for (String path :
        List.of(
            "/zzz/a",
            "/api/v1/zzz/b",
            "/api/v1/cameras/zzz-c",
            "/api/v1/cameras/Zzz_C",
            "/portal/cameras/zzz-d",
            "/portal/assets/zzz-e.js",
            "/admin/zzz-f",
            "/adminzzz-g",
            "/q/zzz-h")) {
      boss.get(path);
      for (String method : List.of("GET", "DELETE", "OPTIONS", "HEAD", "ZZZ")) {
        send(method, path);
      }
    }
    List<String> named =
        scrape()
            .lines()
            .filter(
                line -> line.startsWith("http_") && line.toLowerCase(Locale.ROOT).contains("zzz"))
            .toList();
    assertTrue(named.isEmpty(), named.toString());
  }

  private void send(String method, String path) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      http.send(
          HttpRequest.newBuilder(base.resolve(path))
              .version(HttpClient.Version.HTTP_1_1)
              .method(method, BodyPublishers.noBody())
              .build(),
          BodyHandlers.discarding());
    }
  }

  private String scrape() {
    return ApiClient.at(management).get("/q/metrics").response().body();
  }
}
