package io.atalaya.api.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.DatabaseClock;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.Until;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is given up, with the reason, and taken up again. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class WebhookSwitchedOffTest {
  @TestHTTPResource URI base;
  @Inject Deliverer deliverer;

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
  void an_endpoint_that_fails_for_days_is_switched_off_with_the_reason() {
    JsonNode made = ours.webhook(ours.receiver().url());
    ours.receiver().answers(Receiver.status(500));
    ours.happen();
    ours.awaitCalls(1);
    Until.holds(
        "it is written", () -> ours.boss().get(HookedTenant.path(made)).body().has("failingSince"));
    try (DatabaseClock clock = DatabaseClock.ofRunningApi()) {
      clock.pass(Duration.ofDays(3).plusMinutes(1));
      Until.holds("it is off", () -> ours.tickedAnd(() -> !ours.isEnabled(made)));
    }
    assertEquals(
        "nothing was delivered for 3 days; last: answered 500",
        ours.boss().get(HookedTenant.path(made)).body().path("disabledReason").asText());
    assertEquals("failed", ours.stateOf(made));
    assertEquals(
        1,
        ours.sql()
            .number(
                "select count(*) from event where type = 'webhook.disabled' and tenant_id = ?",
                ours.tenant()));
    JsonNode noted = ours.boss().get("/api/v1/audit?action=webhook.disabled").body().path("items");
    assertEquals(1, noted.size(), noted.toString());
    assertEquals("system", noted.path(0).path("actor").path("kind").asText());
    int calls = ours.receiver().calls().size();
    ours.happen();
    ours.tick();
    assertEquals(calls, ours.receiver().calls().size());
  }

  @Test
  void one_that_says_gone_is_switched_off_at_once() {
    JsonNode made = ours.webhook(ours.receiver().url());
    ours.receiver().answers(Receiver.status(410));
    ours.happen();
    Until.holds("it is off", () -> ours.tickedAnd(() -> !ours.isEnabled(made)));
    assertEquals(
        "the receiver says that it is gone (410)",
        ours.boss().get(HookedTenant.path(made)).body().path("disabledReason").asText());
  }

  /** Both lock the endpoint before its deliveries; else each would wait for the other's. */
  @Test
  void one_may_be_removed_while_its_failure_is_written() {
    JsonNode made = ours.webhook(ours.receiver().url());
    var asked = new CountDownLatch(1);
    var answer = new CountDownLatch(1);
    ours.receiver()
        .answers(exchange -> {
          asked.countDown();
          await(answer);
          exchange.sendResponseHeaders(500, -1);
        });
    ours.happen();
    Until.holds("it is asked", () -> ours.tickedAnd(() -> asked.getCount() == 0));
    ours.sql()
        .run(handle -> {
          String id = made.path("webhook").path("webhookId").asText();
          handle.execute("select from webhook where webhook_id = ?::uuid for update", id);
          answer.countDown();
          Until.holds(
              "the failure waits for us",
              () ->
                  handle
                      .select(
                          """
                          select exists (select from pg_stat_activity
                            where pg_backend_pid() = any(pg_blocking_pids(pid)))
                          """)
                      .mapTo(Boolean.class)
                      .one());
          handle.execute(
              "select from webhook_delivery where webhook_id = ?::uuid for update nowait", id);
          return handle.execute("delete from webhook where webhook_id = ?::uuid", id);
        });
    assertEquals("webhook_not_found", ours.boss().get(HookedTenant.path(made)).code());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void one_that_is_switched_on_again_gets_what_happens_from_then_on() {
    JsonNode made = ours.webhook(ours.receiver().url());
    ours.receiver().answers(Receiver.status(410));
    ours.happen();
    Until.holds("it is off", () -> ours.tickedAnd(() -> !ours.isEnabled(made)));
    ours.receiver().answers(Receiver.status(204));
    int calls = ours.receiver().calls().size();
    JsonNode on = ours.boss().patch(HookedTenant.path(made), "{\"enabled\":true}").body();
    assertTrue(on.path("enabled").asBoolean(), on.toString());
    assertFalse(on.has("disabledReason"), on.toString());
    ours.happen();
    ours.awaitCalls(calls + 1);
    Until.holds(
        "it was delivered", () -> ours.tickedAnd(() -> ours.stateOf(made).equals("delivered")));
  }

  @Test
  void one_with_too_much_waiting_is_switched_off() {
    JsonNode made = ours.webhook(ours.receiver().url());
    ours.sql()
        .execute(
            """
            with told as (
              insert into event (tenant_id, type, data)
              select ?, 'camera.online', '{}' from generate_series(1, 10000)
              returning recorded_in, position, event_id
            )
            insert into webhook_delivery (tenant_id, webhook_id, event_id, recorded_in, position)
            select ?, ?::uuid, event_id, recorded_in, position from told
            """,
            ours.tenant(),
            ours.tenant(),
            made.path("webhook").path("webhookId").asText());
    // The fan-out comes by the same events; it is made to have passed them.
    ours.sql().execute("update webhook_fan_out set recorded_in = pg_current_xact_id()");
    Until.holds("it is off", () -> ours.tickedAnd(() -> !ours.isEnabled(made)));
    assertEquals(List.of(), ours.receiver().calls());
    assertEquals(
        0, ours.sql().number("select count(*) from webhook_delivery where state = 'pending'"));
  }
}
