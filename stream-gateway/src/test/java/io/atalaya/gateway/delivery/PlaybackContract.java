package io.atalaya.gateway.delivery;

import static io.atalaya.gateway.GatewayClient.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.contract.gateway.EngineChoice;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.gateway.ApiStub;
import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.GatewayClient;
import io.atalaya.gateway.GatewayResource;
import io.atalaya.testkit.camera.Camera;
import io.atalaya.testkit.camera.CameraSimulator;
import io.atalaya.testkit.camera.Clip;
import io.atalaya.testkit.camera.Fault;
import io.quarkus.test.common.http.TestHTTPResource;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a viewer can do, and cannot. */
abstract class PlaybackContract {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final StreamKey LOBBY = key("acme-play", "lobby");
  private static final Pattern HINT = Pattern.compile("PRELOAD-HINT:TYPE=PART,URI=\"([^\"]+)\"");
  private static final Pattern PART = Pattern.compile("part(\\d+)\\.(\\d+)\\.mp4");

  ApiStub api;
  CameraSimulator cameras;
  @TestHTTPResource URI gatewayUrl;
  GatewayClient gateway;

  /** Which engine pulls the cameras. */
  abstract EngineChoice engine();

  @BeforeEach
  void provision() throws Exception {
    gateway = new GatewayClient(gatewayUrl, api, engine());
    cameras.add(Camera.named("acme-play/lobby").clip(Clip.bundled("acme-lobby")));
    assertEquals(201, gateway.provision(LOBBY, cameras.url("acme-play/lobby"), 1).statusCode());
  }

  @AfterEach
  void deprovision() throws Exception {
    api.away(false);
    assertEquals(204, gateway.delete("/v1/tenants/acme-play").statusCode());
    cameras.remove("acme-play/lobby");
  }

