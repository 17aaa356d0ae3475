package io.atalaya.gateway.delivery;

import static io.atalaya.gateway.GatewayClient.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.contract.id.StreamKey;
import io.atalaya.gateway.ApiStub;
import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.GatewayClient;
import io.atalaya.gateway.GatewayResource;
import io.atalaya.testkit.camera.Camera;
import io.atalaya.testkit.camera.CameraSimulator;
import io.atalaya.testkit.camera.Clip;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A camera's engine is exchanged while somebody watches. */
@QuarkusTest
@WithTestResource(GatewayResource.class)
class EngineSwitchTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final StreamKey LOBBY = key("acme-switch", "lobby");
  private static final Pattern HINT =
      Pattern.compile("PRELOAD-HINT:TYPE=PART,URI=\"part(\\d+)\\.(\\d+)\\.mp4\"");

  ApiStub api;
  CameraSimulator cameras;
  @TestHTTPResource URI gatewayUrl;
  GatewayClient gateway;

  @BeforeEach
  void camera() {
    gateway = new GatewayClient(gatewayUrl, api);
    cameras.add(Camera.named("acme-switch/lobby").clip(Clip.bundled("acme-lobby")));
  }

  @AfterEach
  void clean() throws Exception {
    assertEquals(204, gateway.delete(GatewayClient.path(LOBBY)).statusCode());
    cameras.remove("acme-switch/lobby");
  }

  @Test
  void a_viewer_who_waits_for_the_next_part_stays_with_a_discontinuity_at_most() throws Exception {
    pullBy("inprocess", 1, 201);
    GatewayClient.Player player = gateway.play(LOBBY);
    int activations = api.activations.get();
    var watching = new AtomicBoolean(true);
    try (ExecutorService viewer = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<HttpResponse<String>>> answers = viewer.submit(() -> watch(player, watching));
      try {
        assertEquals(0, discontinuitiesAfterTwoSegments(player));
        pullBy("ffmpeg", 2, 200);
        assertEquals(1, discontinuitiesAfterTwoSegments(player));
        pullBy("inprocess", 3, 200);
        assertEquals(2, discontinuitiesAfterTwoSegments(player));
      } finally {
        watching.set(false);
      }
      assertGoesOn(answers.get());
    }
    assertEquals(activations, api.activations.get(), "one session all along");
    assertEquals(0, gateway.health(LOBBY).getInteger("restarts"), "of this generation");
  }

  private void pullBy(String engine, int generation, int status) throws Exception {
    var body =
        new JsonObject()
            .put("source", cameras.url("acme-switch/lobby"))
            .put("engine", engine)
            .put("generation", generation);
    assertEquals(status, gateway.provision(LOBBY, body).statusCode());
    Eventually.get(
        SOON,
        () -> gateway.health(LOBBY),
        health ->
            "live".equals(health.getString("state")) && engine.equals(health.getString("engine")));
  }

  private static long discontinuitiesAfterTwoSegments(GatewayClient.Player player)
      throws Exception {
    long newest = player.newestSegment();
    Eventually.holds(SOON, () -> player.newestSegment() > newest + 1);
    String playlist = player.playlist().body();
    return discontinuities(playlist);
  }

  /** As a player does: the next playlist is asked for while its part is still to come. */
  private static List<HttpResponse<String>> watch(
      GatewayClient.Player player, AtomicBoolean watching) throws Exception {
    var answers = new ArrayList<HttpResponse<String>>();
    answers.add(player.playlist());
    while (watching.get() && answers.getLast().statusCode() == 200) {
      Matcher hint = HINT.matcher(answers.getLast().body());
      answers.add(
          hint.find()
              ? player.fetch("video.m3u8?_HLS_msn=" + hint.group(1) + "&_HLS_part=" + hint.group(2))
              : player.playlist());
    }
    return answers;
  }

  private static void assertGoesOn(List<HttpResponse<String>> answers) {
    assertTrue(answers.stream().allMatch(answer -> answer.statusCode() == 200), "" + answers);
    long before = 0;
    for (HttpResponse<String> answer : answers) {
      long first = number(answer.body(), "#EXT-X-MEDIA-SEQUENCE:");
      assertTrue(first >= before, "media sequence numbers go on");
      before = first;
    }
  }

  /** Since the stream began: those that have left the playlist and those in it. */
  private static long discontinuities(String playlist) {
    return number(playlist, "#EXT-X-DISCONTINUITY-SEQUENCE:")
        + playlist.lines().filter(line -> line.equals("#EXT-X-DISCONTINUITY")).count();
  }

  private static long number(String playlist, String tag) {
    return playlist
        .lines()
        .filter(line -> line.startsWith(tag))
        .mapToLong(line -> Long.parseLong(line.substring(tag.length())))
        .findFirst()
        .orElse(0);
  }
}
