package io.atalaya.api.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.ApiClient.Answer;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.platform.Database;
import io.atalaya.contract.id.TenantId;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starter: 4 streams, 4 a person, 4 a camera, 10 cameras, 4 hours. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class OverridesTest {
  private static final String TENANT = "over";
  private static final String PATH = "/api/v1/tenants/" + TENANT;
  private static final String CAMERA = "{\"source\":\"rtsp://10.1.2.3/s\"}";

  @TestHTTPResource URI base;
  @Inject Database database;
  private ApiClient platform;
  private ApiClient owner;

  @BeforeEach
  void a_tenant_without_overrides() {
    platform = ApiClient.at(base).asPlatformAdmin();
    owner = ApiClient.at(base).asAdminOf(TENANT, "starter");
    overridden("{}");
    platform.patch(PATH, "{\"plan\":\"starter\"}");
    database.inTenant(new TenantId(TENANT), handle -> handle.execute("delete from stream_session"));
    owner.put("/api/v1/cameras/hall", CAMERA);
  }

  @Test
  void an_override_counts_instead_of_the_plan_and_everything_else_stays() {
    JsonNode tenant = overridden("{\"maxCameras\":1,\"maxViewersPerCamera\":40}");
    assertEquals("starter", tenant.path("plan").asText());
    assertEquals(
        "{\"maxViewersPerCamera\":40,\"maxCameras\":1}", tenant.path("overrides").toString());
    JsonNode effective = tenant.path("entitlements");
    assertEquals(1, effective.path("maxCameras").asInt());
    assertEquals(40, effective.path("maxViewersPerCamera").asInt());
    assertEquals(4, effective.path("maxConcurrentStreams").asInt());
    assertEquals(14400, effective.path("maxSessionSeconds").asInt());
    assertEquals(tenant, platform.get(PATH).body());
    assertEquals(tenant, owner.get(PATH).body());
    assertEquals(tenant, listed());
    JsonNode use = owner.get("/api/v1/usage").body().path("entitlements");
    assertEquals(1, use.path("maxCameras").path("limit").asInt());
    assertEquals(40, use.path("maxViewersPerCamera").path("limit").asInt());
  }

  @Test
  void cameras_are_counted_against_the_override() {
    overridden("{\"maxCameras\":1}");
    Answer second = owner.put("/api/v1/cameras/door", CAMERA);
    assertEquals("entitlement_denied", second.code());
    assertEquals(1, second.body().path("details").path("limit").asInt());
    overridden("{\"maxCameras\":2}");
    assertEquals(201, owner.put("/api/v1/cameras/door", CAMERA).status());
    assertEquals(204, owner.delete("/api/v1/cameras/door").status());
  }

  @Test
  void slots_are_counted_against_the_override_and_what_runs_is_not_cut() {
    for (int i = 0; i < 4; i++) {
      assertEquals(201, token().status());
    }
    assertEquals("stream_limit_reached", token().code());
    overridden(
        "{\"maxConcurrentStreams\":5,\"maxConcurrentStreamsPerUser\":5,\"maxViewersPerCamera\":5}");
    assertEquals(201, token().status());
    overridden("{\"maxConcurrentStreams\":2}");
    JsonNode details = token().body().path("details");
    assertEquals("tenant", details.path("scope").asText(), details.toString());
    assertEquals(2, details.path("limit").asInt());
    assertEquals(5, details.path("inUse").asInt());
  }

  @Test
  void the_longest_session_is_the_overrides() {
    overridden("{\"maxSessionSeconds\":600}");
    String id = token().body().path("session").path("id").asText();
    assertEquals(200, owner.post("/api/v1/sessions/" + id + "/activate", null).status());
    assertEquals(
        List.of(600),
        database.inTenant(
            new TenantId(TENANT),
            handle ->
                handle
                    .createQuery(
                        """
                        select extract(epoch from hard_end_at - activated_at)::integer
                        from stream_session where state = 'active'
                        """)
                    .mapTo(Integer.class)
                    .list()));
  }

  @Test
  void what_is_given_replaces_all_overrides_and_null_is_as_the_plan_says() {
    overridden("{\"maxCameras\":1,\"maxConcurrentStreams\":7}");
    JsonNode tenant = overridden("{\"maxCameras\":null,\"maxConcurrentStreams\":8}");
    assertEquals("{\"maxConcurrentStreams\":8}", tenant.path("overrides").toString());
    assertEquals(10, tenant.path("entitlements").path("maxCameras").asInt());
    assertEquals("{}", overridden("{}").path("overrides").toString());
  }

  @Test
  void other_changes_leave_the_overrides_alone() {
    overridden("{\"maxCameras\":3}");
    JsonNode tenant = platform.patch(PATH, "{\"name\":\"Over\",\"plan\":\"standard\"}").body();
    assertEquals(3, tenant.path("entitlements").path("maxCameras").asInt());
    assertEquals(25, tenant.path("entitlements").path("maxConcurrentStreams").asInt());
    platform.post(PATH + ":suspend", null);
    JsonNode resumed = platform.post(PATH + ":resume", null).body();
    assertEquals("{\"maxCameras\":3}", resumed.path("overrides").toString());
  }

  @Test
  void an_override_of_a_stale_version_is_refused() {
    String first = platform.get(PATH).header("ETag");
    Answer changed =
        platform.with("If-Match", first).patch(PATH, "{\"overrides\":{\"maxCameras\":5}}");
    assertEquals(200, changed.status(), changed.toString());
    Answer stale =
        platform.with("If-Match", first).patch(PATH, "{\"overrides\":{\"maxCameras\":6}}");
    assertEquals("precondition_failed", stale.code());
    assertEquals(5, platform.get(PATH).body().path("overrides").path("maxCameras").asInt());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"maxCameras\":-1}",
        "{\"maxCameras\":1000001}",
        "{\"maxCameras\":\"many\"}",
        "{\"maxSessionSeconds\":59}",
        "{\"maxSessionSeconds\":604801}",
        "{\"maxTenants\":1}",
        "[]"
      })
  void an_override_outside_its_bounds_is_a_400(String overrides) {
    Answer refused = platform.patch(PATH, "{\"overrides\":" + overrides + "}");
    assertEquals(400, refused.status(), refused.toString());
    assertEquals("validation_failed", refused.code());
  }

  @Test
  void only_the_platforms_administrators_override() {
    Answer refused = owner.patch(PATH, "{\"overrides\":{\"maxCameras\":100}}");
    assertEquals("permission_denied", refused.code());
    assertEquals("{}", owner.get(PATH).body().path("overrides").toString());
  }

  private Answer token() {
    return owner.post("/api/v1/cameras/hall/stream-token", null);
  }

  private JsonNode overridden(String overrides) {
    Answer changed = platform.patch(PATH, "{\"overrides\":" + overrides + "}");
    assertEquals(200, changed.status(), changed.toString());
    return changed.body();
  }

  private JsonNode listed() {
    String cursor = "";
    while (true) {
      JsonNode page = platform.get("/api/v1/tenants?limit=200" + cursor).body();
      for (JsonNode tenant : page.path("items")) {
        if (tenant.path("tenantId").asText().equals(TENANT)) {
          return tenant;
        }
      }
      assertTrue(page.has("nextCursor"), "not in the list");
      cursor = "&cursor=" + page.path("nextCursor").asText();
    }
  }
}
