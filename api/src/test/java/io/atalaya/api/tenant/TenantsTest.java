package io.atalaya.api.tenant;

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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
final class TenantsTest {
  private static final String TENANTS = "/api/v1/tenants";

  @TestHTTPResource URI base;
  private ApiClient platform;

  @BeforeEach
  void sign_in() {
    platform = ApiClient.at(base).asPlatformAdmin();
  }

  @Test
  void a_tenant_is_made_read_and_listed() {
    Answer made = create("made");
    assertEquals(201, made.status(), made.toString());
    assertEquals("active", made.body().path("state").asText());
    assertEquals("starter", made.body().path("plan").asText());
    assertEquals(made.body(), platform.get(TENANTS + "/made").body());
    assertTrue(idsOfAllPages().contains("made"));
    assertEquals("tenant_already_exists", create("made").code());
    assertEquals(
        "plan_not_found",
        platform
            .post(TENANTS, "{\"tenantId\":\"made-2\",\"name\":\"x\",\"plan\":\"no-plan\"}")
            .code());
  }

  @Test
  void pages_hold_every_tenant_once() {
    for (int i = 0; i < 5; i++) {
      create("paged-" + i);
    }
    List<String> ids = idsOfAllPages();
    assertEquals(ids.stream().distinct().sorted().toList(), ids);
    assertTrue(ids.contains("paged-0") && ids.contains("paged-4"), ids.toString());
  }

  @Test
  void a_tenant_and_its_administrator_are_made_both_or_neither() {
    Answer refused =
        platform.post(
            TENANTS,
            """
            {"tenantId":"neither","name":"x","plan":"no-plan",
             "admin":{"username":"admin","password":"long-enough"}}
            """);
    assertEquals("plan_not_found", refused.code());
    assertEquals("tenant_not_found", platform.get(TENANTS + "/neither").code());
  }

  @Test
  void an_edit_of_a_stale_version_is_refused() {
    create("edited");
    String first = platform.get(TENANTS + "/edited").header("ETag");
    Answer edited =
        platform.with("If-Match", first).patch(TENANTS + "/edited", "{\"name\":\"New name\"}");
    assertEquals(200, edited.status(), edited.toString());
    assertEquals("New name", edited.body().path("name").asText());
    Answer stale =
        platform.with("If-Match", first).patch(TENANTS + "/edited", "{\"plan\":\"standard\"}");
    assertEquals(412, stale.status());
    assertEquals("precondition_failed", stale.code());
    assertEquals(
        "standard",
        platform
            .patch(TENANTS + "/edited", "{\"plan\":\"standard\"}")
            .body()
            .path("plan")
            .asText());
  }

  @Test
  void a_suspension_is_idempotent_and_taken_back() {
    ApiClient admin = ApiClient.at(base).asAdminOf("paused");
    for (int i = 0; i < 2; i++) {
      Answer suspended = platform.post(TENANTS + "/paused:suspend", null);
      assertEquals("suspended", suspended.body().path("state").asText(), suspended.toString());
    }
    assertEquals(200, admin.get("/api/v1/me").status());
    assertEquals(
        "active", platform.post(TENANTS + "/paused:resume", null).body().path("state").asText());
  }

  @Test
  void a_tenant_reads_itself_and_changes_nothing_of_itself() {
    ApiClient admin = ApiClient.at(base).asAdminOf("itself");
    assertEquals(200, admin.get(TENANTS + "/itself").status());
    assertEquals(
        "permission_denied", admin.patch(TENANTS + "/itself", "{\"plan\":\"enterprise\"}").code());
    assertEquals("permission_denied", admin.post(TENANTS + "/itself:deprovision", null).code());
    assertEquals(
        "permission_denied", admin.put("/api/v1/plans/starter", plan("Mine", 1000)).code());
  }

  @Test
  void plans_are_seeded_made_and_replaced() {
    Answer starter = platform.get("/api/v1/plans/starter");
    assertEquals(4, starter.body().path("entitlements").path("maxConcurrentStreams").asInt());
    assertEquals("plan_not_found", platform.get("/api/v1/plans/none").code());
    assertEquals(200, platform.put("/api/v1/plans/custom", plan("Custom", 7)).status());
    Answer replaced = platform.put("/api/v1/plans/custom", plan("Custom 2", 8));
    assertEquals(8, replaced.body().path("entitlements").path("maxConcurrentStreams").asInt());
    assertEquals(
        "precondition_failed",
        platform.with("If-Match", "\"1\"").put("/api/v1/plans/custom", plan("x", 9)).code());
    assertEquals("validation_failed", platform.put("/api/v1/plans/custom", plan("x", -1)).code());
  }

  @Test
  void a_removed_tenant_is_gone_for_good_and_its_neighbour_untouched() {
    ApiClient leaving = ApiClient.at(base).asAdminOf("leaving");
    ApiClient staying = ApiClient.at(base).asAdminOf("staying");
    Answer key = leaving.post("/api/v1/api-keys", "{\"name\":\"k\",\"role\":\"viewer\"}");
    ApiClient robot =
        ApiClient.at(base).with("Authorization", "Bearer " + key.body().path("key").asText());
    String neighbour = staying.get("/api/v1/users").toString();

    Answer report = platform.post(TENANTS + "/leaving:deprovision", null);
    assertEquals(200, report.status(), report.toString());
    assertEquals("admission_closed", report.body().path("steps").path(0).path("name").asText());
    assertEquals(401, leaving.get("/api/v1/me").status());
    assertEquals(401, robot.get("/api/v1/me").status());
    assertEquals(neighbour, staying.get("/api/v1/users").toString());
    assertEquals("tenant_already_exists", create("leaving").code());
    assertEquals(
        "tenant_not_found", platform.post(TENANTS + "/never-was:deprovision", null).code());
  }

  private Answer create(String tenantId) {
    return platform.post(
        TENANTS,
        "{\"tenantId\":\"%s\",\"name\":\"%s\",\"plan\":\"starter\"}".formatted(tenantId, tenantId));
  }

  private List<String> idsOfAllPages() {
    var ids = new ArrayList<String>();
    String cursor = "";
    do {
      Answer page = platform.get(TENANTS + "?limit=3" + cursor);
      assertEquals(200, page.status(), page.toString());
      page.body().path("items").forEach(item -> ids.add(item.path("tenantId").asText()));
      cursor = "&cursor=" + page.body().path("nextCursor").asText();
    } while (cursor.length() > "&cursor=".length());
    return ids;
  }

  private static String plan(String name, int streams) {
    return """
    {"name":"%s","entitlements":{"maxConcurrentStreams":%d,"maxConcurrentStreamsPerUser":5,
     "maxViewersPerCamera":5,"maxCameras":5,"maxSessionSeconds":3600}}
    """
        .formatted(name, streams);
  }
}
