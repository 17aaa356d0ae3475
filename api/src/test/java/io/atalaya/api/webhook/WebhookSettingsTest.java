package io.atalaya.api.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.Until;
import io.atalaya.api.tenant.TenantTeardownStep;
import io.atalaya.contract.id.TenantId;
import io.quarkus.arc.All;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a tenant may say about its webhooks, and what becomes of them with it. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class WebhookSettingsTest {
  @TestHTTPResource URI base;
  @Inject Deliverer deliverer;
  @Inject @All List<TenantTeardownStep> steps;

  private HookedTenant ours;

  @BeforeEach
  void a_tenant_and_another_system() throws IOException {
    ours = new HookedTenant(base, deliverer);
  }

  @AfterEach
  void close() {
    ours.close();
  }

  @Test
  void a_tenant_has_so_many_and_what_is_wrong_is_refused() {
    for (int i = 0; i < Webhooks.MAX_PER_TENANT; i++) {
      ours.webhook(ours.receiver().url());
    }
    ApiClient.Answer refused =
        ours.boss().post(HookedTenant.WEBHOOKS, "{\"url\":\"" + ours.receiver().url() + "\"}");
    assertEquals(409, refused.status(), refused.toString());
    assertEquals("too_many_webhooks", refused.code());
    for (String body :
        List.of(
            "{}",
            "{\"url\":\"ftp://example.org/\"}",
            "{\"url\":\"https://user:secret@example.org/\"}",
            "{\"url\":\"https://example.org/\",\"types\":[\"camera.exploded\"]}",
            "{\"url\":\"https://example.org/\",\"types\":[\"gateway.available\"]}")) {
      ApiClient.Answer invalid = ours.boss().post(HookedTenant.WEBHOOKS, body);
      assertEquals("validation_failed", invalid.code(), body + " " + invalid);
    }
  }

  @Test
  void settings_are_changed_guarded_by_their_version() {
    JsonNode made = ours.webhook(ours.receiver().url());
    ApiClient.Answer now = ours.boss().get(HookedTenant.path(made));
    ApiClient.Answer changed =
        ours.boss()
            .with("If-Match", now.header("ETag"))
            .patch(
                HookedTenant.path(made),
                "{\"description\":\"ops\",\"types\":[\"camera.offline\"]}");
    assertEquals("ops", changed.body().path("description").asText(), changed.toString());
    assertEquals(
        412,
        ours.boss()
            .with("If-Match", now.header("ETag"))
            .patch(HookedTenant.path(made), "{\"enabled\":false}")
            .status());
    assertEquals(200, ours.boss().patch(HookedTenant.path(made), "{\"enabled\":false}").status());
    assertEquals(
        "switched off by the tenant",
        ours.boss().get(HookedTenant.path(made)).body().path("disabledReason").asText());
    assertEquals(204, ours.boss().delete(HookedTenant.path(made)).status());
    assertEquals("webhook_not_found", ours.boss().get(HookedTenant.path(made)).code());
  }

  @Test
  void a_tenant_that_is_removed_takes_its_webhooks_and_events_with_it() throws IOException {
    JsonNode made = ours.webhook(ours.receiver().url());
    ours.happen();
    Until.holds(
        "it was delivered", () -> ours.tickedAnd(() -> ours.stateOf(made).equals("delivered")));
    for (String table : List.of("webhook_delivery", "webhook", "event")) {
      assertTrue(ours.rows(table) > 0, table);
    }
    steps.stream()
        .filter(step -> Set.of("webhooks_purged", "events_purged").contains(step.name()))
        .sorted(Comparator.comparingInt(TenantTeardownStep::order))
        .forEach(step -> step.run(new TenantId(ours.tenant())));
    for (String table : List.of("webhook_delivery", "webhook", "event")) {
      assertEquals(0, ours.rows(table), table);
    }
  }
}
