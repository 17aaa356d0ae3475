package io.atalaya.gateway.provisioning;

import static io.atalaya.gateway.GatewayClient.key;
import static io.atalaya.gateway.GatewayClient.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.contract.id.StreamKey;
import io.atalaya.gateway.ApiStub;
import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.GatewayClient;
import io.atalaya.gateway.GatewayResource;
import io.atalaya.testkit.camera.Camera;
import io.atalaya.testkit.camera.CameraSimulator;
import io.atalaya.testkit.camera.Clip;
import io.atalaya.testkit.camera.Fault;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A camera's health is told in the same words whichever engine pulls it. */
@QuarkusTest
@WithTestResource(GatewayResource.class)
class CameraHealthTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final StreamKey LOBBY = key("acme-health", "lobby");
  private static final String NAME = "acme-health/lobby";

  ApiStub api;
  CameraSimulator cameras;
  @TestHTTPResource URI gatewayUrl;
  GatewayClient gateway;

  @BeforeEach
  void camera() {
    gateway = new GatewayClient(gatewayUrl, api);
    cameras.add(
        Camera.named(NAME).clip(Clip.bundled("acme-lobby")).credentials("viewer", "hunter2"));
  }

  @AfterEach
  void clean() throws Exception {
    assertEquals(204, gateway.delete(path(LOBBY)).statusCode());
    cameras.remove(NAME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"inprocess", "ffmpeg"})
  void a_live_camera_is_told_with_what_was_measured(String engine) throws Exception {
    provision(engine, cameras.urlWithCredentials(NAME));
    JsonObject health = await("live");
    assertEquals(engine, health.getString("engine"));
    JsonObject video = health.getJsonArray("tracks").getJsonObject(0);
    assertTrue(video.getString("codec").startsWith("avc1."), video.encode());
    assertTrue(video.getInteger("width") > 0, video.encode());
    assertEquals("mp4a.40.2", health.getJsonArray("tracks").getJsonObject(1).getString("codec"));
    assertTrue(health.getLong("startupMillis") > 0, health.encode());
    assertTrue(health.getLong("lastFrameAgeMillis") < 30_000, health.encode());
    assertTrue(health.getLong("bitrate") > 1_000, health.encode());
    assertTrue(health.getDouble("fps") > 1, health.encode());
    assertTrue(health.getLong("latencyMillis") >= 0, health.encode());
    assertEquals(0, health.getInteger("restarts"));
    assertEquals(0, health.getJsonArray("restartCauses").size());
    assertEquals(0, health.getJsonArray("skipped").size());
    assertFalse(health.containsKey("lastFailure"), health.encode());
    assertFalse(health.containsKey("engineReason"), "it was chosen");
    assertSteps(engine, health);
    JsonObject playback =
        Eventually.get(
            SOON,
            () -> new JsonObject(gateway.get(path(LOBBY) + "/playback").body()),
            answer -> answer.getBoolean("ready"));
    assertEquals(health.getJsonArray("tracks"), playback.getJsonArray("tracks"));
    assertEquals(204, gateway.delete(path(LOBBY)).statusCode());
    assertEquals(0, cameras.counters(NAME).activeSessions(), "really stopped");
  }

  /** FFmpeg tells neither when it is connected nor what it lost. */
  private static void assertSteps(String engine, JsonObject health) {
    JsonObject startup = health.getJsonObject("startup");
    boolean tells = engine.equals("inprocess");
    assertEquals(tells, startup.containsKey("connectMillis"), startup.encode());
    assertEquals(tells, startup.containsKey("describeMillis"), startup.encode());
    long steps = startup.fieldNames().stream().mapToLong(startup::getLong).sum();
    long whole = health.getLong("startupMillis");
    assertTrue(Math.abs(whole - steps) < 10, health.encode());
    assertEquals(tells ? 0L : null, health.getLong("packetsLost"));
    assertEquals(tells ? 0L : null, health.getLong("packetsReordered"));
  }

  @Test
  void packets_that_the_network_loses_are_counted() throws Exception {
    var body =
        new JsonObject()
            .put("source", cameras.urlWithCredentials(NAME))
            .put("transport", "udp")
            .put("generation", 1);
    assertEquals(201, gateway.provision(LOBBY, body).statusCode());
    assertEquals("inprocess", await("live").getString("engine"));
    cameras.fault(NAME, Fault.loss(10));
    Eventually.get(
        SOON,
        () -> gateway.health(LOBBY),
        health -> health.getLong("packetsLost", 0L) > 0 && health.containsKey("packetsReordered"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"inprocess", "ffmpeg"})
  void restarts_are_counted_by_what_caused_them(String engine) throws Exception {
    provision(engine, cameras.urlWithCredentials(NAME));
    await("live");
    cameras.fault(NAME, Fault.DROP);
    JsonObject health =
        Eventually.get(
            SOON,
            () -> gateway.health(LOBBY),
            seen -> seen.getInteger("restarts") == 1 && "live".equals(seen.getString("state")));
    assertEquals(
        new JsonArray().add(new JsonObject().put("cause", "source_ended").put("count", 1)),
        health.getJsonArray("restartCauses"));
  }

  @ParameterizedTest
  @CsvSource({
    "inprocess, unauthorized, credentials_rejected",
    "ffmpeg, unauthorized, credentials_rejected",
    "inprocess, not-found, unreachable",
    "ffmpeg, not-found, unreachable",
    "inprocess, busy, busy",
    "ffmpeg, busy, busy",
  })
  void a_camera_that_fails_says_the_same_why(String engine, String fault, String kind)
      throws Exception {
    cameras.fault(NAME, Fault.parse(fault));
    provision(engine, cameras.urlWithCredentials(NAME));
    JsonObject failure = await("retrying").getJsonObject("lastFailure");
    assertEquals(kind, failure.getString("kind"), failure.encode());
    assertTrue(failure.getString("message").endsWith("."), failure.encode());
    assertFalse(failure.encode().contains("hunter2"), failure.encode());
  }

  private void provision(String engine, String source) throws Exception {
    var body = new JsonObject().put("source", source).put("engine", engine).put("generation", 1);
    assertEquals(201, gateway.provision(LOBBY, body).statusCode());
  }

  private JsonObject await(String state) {
    return Eventually.get(
        SOON, () -> gateway.health(LOBBY), health -> state.equals(health.getString("state")));
  }
}
