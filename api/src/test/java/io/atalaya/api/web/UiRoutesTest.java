package io.atalaya.api.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.ApiClient;
import io.atalaya.api.ApiClient.Answer;
import io.atalaya.api.ProductDatabase;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
final class UiRoutesTest {
  @TestHTTPResource URI base;

  @Test
  void a_deep_link_is_the_page_and_never_cached() {
    for (String path : new String[] {"/portal/", "/portal/index.html", "/portal/cameras/lobby"}) {
      Answer answer = ApiClient.at(base).get(path);
      assertEquals(200, answer.status(), path);
      assertTrue(answer.response().body().contains("portal of the tests"), path);
      assertEquals("no-cache", answer.header("Cache-Control"), path);
      String policy = answer.header("Content-Security-Policy");
      assertTrue(policy.contains("script-src 'self';"), policy);
      assertTrue(policy.contains("connect-src 'self' https://video.example.test;"), policy);
      assertTrue(policy.contains("frame-ancestors 'none'"), policy);
      assertEquals("nosniff", answer.header("X-Content-Type-Options"));
    }
  }

  @Test
  void what_is_named_by_its_content_is_kept_for_a_year() {
    Answer answer = ApiClient.at(base).get("/portal/assets/app.js");
    assertEquals(200, answer.status());
    assertEquals("public, immutable, max-age=31536000", answer.header("Cache-Control"));
  }

  @Test
  void a_file_that_is_not_there_is_an_error_and_not_the_page() {
    Answer answer = ApiClient.at(base).get("/portal/assets/gone.js");
    assertEquals(404, answer.status());
    assertEquals("route_not_found", answer.code());
  }

  @Test
  void the_root_and_bare_names_lead_to_the_uis() {
    assertEquals("/portal/", ApiClient.at(base).get("/").header("Location"));
    assertEquals("/portal/", ApiClient.at(base).get("/portal").header("Location"));
    assertEquals("/admin/", ApiClient.at(base).get("/admin").header("Location"));
    assertEquals(404, ApiClient.at(base).get("/administrator").status());
  }
}
