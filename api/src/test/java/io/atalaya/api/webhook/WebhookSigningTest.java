package io.atalaya.api.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent is signed, and with what. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class WebhookSigningTest {
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
  void an_event_is_sent_signed_as_the_standard_says() {
    JsonNode made = ours.webhook(ours.receiver().url());
    ours.happen();
    ours.awaitCalls(1);
    Receiver.Call call = ours.receiver().calls().getFirst();
    assertEquals("/hook?from=atalaya", call.path());
    assertEquals("application/json", call.header("content-type"));
    assertTrue(call.body().contains("\"type\":\"camera.created\""), call.body());
    assertTrue(call.body().contains("\"tenantId\":\"" + ours.tenant() + "\""), call.body());
    assertTrue(call.body().contains(call.header("webhook-id")), call.body());
    long timestamp = Long.parseLong(call.header("webhook-timestamp"));
    assertTrue(Math.abs(Instant.now().getEpochSecond() - timestamp) < 60);
    assertEquals(
        WebhookSecret.parse(made.path("secret").asText())
            .sign(call.header("webhook-id"), Instant.ofEpochSecond(timestamp), call.body()),
        call.header("webhook-signature"));
    // It is written once the answer has come.
    Until.holds("it is written", () -> ours.stateOf(made).equals("delivered"));
    JsonNode log = ours.delivery(made, 0);
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
    JsonNode made = ours.webhook("http://127.0.0.1:" + port + "/");
    var told = Path.of("target", "webhook-receiver-" + port + ".log");
    var node =
        new ProcessBuilder("node", "../docs/examples/webhook-receiver.mjs", Integer.toString(port));
    node.environment().put("WEBHOOK_SECRET", made.path("secret").asText());
    Process process = node.redirectErrorStream(true).redirectOutput(told.toFile()).start();
    try {
      Until.holds("it listens", () -> listens(port));
      ours.happen();
      Until.holds(
          "it was delivered", () -> ours.tickedAnd(() -> ours.stateOf(made).equals("delivered")));
      String id = ours.delivery(made, 0).path("eventId").asText();
      Until.holds("it says so", () -> text(told).contains(id + " camera.created"));
      ours.boss().post(HookedTenant.path(made) + ":rotate-secret", null);
      ours.happen();
      Until.holds(
          "with the old secret, too", () -> ours.tickedAnd(() -> text(told).lines().count() == 2));
      ours.sql().execute("update webhook set previous_until = clock_timestamp()");
      ours.happen();
      Until.holds(
          "the old one is over",
          () -> ours.tickedAnd(() -> ours.delivery(made, 0).path("status").asInt() == 401));
      assertEquals(2, text(told).lines().count());
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void a_secret_is_shown_once_and_kept_sealed() {
    JsonNode made = ours.webhook(ours.receiver().url());
    String secret = made.path("secret").asText();
    assertTrue(secret.startsWith("whsec_"), secret);
    String again =
        ours.boss()
            .post(HookedTenant.path(made) + ":rotate-secret", null)
            .body()
            .path("secret")
            .asText();
    assertNotEquals(secret, again);
    String seen =
        ours.boss().get(HookedTenant.WEBHOOKS).response().body()
            + ours.boss().get(HookedTenant.path(made)).response().body()
            + ours.boss().get("/api/v1/audit").response().body()
            + ours.sql().text("select string_agg(w::text, ' ') from webhook w");
    assertFalse(seen.contains(secret) || seen.contains(again), seen);
    assertFalse(seen.contains("whsec_"), seen);
  }

  @Test
  void while_a_secret_is_replaced_both_sign_for_a_day() {
    JsonNode made = ours.webhook(ours.receiver().url());
    ours.boss().post(HookedTenant.path(made) + ":rotate-secret", null);
    ours.happen();
    ours.awaitCalls(1);
    String[] signatures =
        ours.receiver().calls().getFirst().header("webhook-signature").split(" ", -1);
    assertEquals(2, signatures.length);
    Receiver.Call call = ours.receiver().calls().getFirst();
    assertEquals(
        WebhookSecret.parse(made.path("secret").asText())
            .sign(
                call.header("webhook-id"),
                Instant.ofEpochSecond(Long.parseLong(call.header("webhook-timestamp"))),
                call.body()),
        signatures[1]);
    try (DatabaseClock clock = DatabaseClock.ofRunningApi()) {
      clock.pass(Duration.ofHours(24).plusSeconds(1));
      ours.happen();
      ours.awaitCalls(2);
      assertEquals(
          1, ours.receiver().calls().getLast().header("webhook-signature").split(" ", -1).length);
    }
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