  @Test
  @DisplayName("plays: index, playlist, init and parts, with the headers that caches need")
  void plays() throws Exception {
    GatewayClient.Player player = gateway.play(LOBBY);
    assertTrue(player.index.contains("CODECS=\"avc1."), player.index);
    HttpResponse<String> playlist = player.playlist();
    assertEquals("no-cache", header(playlist, "Cache-Control"));
    assertEquals("application/vnd.apple.mpegurl", header(playlist, "Content-Type"));
    for (String name : player.objects()) {
      HttpResponse<byte[]> object = player.bytes(name);
      assertEquals(200, object.statusCode(), name);
      assertTrue(object.body().length > 100, name);
      assertTrue(header(object, "Cache-Control").contains("immutable"));
      assertEquals("video/mp4", header(object, "Content-Type"));
    }
    String part = player.objects().getLast();
    HttpResponse<String> head =
        gateway.send(
            gateway
                .request(player.base + part)
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertEquals(200, head.statusCode());
    assertEquals(
        player.bytes(part).body().length, Integer.parseInt(header(head, "Content-Length")));
    assertEquals(404, player.fetch("seg1.mp4").statusCode());
    assertEquals(404, player.fetch("secret.txt").statusCode());
  }

  @Test
  @DisplayName("holds a reload until its part is there, and the hinted part itself")
  void blockingReload() throws Exception {
    GatewayClient.Player player = gateway.play(LOBBY);
    String now = player.playlist().body();
    Matcher hint = HINT.matcher(now);
    assertTrue(hint.find(), now);
    Matcher part = PART.matcher(hint.group(1));
    assertTrue(part.matches());
    HttpResponse<String> held =
        player.fetch("video.m3u8?_HLS_msn=" + part.group(1) + "&_HLS_part=" + part.group(2));
    assertEquals(200, held.statusCode(), held.body());
    assertTrue(held.body().contains("URI=\"" + hint.group(1) + "\""), held.body());
    Matcher next = HINT.matcher(held.body());
    assertTrue(next.find());
    assertEquals(200, player.bytes(next.group(1)).statusCode(), "the hinted part is waited for");

    for (String bad :
        List.of("_HLS_msn=x", "_HLS_part=1", "_HLS_msn=999999999999", "_HLS_msn=-1")) {
      HttpResponse<String> answer = player.fetch("video.m3u8?" + bad);
      assertEquals(400, answer.statusCode(), bad);
      assertEquals("validation_failed", code(answer));
    }
  }

  @Test
  @DisplayName("refuses a token with a wrong signature, of another audience, out of its window")
  void badTokens() throws Exception {
    refusedOpening(401, "token_invalid", api.forge(LOBBY).text());
    refusedOpening(401, "token_invalid", "nonsense");
    refusedOpening(401, "token_invalid", api.serviceToken());
    Instant now = Instant.now();
    refusedOpening(401, "token_invalid", api.issue(LOBBY, "somebody-else", now, 60).text());
    refusedOpening(
        401, "token_expired", api.issue(LOBBY, "stream-gateway", now.minusSeconds(300), 60).text());
    refusedOpening(
        401, "token_expired", api.issue(LOBBY, "stream-gateway", now.plusSeconds(300), 60).text());
    refusedOpening(401, "token_expired", api.issue(LOBBY, "stream-gateway", now, 100_000).text());
  }

  @Test
  @DisplayName("asks for another try while the camera is not set up here, and then plays")
  void notProvisionedYet() throws Exception {
    StreamKey fresh = key("acme-play", "fresh");
    ApiStub.Token token = api.issue(fresh);
    int activations = api.activations.get();
    HttpResponse<String> early = gateway.open(token.text());
    assertEquals(503, early.statusCode(), early.body());
    assertEquals("stream_not_ready", code(early));
    assertEquals("1", header(early, "Retry-After"));
    assertEquals("no-store", header(early, "Cache-Control"));
    assertEquals(activations, api.activations.get(), "the token is not spent by it");
    cameras.add(Camera.named("acme-play/fresh"));
    assertEquals(201, gateway.provision(fresh, cameras.url("acme-play/fresh"), 1).statusCode());
    assertEquals(200, gateway.open(token.text()).statusCode(), "the same token");
    cameras.remove("acme-play/fresh");
  }

  @Test
  @DisplayName("answers the same client's retry, and refuses the token to another")
  void spentTokens() throws Exception {
    GatewayClient.Player player = gateway.play(LOBBY);
    int activations = api.activations.get();
    assertEquals(200, gateway.open(player.token.text()).statusCode(), "a retry");
    assertEquals(activations, api.activations.get(), "the session is known");
    HttpResponse<String> other =
        gateway.send(
            gateway
                .request("/live/" + player.token.text() + "/index.m3u8")
                .header("User-Agent", "another player")
                .GET());
    assertEquals(401, other.statusCode());
    assertEquals("token_used", code(other));
    assertEquals(200, player.playlist().statusCode(), "the first goes on");
  }

  @Test
  @DisplayName("goes on with a session whose page was reloaded, by its fresh token only")
  void reloadedPage() throws Exception {
    GatewayClient.Player player = gateway.play(LOBBY);
    ApiStub.Token fresh = api.renew(player.token);
    HttpResponse<String> reloaded =
        gateway.send(
            gateway
                .request("/live/" + fresh.text() + "/index.m3u8")
                .header("User-Agent", "the page after its reload")
                .GET());
    assertEquals(200, reloaded.statusCode(), reloaded.body());
    HttpResponse<String> stale = gateway.open(player.token.text());
    assertEquals(401, stale.statusCode());
    assertEquals("token_used", code(stale));
    HttpResponse<String> stolen = gateway.open(fresh.text());
    assertEquals(401, stolen.statusCode(), "another client with the fresh token");
    assertEquals("token_used", code(stolen));
  }

  @Test
  @DisplayName("serves no byte to a session that was cut, and says why")
  void cut() throws Exception {
    GatewayClient.Player player = gateway.play(LOBBY);
    GatewayClient.Player other = gateway.play(LOBBY);
    String part = player.objects().getLast();
    assertEquals(200, player.bytes(part).statusCode());
    api.cut(player.token.session(), "admin");
    HttpResponse<String> gone =
        Eventually.get(SOON, player::playlist, answer -> answer.statusCode() != 200);
    assertEquals(410, gone.statusCode());
    assertEquals("session_ended", code(gone));
    JsonObject details = new JsonObject(gone.body()).getJsonObject("details");
    assertEquals("admin", details.getString("reason"));
    Instant.parse(details.getString("endedAt"));
    for (String name : other.objects()) {
      assertEquals(410, player.bytes(name).statusCode(), name);
    }
    assertEquals(410, gateway.open(player.token.text()).statusCode());
    assertEquals(200, other.playlist().statusCode(), "nobody else is cut");
  }

  @Test
  @DisplayName("learns what somebody ended, without being told by a heartbeat")
  void asksWhatEnded() throws Exception {
    GatewayClient.Player player = gateway.play(LOBBY);
    GatewayClient.Player other = gateway.play(LOBBY);
    api.end(player.token.session(), "admin");
    HttpResponse<String> gone =
        Eventually.get(SOON, player::playlist, answer -> answer.statusCode() != 200);
    assertEquals(410, gone.statusCode());
    assertEquals("session_ended", code(gone));
    JsonObject details = new JsonObject(gone.body()).getJsonObject("details");
    assertEquals("admin", details.getString("reason"));
    Instant.parse(details.getString("endedAt"));
    assertEquals(200, other.playlist().statusCode(), "nobody else is cut");
  }

  @Test
  @DisplayName(
      "says of a session that lapsed at the api that it expired, not that somebody ended it")
  void expiredAtTheApi() throws Exception {
    GatewayClient.Player player = gateway.play(LOBBY);
    api.expire(player.token.session());
    HttpResponse<String> gone =
        Eventually.get(SOON, player::playlist, answer -> answer.statusCode() != 200);
    assertEquals(410, gone.statusCode());
    assertEquals("session_expired", code(gone));
    JsonObject details = new JsonObject(gone.body()).getJsonObject("details");
    assertEquals("lease_lapsed", details.getString("reason"));
    Instant.parse(details.getString("endedAt"));
  }

  @Test
  @DisplayName("answers a blocked reload at once when its session is cut")
  void cutWhileBlocked() throws Exception {
    GatewayClient.Player player = gateway.play(LOBBY);
    long newest = Eventually.get(SOON, player::newestSegment, msn -> msn >= 0);
    cameras.fault("acme-play/lobby", Fault.STALL);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var held = threads.submit(() -> player.fetch("video.m3u8?_HLS_msn=" + (newest + 2)));
      api.end(player.token.session(), "admin");
      // It would be held for three target durations, which are twelve seconds.
      HttpResponse<String> gone = held.get(11, TimeUnit.SECONDS);
      assertEquals(410, gone.statusCode(), gone.body());
      assertEquals("session_ended", code(gone));
    }
  }

