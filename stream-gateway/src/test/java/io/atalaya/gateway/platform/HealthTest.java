package io.atalaya.gateway.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.contract.token.Ed25519Keys;
import io.atalaya.contract.token.Jwks;
import io.atalaya.gateway.ApiStub;
import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.GatewayClient;
import io.atalaya.gateway.GatewayResource;
import io.atalaya.testkit.ManualClock;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(GatewayResource.class)
class HealthTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  ApiStub api;

  @TestHTTPResource(value = "/", management = true)
  URI management;

  GatewayClient gateway;

  @BeforeEach
  void client() {
    gateway = new GatewayClient(management, api);
  }

  @AfterEach
  void back() {
    api.away(false);
  }

  @Test
  @DisplayName("is ready with the api's keys before anybody comes, and stays so without the api")
  void ready() throws Exception {
    Eventually.holds(SOON, this::apiAnswers);
    api.away(true);
    Eventually.holds(SOON, () -> !apiAnswers());
    HttpResponse<String> ready = probe("ready");
    assertEquals(200, ready.statusCode(), ready.body());
    assertTrue(Instant.parse(check(ready, "api").getString("since")).isBefore(Instant.MAX));
    assertEquals(1, check(ready, "keys").getInteger("keys"));
    assertTrue(check(ready, "media-engine").getBoolean("ffmpeg"), "it is installed here");
    Eventually.holds(SOON, () -> probe("live").statusCode() == 200);
    api.away(false);
    Eventually.holds(SOON, this::apiAnswers);
  }

  @Test
  @DisplayName("without any key is not ready, and asks for them until it has some")
  void withoutKeys() throws Exception {
    var away = new AtomicBoolean(true);
    var keys =
        new ApiKeys(
            () -> {
              if (away.get()) {
                throw new ApiUnavailableException("away");
              }
              return new Jwks(
                  List.of(Ed25519Keys.toJwk("one", Ed25519Keys.generate().getPublic())));
            },
            new ManualClock(Instant.parse("2026-03-01T12:00:00Z")));
    var check = new KeysReady(keys);
    assertThrows(ApiUnavailableException.class, keys::keep);
    assertEquals(Status.DOWN, check.call().getStatus());
    away.set(false);
    keys.keep();
    assertEquals(Status.UP, check.call().getStatus());
  }

  @Test
  @DisplayName("says on the management port only how it is")
  void port() throws Exception {
    assertFalse(probe("live").body().isEmpty());
    assertEquals("event loops", checks(probe("live")).getFirst().getString("name"));
  }

  private boolean apiAnswers() throws Exception {
    return check(probe("ready"), "api").getBoolean("answers");
  }

  private HttpResponse<String> probe(String kind) throws Exception {
    return gateway.send(gateway.request("/q/health/" + kind).GET());
  }

  private static JsonObject check(HttpResponse<String> answer, String name) {
    return checks(answer).stream()
        .filter(check -> check.getString("name").equals(name))
        .findFirst()
        .orElseThrow()
        .getJsonObject("data");
  }

  private static List<JsonObject> checks(HttpResponse<String> answer) {
    return new JsonObject(answer.body())
        .getJsonArray("checks").stream().map(JsonObject.class::cast).toList();
  }
}
