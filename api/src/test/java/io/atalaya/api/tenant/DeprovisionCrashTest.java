package io.atalaya.api.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.api.ApiClient;
import io.atalaya.api.FailingStatements;
import io.atalaya.api.FailingStatements.Way;
import io.atalaya.api.FakeGateway;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.TenantRows;
import io.atalaya.api.TestSql;
import io.atalaya.api.Until;
import io.atalaya.api.identity.SigningKeys;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Breaks the removal of a tenant off at each of its statements, inside the steps and between them,
 * and asks again: the end is always the same, and another tenant's rows never change by a byte.
 */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class DeprovisionCrashTest {
  private static final AtomicInteger TESTS = new AtomicInteger();
  private static final int MAX_STATEMENTS = 300;

  /** What may be left of a tenant: its tombstone, and what is written down about it for ever. */
  private static final List<String> KEPT = List.of("tenant ", "audit");

  @TestHTTPResource URI base;
  @Inject Jdbi jdbi;
  @Inject ObjectMapper json;
  @Inject SigningKeys keys;

  @ConfigProperty(name = "atalaya.gateway-url")
  URI gatewayUrl;

  private final String bystander = "stays-" + TESTS.incrementAndGet();
  private TestSql sql;
  private FakeGateway gateway;
  private FailingStatements failing;
  private ApiClient platform;

  @BeforeEach
  void a_tenant_that_stays() {
    platform = ApiClient.at(base).asPlatformAdmin();
    sql = TestSql.ofRunningApi();
    gateway = FakeGateway.at(gatewayUrl, json, keys::published);
    failing = FailingStatements.in(jdbi, sql);
    furnished(bystander);
  }

  @AfterEach
  void nothing_fails_any_more() {
    failing.close();
    sql.close();
    gateway.close();
  }

  @Test
  void goes_on_after_a_crash_at_any_statement() {
    breakOffEverywhere(Way.REFUSED);
  }

  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      names = {"REPLY_LOST", "CONNECTION_LOST"})
  @Tag("nightly")
  void goes_on_after_a_lost_reply_or_connection_at_any_statement(Way way) {
    breakOffEverywhere(way);
  }

  private void breakOffEverywhere(Way way) {
    List<String> others = new TenantRows(sql, bystander).now();
    String prefix = "gone-" + way.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-";
    String first = prefix + 0;
    furnished(first);
    String whole = described(deprovision(first).body());
    assertTrue(whole.startsWith("deprovisioned:"), whole);
    String failed = "";
    for (int n = 1; failed != null; n++) {
      assertTrue(n < MAX_STATEMENTS, "it takes more statements than that");
      String tenant = prefix + n;
      furnished(tenant);
      failing.failAt(n, way);
      deprovision(tenant);
      failed = failing.stop();
      String when = "%s at statement %d (%s)".formatted(way, n, failed);
      assertEquals(whole, described(deprovision(tenant).body()), when);
      assertEquals(List.of(), remains(tenant), when);
      assertEquals(
          "deprovisioned", sql.text("select state from tenant where tenant_id = ?", tenant), when);
      assertTrue(gateway.camera(tenant, "lobby").isEmpty(), when);
      assertEquals(others, new TenantRows(sql, bystander).now(), when);
      assertTrue(gateway.camera(bystander, "lobby").isPresent(), when);
    }
  }

  private ApiClient.Answer deprovision(String tenant) {
    return platform.post("/api/v1/tenants/" + tenant + ":deprovision", null);
  }

  /** The counts are of one try, and differ by where it broke off. */
  private static String described(JsonNode report) {
    var steps = new ArrayList<String>();
    report
        .path("steps")
        .forEach(step -> steps.add(step.path("name").asText() + " " + step.path("state").asText()));
    return report.path("state").asText() + ": " + String.join(", ", steps);
  }

  private List<String> remains(String tenant) {
    return new TenantRows(sql, tenant)
        .now().stream().filter(row -> KEPT.stream().noneMatch(row::startsWith)).toList();
  }

  /** A tenant with a camera that the gateway runs, somebody, a key and sessions. */
  private void furnished(String tenant) {
    platform.post(
        "/api/v1/tenants",
        "{\"tenantId\":\"%1$s\",\"name\":\"%1$s\",\"plan\":\"standard\"}".formatted(tenant));
    ApiClient inside = platform.with("Tenant-Id", tenant);
    assertTrue(
        inside.put("/api/v1/cameras/lobby", "{\"source\":\"rtsp://10.1.2.3/s\"}").status() < 300);
    inside.post("/api/v1/api-keys", "{\"name\":\"a program\",\"role\":\"viewer\"}");
    inside.post(
        "/api/v1/users",
        """
        {"username":"vera","displayName":"Vera","role":"viewer",
         "password":"vera-and-a-long-password"}
        """);
    // Or the api's first sync of the camera might come after its removal.
    Until.holds("the gateway has it", () -> gateway.camera(tenant, "lobby").isPresent());
    for (String state : List.of("requested", "issued", "issued")) {
      sql.execute(
          """
          insert into stream_session (tenant_id, session_id, camera_id, user_id, username, state,
            requested_at, issued_at, lease_expires_at)
          values (?, gen_random_uuid(), 'lobby', gen_random_uuid(), 'vera', ?, now(),
            case when ? = 'issued' then now() end, now() + interval '1 h')
          """,
          tenant,
          state,
          state);
    }
  }
}