  @Test
  @DisplayName("takes no play key but its own")
  void playKeys() throws Exception {
    GatewayClient.Player player = gateway.play(LOBBY);
    String key = player.base.substring("/live/".length(), player.base.length() - 1);
    char last = key.charAt(10);
    String changed = key.substring(0, 10) + (last == 'A' ? 'B' : 'A') + key.substring(11);
    for (String bad : List.of(changed, "x", UUID.randomUUID().toString(), player.token.text())) {
      HttpResponse<String> answer =
          gateway.send(gateway.request("/live/" + bad + "/video.m3u8").GET());
      assertEquals(401, answer.statusCode(), bad);
      assertEquals("token_invalid", code(answer));
    }
  }

  @Test
  @DisplayName("a play key opens its own session's camera only, and none of another run's")
  void playKeysAreBound() throws Exception {
    GatewayClient.Player player = gateway.play(LOBBY);
    StreamKey theirs = key("globex-play", "lobby");
    cameras.add(Camera.named("globex-play/lobby").clip(Clip.bundled("globex-lobby")));
    assertEquals(201, gateway.provision(theirs, cameras.url("globex-play/lobby"), 1).statusCode());
    GatewayClient.Player other = gateway.play(theirs);
    String name = player.objects().getLast();
    byte[] own = player.bytes(name).body();
    HttpResponse<byte[]> through = other.bytes(name);
    assertFalse(
        through.statusCode() == 200 && Arrays.equals(own, through.body()),
        "one tenant's key opens the other's stream");
    assertEquals(204, gateway.delete("/v1/tenants/globex-play").statusCode());
    cameras.remove("globex-play/lobby");
    assertEquals(410, other.playlist().statusCode(), "its camera is gone, and the key with it");
    assertEquals(200, player.playlist().statusCode());

    // As another run of this node, or another node, would have signed it: by its own secret.
    String foreign = new PlayKeys(new SecureRandom()).of(player.token.session());
    HttpResponse<String> refused =
        gateway.send(gateway.request("/live/" + foreign + "/video.m3u8").GET());
    assertEquals(401, refused.statusCode());
    assertEquals("token_invalid", code(refused));
  }

  @Test
  @DisplayName("reports only sessions whose media was fetched, with the bytes sent")
  void heartbeats() throws Exception {
    GatewayClient.Player watching = gateway.play(LOBBY);
    GatewayClient.Player idle = gateway.play(LOBBY);
    int sent = watching.bytes(watching.objects().getLast()).body().length;
    JsonObject reported = Eventually.get(SOON, () -> reported(watching), found -> found != null);
    assertEquals("acme-play", reported.getString("tenantId"));
    assertEquals(sent, reported.getInteger("bytesSent"));
    idle.playlist();
    assertFalse(
        api.heartbeats().stream()
            .anyMatch(beat -> beat.encode().contains(idle.token.session().toString())),
        "a playlist is no media");
  }

