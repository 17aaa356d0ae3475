package io.atalaya.api.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.DatabaseClock;
import io.atalaya.api.FreePort;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.TestSql;
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
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events sent to other systems; the deliverer is ticked by hand. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class WebhookTest {
  private static final String WEBHOOKS = "/api/v1/webhooks";

  @TestHTTPResource URI base;
  @Inject Deliverer deliverer;
  @Inject WebhookSender sender;
  @Inject @All List<TenantTeardownStep> steps;

  private TestSql sql;
  private Receiver receiver;
  private String tenant;
  private ApiClient boss;
  private int cameras;

  @BeforeEach
  void a_tenant_and_another_system() throws IOException {
    sql = TestSql.ofRunningApi();
    receiver = new Receiver();
    tenant = "hook-" + UUID.randomUUID().toString().substring(24);
    boss = ApiClient.at(base).asAdminOf(tenant, "standard");
  }

  @AfterEach
  void close() {
    // Others' ticks must find nothing of ours.
    sql.execute("delete from webhook");
    receiver.close();
    sql.close();
  }

  @Test
  void an_event_is_sent_signed_as_the_standard_says() {
    JsonNode made = webhook(receiver.url());
    happen();
    awaitCalls(1);
    Receiver.Call call = receiver.calls().getFirst();
    assertEquals("/hook?from=atalaya", call.path());
    assertEquals("application/json", call.header("content-type"));
    assertTrue(call.body().contains("\"type\":\"camera.created\""), call.body());
    assertTrue(call.body().contains("\"tenantId\":\"" + tenant + "\""), call.body());
    assertTrue(call.body().contains(call.header("webhook-id")), call.body());
    long timestamp = Long.parseLong(call.header("webhook-timestamp"));
    assertTrue(Math.abs(Instant.now().getEpochSecond() - timestamp) < 60);
    assertEquals(
        WebhookSecret.parse(made.path("secret").asText())
            .sign(call.header("webhook-id"), Instant.ofEpochSecond(timestamp), call.body()),
        call.header("webhook-signature"));
    JsonNode log = delivery(made, 0);
    assertEquals("delivered", log.path("state").asText());
    assertEquals(1, log.path("attempts").asInt());
    assertEquals(204, log.path("status").asInt());
    assertFalse(log.has("error") || log.has("nextAttemptAt"), log.toString());
  }

  /** The vector of the specification's own libraries. */
  @Test
  void a_signature_is_what_other_implementations_make() {
    assertEquals(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            .sign(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1614265330),
                "{\"test\": 2432232314}"));
  }

  @Test
  void the_receiver_of_the_documentation_takes_what_is_signed_and_nothing_else() throws Exception {
    int port = FreePort.find();
    JsonNode made = webhook("http://127.0.0.1:" + port + "/");
    var told = Path.of("target", "webhook-receiver-" + port + ".log");
    var node =
        new ProcessBuilder("node", "../docs/examples/webhook-receiver.mjs", Integer.toString(port));
    node.environment().put("WEBHOOK_SECRET", made.path("secret").asText());
    Process process = node.redirectErrorStream(true).redirectOutput(told.toFile()).start();
    try {
      Until.holds("it listens", () -> listens(port));
      happen();
      Until.holds("it was delivered", () -> tickedAnd(() -> stateOf(made).equals("delivered")));
      String id = delivery(made, 0).path("eventId").asText();
      Until.holds("it says so", () -> text(told).contains(id + " camera.created"));
      boss.post(path(made) + ":rotate-secret", null);
      happen();
      Until.holds("with the old secret, too", () -> text(told).lines().count() == 2);
      sql.execute("update webhook set previous_until = clock_timestamp()");
      happen();
      Until.holds("the old one is over", () -> delivery(made, 0).path("status").asInt() == 401);
      assertEquals(2, text(told).lines().count());
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void a_secret_is_shown_once_and_kept_sealed() {
    JsonNode made = webhook(receiver.url());
    String secret = made.path("secret").asText();
    assertTrue(secret.startsWith("whsec_"), secret);
    String again = boss.post(path(made) + ":rotate-secret", null).body().path("secret").asText();
    assertNotEquals(secret, again);
    String seen =
        boss.get(WEBHOOKS).response().body()
            + boss.get(path(made)).response().body()
            + boss.get("/api/v1/audit").response().body()
            + sql.text("select string_agg(w::text, ' ') from webhook w");
    assertFalse(seen.contains(secret) || seen.contains(again), seen);
    assertFalse(seen.contains("whsec_"), seen);
  }

  @Test
  void while_a_secret_is_replaced_both_sign_for_a_day() {
    JsonNode made = webhook(receiver.url());
    boss.post(path(made) + ":rotate-secret", null);
    happen();
    awaitCalls(1);
    String[] signatures = receiver.calls().getFirst().header("webhook-signature").split(" ", -1);
    assertEquals(2, signatures.length);
    Receiver.Call call = receiver.calls().getFirst();
    assertEquals(
        WebhookSecret.parse(made.path("secret").asText())
            .sign(
                call.header("webhook-id"),
                Instant.ofEpochSecond(Long.parseLong(call.header("webhook-timestamp"))),
                call.body()),
        signatures[1]);
    try (DatabaseClock clock = DatabaseClock.ofRunningApi()) {
      clock.pass(Duration.ofHours(24).plusSeconds(1));
      happen();
      awaitCalls(2);
      assertEquals(1, receiver.calls().getLast().header("webhook-signature").split(" ", -1).length);
    }
  }

  @Test
  void only_the_types_that_were_asked_for_are_sent_and_only_of_the_own_tenant() {
    webhook(receiver.url(), "\"camera.deleted\"");
    ApiClient them = ApiClient.at(base).asAdminOf(tenant + "-b", "standard");
    them.put("/api/v1/cameras/theirs", "{\"source\":\"rtsp://10.1.2.3/s\"}");
    them.delete("/api/v1/cameras/theirs");
    boss.put("/api/v1/cameras/ours", "{\"source\":\"rtsp://10.1.2.3/s\"}");
    boss.delete("/api/v1/cameras/ours");
    awaitCalls(1);
    deliverer.tick();
    assertEquals(1, receiver.calls().size());
    assertTrue(receiver.calls().getFirst().body().contains("camera.deleted"));
    assertTrue(receiver.calls().getFirst().body().contains("ours"));
  }

  @Test
  void what_failed_is_sent_again_later_under_the_same_id() {
    JsonNode made = webhook(receiver.url());
    receiver.answers(Receiver.status(503));
    happen();
    awaitCalls(1);
    Until.holds("it is written", () -> delivery(made, 0).path("attempts").asInt() == 1);
    JsonNode log = delivery(made, 0);
    assertEquals("pending", log.path("state").asText());
    assertEquals("answered 503", log.path("error").asText());
    assertTrue(log.has("nextAttemptAt"));
    assertTrue(boss.get(path(made)).body().has("failingSince"));
    deliverer.tick();
    assertEquals(1, receiver.calls().size(), "not at once");
    receiver.answers(Receiver.status(200));
    try (DatabaseClock clock = DatabaseClock.ofRunningApi()) {
      clock.pass(Duration.ofSeconds(6));
      Until.holds("it was delivered", () -> tickedAnd(() -> stateOf(made).equals("delivered")));
    }
    assertEquals(2, receiver.calls().size());
    assertEquals(
        receiver.calls().getFirst().header("webhook-id"),
        receiver.calls().getLast().header("webhook-id"));
    assertFalse(boss.get(path(made)).body().has("failingSince"));
  }

  @Test
  void redirects_are_refused() throws IOException {
    try (Receiver inside = new Receiver()) {
      receiver.answers(exchange -> {
        exchange.getResponseHeaders().set("Location", inside.url());
        exchange.sendResponseHeaders(307, -1);
      });
      JsonNode made = webhook(receiver.url());
      happen();
      Until.holds("it failed", () -> tickedAnd(() -> delivery(made, 0).has("error")));
      assertEquals(
          "answered 307: redirects are not followed", delivery(made, 0).path("error").asText());
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
      ApiClient.Answer refused = boss.post(WEBHOOKS, "{\"url\":\"" + url + "\"}");
      assertEquals(400, refused.status(), url);
      assertEquals("webhook_url_not_allowed", refused.code(), url);
    }
    JsonNode made = webhook(receiver.url());
    // As if the name had come to mean something else since.
    sql.execute("update webhook set url = 'https://10.0.0.1/'");
    happen();
    Until.holds("it failed", () -> tickedAnd(() -> delivery(made, 0).has("error")));
    assertEquals("the address is not a public one", delivery(made, 0).path("error").asText());
  }

  /** Nobody resolves the name again: this one would not resolve at all. */
  @Test
  void what_was_checked_is_what_is_spoken_to() {
    var url = WebhookUrl.parse(receiver.url().replace("127.0.0.1", "hooks.invalid"));
    Attempt attempt =
        sender.send(url, InetAddress.getLoopbackAddress(), Map.of("webhook-id", "x"), "{}");
    assertEquals(204, attempt.status(), attempt.toString());
    assertTrue(receiver.calls().getFirst().header("host").startsWith("hooks.invalid:"));
  }

  @Test
  void an_answer_without_end_is_cut_short() {
    receiver.answers(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      var out = exchange.getResponseBody();
      byte[] much = "too much ".repeat(1_000).getBytes(UTF_8);
      for (int i = 0; i < 1_000_000; i++) {
        out.write(much);
      }
    });
    JsonNode made = webhook(receiver.url());
    happen();
    Until.holds("it was delivered", () -> tickedAnd(() -> stateOf(made).equals("delivered")));
    assertEquals(500, delivery(made, 0).path("response").asText().length());
  }

  @Test
  void slow_and_dead_endpoints_delay_nobody_else() throws Exception {
    var hold = new CountDownLatch(1);
    try (Receiver slow = new Receiver()) {
      slow.answers(exchange -> {
        try {
          hold.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
        }
        exchange.sendResponseHeaders(204, -1);
      });
      webhook(slow.url());
      webhook("http://127.0.0.1:" + FreePort.find() + "/nobody");
      ApiClient them = ApiClient.at(base).asAdminOf(tenant + "-b", "standard");
      created(them.post(WEBHOOKS, "{\"url\":\"" + receiver.url() + "\"}"));
      JsonNode ours = webhook(receiver.url());
      happen();
      them.put("/api/v1/cameras/theirs", "{\"source\":\"rtsp://10.1.2.3/s\"}");
      awaitCalls(2);
      Until.holds("the slow one is being asked", () -> slow.calls().size() == 1);
      for (int more = 0; more < 5; more++) {
        happen();
        int expected = 3 + more;
        awaitCalls(expected);
      }
      assertEquals(1, slow.calls().size(), "one at a time");
      Until.holds("ours is delivered", () -> stateOf(ours).equals("delivered"));
    } finally {
      hold.countDown();
    }
  }

  @Test
  void several_replicas_deliver_once() throws Exception {
    webhook(receiver.url());
    for (int i = 0; i < 20; i++) {
      happen();
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var ticks = new ArrayList<Future<?>>();
      for (int i = 0; i < 8; i++) {
        ticks.add(threads.submit(deliverer::tick));
      }
      for (Future<?> tick : ticks) {
        tick.get(30, TimeUnit.SECONDS);
      }
    }
    awaitCalls(20);
    deliverer.tick();
    var ids = new HashSet<String>();
    receiver.calls().forEach(call -> ids.add(call.header("webhook-id")));
    assertEquals(20, ids.size());
    assertEquals(20, receiver.calls().size());
    List<String> told =
        receiver.calls().stream()
            .map(call -> call.body().replaceAll("(?s).*\"cameraId\": *\"([^\"]*)\".*", "$1"))
            .toList();
    assertEquals(IntStream.range(0, 20).mapToObj(i -> "c" + i).toList(), told, "in their order");
  }

  @Test
  void what_a_killed_replica_held_is_delivered_when_its_claim_lapses() {
    JsonNode made = webhook(receiver.url());
    sql.execute("update webhook set claimed_until = clock_timestamp() + interval '1 minute'");
    happen();
    deliverer.tick();
    assertEquals(List.of(), receiver.calls());
    try (DatabaseClock clock = DatabaseClock.ofRunningApi()) {
      clock.pass(Duration.ofSeconds(61));
      Until.holds("it was delivered", () -> tickedAnd(() -> stateOf(made).equals("delivered")));
    }
  }

  @Test
  void an_endpoint_that_fails_for_days_is_switched_off_with_the_reason() {
    JsonNode made = webhook(receiver.url());
    receiver.answers(Receiver.status(500));
    happen();
    awaitCalls(1);
    Until.holds("it is written", () -> boss.get(path(made)).body().has("failingSince"));
    try (DatabaseClock clock = DatabaseClock.ofRunningApi()) {
      clock.pass(Duration.ofDays(3).plusMinutes(1));
      Until.holds("it is off", () -> tickedAnd(() -> !isEnabled(made)));
    }
    assertEquals(
        "nothing was delivered for 3 days; last: answered 500",
        boss.get(path(made)).body().path("disabledReason").asText());
    assertEquals("failed", stateOf(made));
    assertEquals(
        1,
        sql.number(
            "select count(*) from event where type = 'webhook.disabled' and tenant_id = ?",
            tenant));
    JsonNode noted = boss.get("/api/v1/audit?action=webhook.disabled").body().path("items");
    assertEquals(1, noted.size(), noted.toString());
    assertEquals("system", noted.path(0).path("actor").path("kind").asText());
    int calls = receiver.calls().size();
    happen();
    deliverer.tick();
    assertEquals(calls, receiver.calls().size());
  }

  @Test
  void one_that_says_gone_is_switched_off_at_once() {
    JsonNode made = webhook(receiver.url());
    receiver.answers(Receiver.status(410));
    happen();
    Until.holds("it is off", () -> tickedAnd(() -> !isEnabled(made)));
    assertEquals(
        "the receiver says that it is gone (410)",
        boss.get(path(made)).body().path("disabledReason").asText());
  }

  /** Both lock the endpoint before its deliveries; else each would wait for the other's. */
  @Test
  void one_may_be_removed_while_its_failure_is_written() {
    JsonNode made = webhook(receiver.url());
    var asked = new CountDownLatch(1);
    var answer = new CountDownLatch(1);
    receiver.answers(exchange -> {
      asked.countDown();
      await(answer);
      exchange.sendResponseHeaders(500, -1);
    });
    happen();
    await(asked);
    sql.run(handle -> {
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
    assertEquals("webhook_not_found", boss.get(path(made)).code());
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
    JsonNode made = webhook(receiver.url());
    receiver.answers(Receiver.status(410));
    happen();
    Until.holds("it is off", () -> tickedAnd(() -> !isEnabled(made)));
    receiver.answers(Receiver.status(204));
    int calls = receiver.calls().size();
    JsonNode on = boss.patch(path(made), "{\"enabled\":true}").body();
    assertTrue(on.path("enabled").asBoolean(), on.toString());
    assertFalse(on.has("disabledReason"), on.toString());
    happen();
    awaitCalls(calls + 1);
    Until.holds("it was delivered", () -> tickedAnd(() -> stateOf(made).equals("delivered")));
  }

  @Test
  void one_with_too_much_waiting_is_switched_off() {
    JsonNode made = webhook(receiver.url());
    sql.execute(
        """
        with told as (
          insert into event (tenant_id, type, data)
          select ?, 'camera.online', '{}' from generate_series(1, 10000)
          returning recorded_in, position, event_id
        )
        insert into webhook_delivery (tenant_id, webhook_id, event_id, recorded_in, position)
        select ?, ?::uuid, event_id, recorded_in, position from told
        """,
        tenant,
        tenant,
        made.path("webhook").path("webhookId").asText());
    // The fan-out comes by the same events; it is made to have passed them.
    sql.execute("update webhook_fan_out set recorded_in = pg_current_xact_id()");
    Until.holds("it is off", () -> tickedAnd(() -> !isEnabled(made)));
    assertEquals(List.of(), receiver.calls());
    assertEquals(0, sql.number("select count(*) from webhook_delivery where state = 'pending'"));
  }

  @Test
  void a_delivery_is_sent_again_by_hand() {
    JsonNode made = webhook(receiver.url());
    happen();
    Until.holds("it was delivered", () -> tickedAnd(() -> stateOf(made).equals("delivered")));
    String event = delivery(made, 0).path("eventId").asText();
    ApiClient.Answer again = boss.post(path(made) + "/deliveries/" + event + ":resend", null);
    assertEquals(200, again.status(), again.toString());
    assertEquals("pending", again.body().path("state").asText());
    awaitCalls(2);
    assertEquals(
        receiver.calls().getFirst().header("webhook-id"),
        receiver.calls().getLast().header("webhook-id"));
    ApiClient.Answer unknown =
        boss.post(path(made) + "/deliveries/" + UUID.randomUUID() + ":resend", null);
    assertEquals("delivery_not_found", unknown.code());
  }

  @Test
  void the_log_is_read_in_pages_and_by_state() {
    JsonNode made = webhook(receiver.url());
    for (int i = 0; i < 3; i++) {
      happen();
    }
    awaitCalls(3);
    JsonNode first = boss.get(path(made) + "/deliveries?limit=2").body();
    assertEquals(2, first.path("items").size());
    JsonNode rest =
        boss.get(path(made) + "/deliveries?limit=2&cursor=" + first.path("nextCursor").asText())
            .body();
    assertEquals(1, rest.path("items").size());
    assertFalse(rest.has("nextCursor"));
    Until.holds(
        "all are written",
        () ->
            boss.get(path(made) + "/deliveries?state=delivered").body().path("items").size() == 3);
    assertEquals(0, boss.get(path(made) + "/deliveries?state=failed").body().path("items").size());
    assertEquals(400, boss.get(path(made) + "/deliveries?cursor=eA").status());
  }

  @Test
  void a_tenant_has_so_many_and_what_is_wrong_is_refused() {
    for (int i = 0; i < Webhooks.MAX_PER_TENANT; i++) {
      webhook(receiver.url());
    }
    ApiClient.Answer refused = boss.post(WEBHOOKS, "{\"url\":\"" + receiver.url() + "\"}");
    assertEquals(409, refused.status(), refused.toString());
    assertEquals("too_many_webhooks", refused.code());
    for (String body :
        List.of(
            "{}",
            "{\"url\":\"ftp://example.org/\"}",
            "{\"url\":\"https://user:secret@example.org/\"}",
            "{\"url\":\"https://example.org/\",\"types\":[\"camera.exploded\"]}",
            "{\"url\":\"https://example.org/\",\"types\":[\"gateway.available\"]}")) {
      ApiClient.Answer invalid = boss.post(WEBHOOKS, body);
      assertEquals("validation_failed", invalid.code(), body + " " + invalid);
    }
  }

  @Test
  void settings_are_changed_guarded_by_their_version() {
    JsonNode made = webhook(receiver.url());
    ApiClient.Answer now = boss.get(path(made));
    ApiClient.Answer changed =
        boss.with("If-Match", now.header("ETag"))
            .patch(path(made), "{\"description\":\"ops\",\"types\":[\"camera.offline\"]}");
    assertEquals("ops", changed.body().path("description").asText(), changed.toString());
    assertEquals(
        412,
        boss.with("If-Match", now.header("ETag"))
            .patch(path(made), "{\"enabled\":false}")
            .status());
    assertEquals(200, boss.patch(path(made), "{\"enabled\":false}").status());
    assertEquals(
        "switched off by the tenant", boss.get(path(made)).body().path("disabledReason").asText());
    assertEquals(204, boss.delete(path(made)).status());
    assertEquals("webhook_not_found", boss.get(path(made)).code());
  }

  @Test
  void a_tenant_that_is_removed_takes_its_webhooks_and_events_with_it() throws IOException {
    JsonNode made = webhook(receiver.url());
    happen();
    Until.holds("it was delivered", () -> tickedAnd(() -> stateOf(made).equals("delivered")));
    for (String table : List.of("webhook_delivery", "webhook", "event")) {
      assertTrue(rows(table) > 0, table);
    }
    steps.stream()
        .filter(step -> Set.of("webhooks_purged", "events_purged").contains(step.name()))
        .sorted(Comparator.comparingInt(TenantTeardownStep::order))
        .forEach(step -> step.run(new TenantId(tenant)));
    for (String table : List.of("webhook_delivery", "webhook", "event")) {
      assertEquals(0, rows(table), table);
    }
  }

  private void happen() {
    ApiClient.Answer made =
        boss.put("/api/v1/cameras/c" + cameras, "{\"source\":\"rtsp://10.1.2.3/s\"}");
    assertEquals(201, made.status(), made.toString());
    cameras++;
    deliverer.tick();
  }

  private void awaitCalls(int count) {
    Until.holds(count + " calls", () -> tickedAnd(() -> receiver.calls().size() >= count));
  }

  private boolean tickedAnd(java.util.function.BooleanSupplier condition) {
    deliverer.tick();
    return condition.getAsBoolean();
  }

  private JsonNode webhook(String url, String... types) {
    return created(
        boss.post(
            WEBHOOKS, "{\"url\":\"%s\",\"types\":[%s]}".formatted(url, String.join(",", types))));
  }

  private static JsonNode created(ApiClient.Answer made) {
    assertEquals(201, made.status(), made.toString());
    return made.body();
  }

  private static String path(JsonNode made) {
    return WEBHOOKS + "/" + made.path("webhook").path("webhookId").asText();
  }

  /** The newest is 0; an empty object when there is none yet. */
  private JsonNode delivery(JsonNode made, int index) {
    return boss.get(path(made) + "/deliveries").body().path("items").path(index);
  }

  private String stateOf(JsonNode made) {
    return delivery(made, 0).path("state").asText();
  }

  private boolean isEnabled(JsonNode made) {
    return boss.get(path(made)).body().path("enabled").asBoolean();
  }

  private int rows(String table) {
    return sql.number("select count(*) from " + table + " where tenant_id = ?", tenant);
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) { // asked again
      return false;
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
