package io.atalaya.api.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.DatabaseClock;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.Until;
import io.atalaya.launcher.service.FreePort;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where webhooks may go, and receivers that do what they should not. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class WebhookReceiversTest {
  @TestHTTPResource URI base;
  @Inject Deliverer deliverer;
  @Inject WebhookSender sender;

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
  void redirects_are_refused() throws IOException {
    try (Receiver inside = new Receiver()) {
      ours.receiver()
          .answers(exchange -> {
            exchange.getResponseHeaders().set("Location", inside.url());
            exchange.sendResponseHeaders(307, -1);
          });
      JsonNode made = ours.webhook(ours.receiver().url());
      ours.happen();
      Until.holds("it failed", () -> ours.tickedAnd(() -> ours.delivery(made, 0).has("error")));
      assertEquals(
          "answered 307: redirects are not followed",
          ours.delivery(made, 0).path("error").asText());
      assertEquals(List.of(), inside.calls());
    }
  }

  @Test
  void a_private_address_is_refused_on_saving_and_before_each_delivery() {
    for (String url :
        List.of(
            "https://10.0.0.1/",
            "http://192.168.1.1/",
            "https://169.254.169.254/latest",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "http://93.184.216.34/")) {
      ApiClient.Answer refused =
          ours.boss().post(HookedTenant.WEBHOOKS, "{\"url\":\"" + url + "\"}");
      assertEquals(400, refused.status(), url);
      assertEquals("webhook_url_not_allowed", refused.code(), url);
    }
    JsonNode made = ours.webhook(ours.receiver().url());
    // As if the name had come to mean something else since.
    ours.sql().execute("update webhook set url = 'https://10.0.0.1/'");
    ours.happen();
    Until.holds("it failed", () -> ours.tickedAnd(() -> ours.delivery(made, 0).has("error")));
    assertEquals("the address is not a public one", ours.delivery(made, 0).path("error").asText());
  }

  /** Nobody resolves the name again: this one would not resolve at all. */
  @Test
  void what_was_checked_is_what_is_spoken_to() {
    var url = WebhookUrl.parse(ours.receiver().url().replace("127.0.0.1", "hooks.invalid"));
    Attempt attempt =
        sender.send(url, InetAddress.getLoopbackAddress(), Map.of("webhook-id", "x"), "{}");
    assertEquals(204, attempt.status(), attempt.toString());
    assertTrue(ours.receiver().calls().getFirst().header("host").startsWith("hooks.invalid:"));
  }

  @Test
  void an_answer_without_end_is_cut_short() {
    ours.receiver()
        .answers(exchange -> {
          exchange.sendResponseHeaders(200, 0);
          var out = exchange.getResponseBody();
          byte[] much = "too much ".repeat(1_000).getBytes(UTF_8);
          for (int i = 0; i < 1_000_000; i++) {
            out.write(much);
          }
        });
    JsonNode made = ours.webhook(ours.receiver().url());
    ours.happen();
    Until.holds(
        "it was delivered", () -> ours.tickedAnd(() -> ours.stateOf(made).equals("delivered")));
    assertEquals(500, ours.delivery(made, 0).path("response").asText().length());
  }

  @Test
  void slow_and_dead_endpoints_delay_nobody_else() throws Exception {
    var hold = new CountDownLatch(1);
    try (Receiver slow = new Receiver();
        DatabaseClock clock = DatabaseClock.ofRunningApi()) {
      // What is given up on a slow machine is not tried again.
      clock.stopAt(Instant.now());
      slow.answers(exchange -> {
        try {
          hold.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
        }
        exchange.sendResponseHeaders(204, -1);
      });
      ours.webhook(slow.url());
      ours.webhook("http://127.0.0.1:" + FreePort.find() + "/nobody");
      ApiClient them = ApiClient.at(base).asAdminOf(ours.tenant() + "-b", "standard");
      HookedTenant.created(
          them.post(HookedTenant.WEBHOOKS, "{\"url\":\"" + ours.receiver().url() + "\"}"));
      JsonNode well = ours.webhook(ours.receiver().url());
      ours.happen();
      them.put("/api/v1/cameras/theirs", "{\"source\":\"rtsp://10.1.2.3/s\"}");
      ours.awaitCalls(2);
      Until.holds("the slow one is being asked", () -> slow.calls().size() == 1);
      for (int more = 0; more < 5; more++) {
        ours.happen();
        int expected = 3 + more;
        ours.awaitCalls(expected);
      }
      assertEquals(1, slow.calls().size(), "one at a time");
      Until.holds("the healthy one is delivered", () -> ours.stateOf(well).equals("delivered"));
    } finally {
      hold.countDown();
    }
  }
}
