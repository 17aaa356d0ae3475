package io.atalaya.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A caller of the running api over HTTP, with or without credentials. Immutable. */
public final class ApiClient {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An answer; {@code body} is null when there is none. */
  public record Answer(int status, HttpResponse<String> response, JsonNode body) {
    public String code() {
      return body == null ? null : body.path("code").asText(null);
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }

    @Override
    public String toString() {
      return status + " " + response.body();
    }
  }

  private static final HttpClient HTTP1 =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(30))
          .build();

  private final HttpClient http;
  private final URI base;
  private final List<String> headers;

  private ApiClient(HttpClient http, URI base, List<String> headers) {
    this.http = http;
    this.base = base;
    this.headers = List.copyOf(headers);
  }

  public static ApiClient at(URI base) {
    return new ApiClient(HTTP, base, List.of());
  }

  /** The same caller, at another replica. */
  public ApiClient movedTo(URI other) {
    return new ApiClient(http, other, headers);
  }

  /** The same caller, with a connection for each request that is under way. */
  public ApiClient overHttp1() {
    return new ApiClient(HTTP1, base, headers);
  }

  /** The same caller, sending one more header with every request. */
  public ApiClient with(String name, String value) {
    var more = new ArrayList<>(headers);
    more.addAll(List.of(name, value));
    return new ApiClient(http, base, more);
  }

  /** Signs in, and answers the caller who did. */
  public ApiClient signedIn(String tenantId, String username, String password) {
    String tenant = tenantId == null ? "" : "\"tenantId\":\"" + tenantId + "\",";
    Answer answer =
        post(
            "/api/v1/auth/login",
            "{%s\"username\":\"%s\",\"password\":\"%s\"}".formatted(tenant, username, password));
    if (answer.status != 200) {
      throw new AssertionError("cannot sign in: " + answer);
    }
    return with("Cookie", answer.header("Set-Cookie").split(";", 2)[0]);
  }

  public ApiClient asPlatformAdmin() {
    return signedIn(null, "admin", ProductDatabase.ADMIN_PASSWORD);
  }

  /**
   * Makes a tenant (plan standard) with the user {@code admin} if it is not there yet, and signs in
   * as that user.
   */
  public ApiClient asAdminOf(String tenantId) {
    return asAdminOf(tenantId, "standard");
  }

  public ApiClient asAdminOf(String tenantId, String plan) {
    Answer answer =
        asPlatformAdmin()
            .post(
                "/api/v1/tenants",
                """
                {"tenantId":"%s","name":"%s","plan":"%s",
                 "admin":{"username":"admin","password":"%s"}}
                """
                    .formatted(tenantId, tenantId, plan, "password-of-" + tenantId));
    if (answer.status != 201 && answer.status != 409) {
      throw new AssertionError("cannot make the tenant: " + answer);
    }
    return signedIn(tenantId, "admin", "password-of-" + tenantId);
  }

  public Answer get(String path) {
    return send("GET", path, null);
  }

  public Answer post(String path, String json) {
    return send("POST", path, json);
  }

  public Answer put(String path, String json) {
    return send("PUT", path, json);
  }

  public Answer patch(String path, String json) {
    return send("PATCH", path, json);
  }

  public Answer delete(String path) {
    return send("DELETE", path, null);
  }

  /** An answer that lasts, over a connection of its own; whoever calls closes its body. */
  public HttpResponse<InputStream> open(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(60));
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    return HTTP1.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  /** The headers it sends, as they are written in a request. */
  public String headerLines() {
    var lines = new StringBuilder();
    for (int i = 0; i < headers.size(); i += 2) {
      lines.append(headers.get(i)).append(": ").append(headers.get(i + 1)).append("\r\n");
    }
    return lines.toString();
  }

  /** Sends JSON, or nothing when {@code json} is null. */
  public Answer send(String method, String path, String json) {
    return json == null
        ? send(method, path, null, HttpRequest.BodyPublishers.noBody())
        : send(method, path, "application/json", HttpRequest.BodyPublishers.ofString(json));
  }

  /** Sends anything. */
  public Answer send(
      String method, String path, String contentType, HttpRequest.BodyPublisher body) {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(Duration.ofSeconds(60))
            .method(method, body);
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      boolean isJson =
          response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
      return new Answer(
          response.statusCode(), response, isJson ? JSON.readTree(response.body()) : null);
    } catch (IOException e) {
      throw new AssertionError(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(method + " " + path, e);
    }
  }
}
