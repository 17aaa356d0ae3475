package io.atalaya.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Somebody signed in at the api, by cookie, as a browser would be. */
public final class ApiSession {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(30))
          .build();

  private final URI api;
  private final String cookie;

  private ApiSession(URI api, String cookie) {
    this.api = api;
    this.cookie = cookie;
  }

  /** What came back. */
  public record Answer(int status, JsonNode body, String text) {
    /** The body, if the status is as expected. */
    public JsonNode expect(int expected) throws IOException {
      if (status != expected) {
        throw new IOException("expected " + expected + ", got " + status + ": " + text);
      }
      return body;
    }
  }

  public static ApiSession signIn(RunningProduct product, RunningProduct.User user)
      throws IOException {
    var credentials = JSON.createObjectNode();
    if (!user.tenantId().isEmpty()) {
      credentials.put("tenantId", user.tenantId());
    }
    credentials.put("username", user.username()).put("password", user.password());
    HttpResponse<String> response =
        exchange(
            request(product.api(), "auth/login")
                .POST(HttpRequest.BodyPublishers.ofString(credentials.toString()))
                .build());
    answer(response).expect(200);
    String cookie = response.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    return new ApiSession(product.api(), cookie);
  }

  public Answer get(String path) throws IOException {
    return send(request(api, path).GET());
  }

  /** Sends {@code body} as JSON. */
  public Answer call(String method, String path, Map<String, ?> body) throws IOException {
    return send(
        request(api, path)
            .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  private Answer send(HttpRequest.Builder request) throws IOException {
    return answer(exchange(request.header("Cookie", cookie).build()));
  }

  /** A plain GET of any URL, without credentials: playlists and other media. */
  public static Answer fetch(URI uri) throws IOException {
    return answer(exchange(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build()));
  }

  private static HttpResponse<String> exchange(HttpRequest request) throws IOException {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted during " + request, e);
    }
  }

  private static HttpRequest.Builder request(URI api, String path) {
    return HttpRequest.newBuilder(api.resolve("/api/v1/" + path))
        .timeout(TIMEOUT)
        .header("Origin", api.toString())
        .header("Content-Type", "application/json");
  }

  private static Answer answer(HttpResponse<String> response) throws IOException {
    boolean isJson =
        response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
    return new Answer(
        response.statusCode(),
        isJson ? JSON.readTree(response.body()) : MissingNode.getInstance(),
        response.body());
  }
}
