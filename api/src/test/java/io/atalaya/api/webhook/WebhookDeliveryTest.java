package io.atalaya.api.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.DatabaseClock;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.Until;
import io.atalaya.api.event.EventType;
import io.atalaya.api.event.Events;
import io.atalaya.api.event.NewEvent;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each event comes to whom it concerns, in the end, and the log says how. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class WebhookDeliveryTest {
  @TestHTTPResource URI base;
  @Inject Deliverer deliverer;
  @Inject Events events;
  @Inject MeterRegistry meters;

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
  void only_the_types_that_were_asked_for_are_sent_and_only_of_the_own_tenant() {
    ours.webhook(ours.receiver().url(), "\"camera.deleted\"");
    ApiClient them = ApiClient.at(base).asAdminOf(ours.tenant() + "-b", "standard");
    them.put("/api/v1/cameras/theirs", "{\"source\":\"rtsp://10.1.2.3/s\"}");
    them.delete("/api/v1/cameras/theirs");
    ours.boss().put("/api/v1/cameras/ours", "{\"source\":\"rtsp://10.1.2.3/s\"}");
    ours.boss().delete("/api/v1/cameras/ours");
    ours.awaitCalls(1);
    ours.tick();
    assertEquals(1, ours.receiver().calls().size());
    assertTrue(ours.receiver().calls().getFirst().body().contains("camera.deleted"));
    assertTrue(ours.receiver().calls().getFirst().body().contains("ours"));
  }

  @Test
  void tries_are_counted_by_what_came_of_them() {
    double delivered = attempts("delivered");
    double failed = attempts("failed");
    ours.webhook(ours.receiver().url());
    ours.happen();
    ours.awaitCalls(1);
    Until.holds("it is counted", () -> attempts("delivered") == delivered + 1);
    assertEquals(failed, attempts("failed"));
    ours.receiver().close();
    ours.happen();
    Until.holds("it failed", () -> ours.tickedAnd(() -> attempts("failed") == failed + 1));
    assertEquals(delivered + 1, attempts("delivered"));
  }

  private double attempts(String result) {
    return meters.counter("atalaya.webhook.attempts", "result", result).count();
  }

  @Test
  void what_failed_is_sent_again_later_under_the_same_id() {
    JsonNode made = ours.webhook(ours.receiver().url());
    ours.receiver().answers(Receiver.status(503));
    ours.happen();
    ours.awaitCalls(1);
    Until.holds("it is written", () -> ours.delivery(made, 0).path("attempts").asInt() == 1);
    JsonNode log = ours.delivery(made, 0);
    assertEquals("pending", log.path("state").asText());
    assertEquals("answered 503", log.path("error").asText());
    assertTrue(log.has("nextAttemptAt"));
    assertTrue(ours.boss().get(HookedTenant.path(made)).body().has("failingSince"));
    ours.tick();
    assertEquals(1, ours.receiver().calls().size(), "not at once");
    ours.receiver().answers(Receiver.status(200));
    try (DatabaseClock clock = DatabaseClock.ofRunningApi()) {
      clock.pass(Duration.ofSeconds(6));
      Until.holds(
          "it was delivered", () -> ours.tickedAnd(() -> ours.stateOf(made).equals("delivered")));
    }
    assertEquals(2, ours.receiver().calls().size());
    assertEquals(
        ours.receiver().calls().getFirst().header("webhook-id"),
        ours.receiver().calls().getLast().header("webhook-id"));
    assertFalse(ours.boss().get(HookedTenant.path(made)).body().has("failingSince"));
  }

  @Test
  void several_replicas_deliver_once() throws Exception {
    ours.webhook(ours.receiver().url());
    for (int i = 0; i < 20; i++) {
      ours.happen();
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var ticks = new ArrayList<Future<?>>();
      for (int i = 0; i < 8; i++) {
        ticks.add(threads.submit(ours::tick));
      }
      for (Future<?> tick : ticks) {
        tick.get(30, TimeUnit.SECONDS);
      }
    }
    ours.awaitCalls(20);
    ours.tick();
    var ids = new HashSet<String>();
    ours.receiver().calls().forEach(call -> ids.add(call.header("webhook-id")));
    assertEquals(20, ids.size());
    assertEquals(20, ours.receiver().calls().size());
    assertEquals(cameras(20), told(), "in their order");
  }

  @Test
  void what_is_made_out_together_is_due_together_and_sent_in_its_order() {
    ours.webhook(ours.receiver().url());
    ours.sql()
        .execute("update webhook set claimed_until = clock_timestamp() + interval '1 minute'");
    QuarkusTransaction.requiringNew().run(() -> events.recordAll(offline(cameras(20))));
    Until.holds(
        "they are made out", () -> ours.tickedAnd(() -> ours.rows("webhook_delivery") == 20));
    assertEquals(1, ours.sql().number("select count(distinct due_at) from webhook_delivery"));
    ours.sql().execute("update webhook set claimed_until = '-infinity'");
    ours.awaitCalls(20);
    assertEquals(cameras(20), told());
  }

  private List<NewEvent> offline(List<String> cameras) {
    return cameras.stream()
        .map(camera ->
            NewEvent.ofCamera(
                new StreamKey(new TenantId(ours.tenant()), new CameraId(camera)),
                EventType.CAMERA_OFFLINE,
                Map.of()))
        .toList();
  }

  private static List<String> cameras(int count) {
    return IntStream.range(0, count).mapToObj(i -> "c" + i).toList();
  }

  private List<String> told() {
    return ours.receiver().calls().stream()
        .map(call -> call.body().replaceAll("(?s).*\"cameraId\": *\"([^\"]*)\".*", "$1"))
        .toList();
  }

  @Test
  void what_a_killed_replica_held_is_delivered_when_its_claim_lapses() {
    JsonNode made = ours.webhook(ours.receiver().url());
    ours.sql()
        .execute("update webhook set claimed_until = clock_timestamp() + interval '1 minute'");
    ours.happen();
    ours.tick();
    assertEquals(List.of(), ours.receiver().calls());
    try (DatabaseClock clock = DatabaseClock.ofRunningApi()) {
      clock.pass(Duration.ofSeconds(61));
      Until.holds(
          "it was delivered", () -> ours.tickedAnd(() -> ours.stateOf(made).equals("delivered")));
    }
  }

  @Test
  void a_delivery_is_sent_again_by_hand() {
    JsonNode made = ours.webhook(ours.receiver().url());
    ours.happen();
    Until.holds(
        "it was delivered", () -> ours.tickedAnd(() -> ours.stateOf(made).equals("delivered")));
    String event = ours.delivery(made, 0).path("eventId").asText();
    ApiClient.Answer again =
        ours.boss().post(HookedTenant.path(made) + "/deliveries/" + event + ":resend", null);
    assertEquals(200, again.status(), again.toString());
    assertEquals("pending", again.body().path("state").asText());
    ours.awaitCalls(2);
    assertEquals(
        ours.receiver().calls().getFirst().header("webhook-id"),
        ours.receiver().calls().getLast().header("webhook-id"));
    ApiClient.Answer unknown =
        ours.boss()
            .post(HookedTenant.path(made) + "/deliveries/" + UUID.randomUUID() + ":resend", null);
    assertEquals("delivery_not_found", unknown.code());
  }

  @Test
  void the_log_is_read_in_pages_and_by_state() {
    JsonNode made = ours.webhook(ours.receiver().url());
    for (int i = 0; i < 3; i++) {
      ours.happen();
    }
    ours.awaitCalls(3);
    JsonNode first = ours.boss().get(HookedTenant.path(made) + "/deliveries?limit=2").body();
    assertEquals(2, first.path("items").size());
    JsonNode rest =
        ours.boss()
            .get(
                HookedTenant.path(made)
                    + "/deliveries?limit=2&cursor="
                    + first.path("nextCursor").asText())
            .body();
    assertEquals(1, rest.path("items").size());
    assertFalse(rest.has("nextCursor"));
    Until.holds(
        "all are written",
        () ->
            ours.boss()
                    .get(HookedTenant.path(made) + "/deliveries?state=delivered")
                    .body()
                    .path("items")
                    .size()
                == 3);
    assertEquals(
        0,
        ours.boss()
            .get(HookedTenant.path(made) + "/deliveries?state=failed")
            .body()
            .path("items")
            .size());
    assertEquals(400, ours.boss().get(HookedTenant.path(made) + "/deliveries?cursor=eA").status());
  }
}