  @Test
  @DisplayName("without the api, who watches goes on and nobody new comes in")
  void apiAway() throws Exception {
    GatewayClient.Player player = gateway.play(LOBBY);
    ApiStub.Token late = api.issue(LOBBY);
    api.away(true);
    HttpResponse<String> refused = gateway.open(late.text());
    assertEquals(503, refused.statusCode());
    assertEquals("control_plane_unavailable", code(refused));
    assertFalse(header(refused, "Retry-After").isEmpty());
    long newest = player.newestSegment();
    Eventually.holds(SOON, () -> player.newestSegment() > newest);
    api.away(false);
    assertEquals(200, gateway.open(late.text()).statusCode());
  }

  @Test
  @DisplayName("a camera that breaks and heals keeps its viewers, with a discontinuity")
  void heals() throws Exception {
    GatewayClient.Player player = gateway.play(LOBBY);
    long before = Eventually.get(SOON, player::newestSegment, msn -> msn >= 0);
    cameras.fault("acme-play/lobby", Fault.RESET);
    HttpResponse<String> after =
        Eventually.get(
            SOON, player::playlist, answer -> answer.body().contains("#EXT-X-DISCONTINUITY\n"));
    assertEquals(200, after.statusCode());
    Eventually.holds(SOON, () -> player.newestSegment() > before + 1);
    assertTrue(gateway.health(LOBBY).getInteger("restarts") >= 1);
  }

  @Test
  @DisplayName("lets the portal's pages read answers and errors, and nobody else's")
  void cors() throws Exception {
    GatewayClient.Player player = gateway.play(LOBBY);
    for (String path :
        List.of(player.base + "video.m3u8", "/live/nonsense/index.m3u8", "/live/x/y/z")) {
      HttpResponse<String> own =
          gateway.send(gateway.request(path).header("Origin", GatewayResource.PORTAL).GET());
      assertEquals(GatewayResource.PORTAL, header(own, "Access-Control-Allow-Origin"), path);
      assertTrue(header(own, "Access-Control-Expose-Headers").contains("Retry-After"));
      HttpResponse<String> foreign =
          gateway.send(gateway.request(path).header("Origin", "https://evil.example").GET());
      assertTrue(foreign.headers().firstValue("Access-Control-Allow-Origin").isEmpty(), path);
      assertTrue(header(foreign, "Vary").toLowerCase(java.util.Locale.ROOT).contains("origin"));
    }
    HttpResponse<String> preflight =
        gateway.send(
            gateway
                .request(player.base + "video.m3u8")
                .header("Origin", GatewayResource.PORTAL)
                .header("Access-Control-Request-Method", "GET")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    assertEquals(204, preflight.statusCode());
    assertTrue(header(preflight, "Access-Control-Allow-Methods").contains("GET"));
  }

  @Test
  @DisplayName("on demand: the first viewer starts the camera and gets a picture")
  void onDemand() throws Exception {
    cameras.add(Camera.named("acme-play/shy"));
    StreamKey shy = key("acme-play", "shy");
    var body =
        new JsonObject()
            .put("source", cameras.url("acme-play/shy"))
            .put("generation", 1)
            .put("onDemand", true);
    gateway.provision(shy, body);
    GatewayClient.Player player = gateway.play(shy);
    assertEquals(200, player.bytes(player.objects().getLast()).statusCode());
    assertEquals(1, gateway.health(shy).getInteger("viewers"));
    cameras.remove("acme-play/shy");
  }

  private JsonObject reported(GatewayClient.Player player) {
    return api.heartbeats().stream()
        .flatMap(beat -> beat.getJsonArray("sessions").stream())
        .map(JsonObject.class::cast)
        .filter(watched -> watched.getString("sessionId").equals(player.token.session().toString()))
        .findFirst()
        .orElse(null);
  }

  private void refusedOpening(int status, String code, String token) throws Exception {
    HttpResponse<String> answer = gateway.open(token);
    assertEquals(status, answer.statusCode(), answer.body());
    assertEquals(code, code(answer));
    assertEquals("no-store", header(answer, "Cache-Control"));
  }

  private static String code(HttpResponse<String> answer) {
    return new JsonObject(answer.body()).getString("code");
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
