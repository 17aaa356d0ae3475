package io.atalaya.gateway;

import io.atalaya.contract.gateway.EngineChoice;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Speaks to a running gateway as the api and as a player do. */
public final class GatewayClient {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI gateway;
  private final ApiStub api;
  private final EngineChoice engine;

  public GatewayClient(URI gateway, ApiStub api) {
    this(gateway, api, EngineChoice.AUTO);
  }

  /** Provisions cameras with that engine unless told otherwise. */
  public GatewayClient(URI gateway, ApiStub api, EngineChoice engine) {
    this.gateway = gateway;
    this.api = api;
    this.engine = engine;
  }

  public static StreamKey key(String tenant, String camera) {
    return new StreamKey(new TenantId(tenant), new CameraId(camera));
  }

  public static String path(StreamKey key) {
    return "/v1/tenants/" + key.tenantId() + "/cameras/" + key.cameraId();
  }

  public HttpResponse<String> provision(StreamKey key, String source, long generation)
      throws Exception {
    return provision(key, new JsonObject().put("source", source).put("generation", generation));
  }

  public HttpResponse<String> provision(StreamKey key, JsonObject body) throws Exception {
    JsonObject whole = new JsonObject().put("engine", engine.toString()).mergeIn(body);
    return send(
        control(path(key))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(whole.encode())));
  }

  public HttpResponse<String> delete(String path) throws Exception {
    return send(control(path).DELETE());
  }

  public HttpResponse<String> get(String path) throws Exception {
    return send(control(path).GET());
  }

  public JsonObject health(StreamKey key) throws Exception {
    return new JsonObject(get(path(key) + "/health").body());
  }

  /** A request with the api's token. */
  public HttpRequest.Builder control(String path) {
    return request(path).header("Authorization", "Bearer " + api.serviceToken());
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(gateway.resolve(path)).timeout(DEADLINE);
  }

  public HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Opens playback; the multivariant playlist, or whatever was answered. */
  public HttpResponse<String> open(String token) throws Exception {
    return send(request("/live/" + token + "/index.m3u8").GET());
  }

  /** Opens a new session of that camera. */
  public Player play(StreamKey key) throws Exception {
    ApiStub.Token token = api.issue(key);
    HttpResponse<String> answer = open(token.text());
    if (answer.statusCode() != 200) {
      throw new AssertionError(key + ": " + answer.statusCode() + " " + answer.body());
    }
    return new Player(token, answer.body());
  }

  /** One viewer's player. */
  public final class Player {
    private static final Pattern VIDEO = Pattern.compile("(?m)^(/live/[^/]+/)video\\.m3u8$");
    private static final Pattern SEGMENT = Pattern.compile("(?m)^seg(\\d+)\\.mp4$");
    private static final Pattern INIT = Pattern.compile("#EXT-X-MAP:URI=\"([^\"]+)\"");
    private static final Pattern PART = Pattern.compile("#EXT-X-PART:[^\n]*URI=\"([^\"]+)\"");

    public final ApiStub.Token token;
    public final String index;
    public final String base;

    private Player(ApiStub.Token token, String index) {
      this.token = token;
      this.index = index;
      Matcher video = VIDEO.matcher(index);
      if (!video.find()) {
        throw new AssertionError("no video playlist in " + index);
      }
      this.base = video.group(1);
    }

    public HttpResponse<String> playlist() throws Exception {
      return fetch("video.m3u8");
    }

    public HttpResponse<String> fetch(String name) throws Exception {
      return send(request(base + name).GET());
    }

    public HttpResponse<byte[]> bytes(String name) throws Exception {
      return http.send(request(base + name).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** The number of the newest complete segment, or -1. */
    public long newestSegment() throws Exception {
      Matcher segment = SEGMENT.matcher(playlist().body());
      long newest = -1;
      while (segment.find()) {
        newest = Long.parseLong(segment.group(1));
      }
      return newest;
    }

    /** The names of the init segment, and of all parts listed. */
    public List<String> objects() throws Exception {
      String playlist = playlist().body();
      var names = new ArrayList<String>();
      INIT.matcher(playlist).results().forEach(found -> names.add(found.group(1)));
      PART.matcher(playlist).results().forEach(found -> names.add(found.group(1)));
      return names;
    }
  }
}
