package io.atalaya.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** A program that is signed in at the api as a platform administrator. */
final class ApiClient implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final URI api;
  private String cookie = "";

  ApiClient(URI api) {
    this.api = api;
  }

  /** What the api answered. */
  record Answer(String request, int status, JsonNode body) {
    Answer require(int... statuses) throws IOException {
      if (Arrays.stream(statuses).noneMatch(expected -> expected == status)) {
        throw new IOException(request + " answered " + status + ": " + body);
      }
      return this;
    }
  }

  void signIn(String username, String password) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        send("POST", "auth/login", "", Map.of("username", username, "password", password));
    answer("POST auth/login", response).require(200);
    cookie =
        response
            .headers()
            .firstValue("Set-Cookie")
            .map(value -> value.split(";", 2)[0])
            .orElseThrow(() -> new IOException("the api set no cookie at sign-in"));
  }

  /**
   * @param path below {@code /api/v1/}
   * @param tenant to act in; empty for none
   * @param body written as JSON
   */
  Answer call(String method, String path, String tenant, Map<String, ?> body)
      throws IOException, InterruptedException {
    return answer(method + " " + path, send(method, path, tenant, body));
  }

  private HttpResponse<byte[]> send(String method, String path, String tenant, Map<String, ?> body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(api.resolve("/api/v1/" + path))
            .timeout(TIMEOUT)
            // What a browser on our own page would say; the api refuses cookies without it.
            .header("Origin", api.toString())
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
    Optional.of(cookie).filter(it -> !it.isEmpty()).ifPresent(it -> request.header("Cookie", it));
    Optional.of(tenant)
        .filter(it -> !it.isEmpty())
        .ifPresent(it -> request.header("Tenant-Id", it));
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private Answer answer(String request, HttpResponse<byte[]> response) throws IOException {
    JsonNode body =
        response.body().length == 0 ? MissingNode.getInstance() : json.readTree(response.body());
    return new Answer(request, response.statusCode(), body);
  }

  @Override
  public void close() {
    http.close();
  }
}
