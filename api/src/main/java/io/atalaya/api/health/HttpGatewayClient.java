package io.atalaya.api.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.api.health.GatewayAnswer.Away;
import io.atalaya.api.health.GatewayAnswer.NotThere;
import io.atalaya.api.health.GatewayAnswer.Ok;
import io.atalaya.api.health.GatewayAnswer.Refused;
import io.atalaya.api.platform.Traces;
import io.atalaya.contract.error.ErrorBody;
import io.atalaya.contract.gateway.CameraHealth;
import io.atalaya.contract.gateway.CameraPage;
import io.atalaya.contract.gateway.NodeInfo;
import io.atalaya.contract.gateway.ProvisionRequest;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A gateway at its address, over HTTP. Any thread. */
final class HttpGatewayClient implements GatewayClient {
  private static final Duration CONNECT_DEADLINE = Duration.ofSeconds(2);

  /** A page of cameras is the longest answer. */
  private static final long MAX_ANSWER_BYTES = 8L * 1024 * 1024;

  private final HttpClient http;
  private final ObjectMapper json;
  private final GatewayCredentials credentials;
  private final Traces traces;
  private final String url;
  private final Duration deadline;
  private final Duration removalDeadline;

  HttpGatewayClient(
      URI url,
      HealthRules rules,
      ObjectMapper json,
      GatewayCredentials credentials,
      Traces traces,
      ExecutorService threads) {
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_DEADLINE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(threads)
            .build();
    // Gateways may be newer than we are and say more.
    this.json = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    this.credentials = credentials;
    this.traces = traces;
    this.url = url.toString().replaceAll("/+$", "");
    this.deadline = rules.looks().timeout();
    this.removalDeadline = rules.removalTimeout();
  }

  @Override
  public GatewayAnswer<Done> provision(StreamKey camera, ProvisionRequest request) {
    byte[] body;
    try {
      body = json.writeValueAsBytes(request);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a provision request must be writable", e);
    }
    return done(
        call(
            to(camera, "")
                .PUT(BodyPublishers.ofByteArray(body))
                .header("Content-Type", "application/json"),
            deadline));
  }

  @Override
  public GatewayAnswer<Done> remove(StreamKey camera) {
    return removed(call(to(camera, "").DELETE(), removalDeadline));
  }

  @Override
  public GatewayAnswer<Done> removeTenant(TenantId tenant) {
    return removed(call(to("/v1/tenants/" + tenant).DELETE(), removalDeadline));
  }

  @Override
  public GatewayAnswer<CameraHealth> health(StreamKey camera) {
    return read(call(to(camera, "/health").GET(), deadline), CameraHealth.class);
  }

  @Override
  public GatewayAnswer<CameraPage> cameras(@Nullable String cursor) {
    String query = cursor == null ? "" : "?cursor=" + URLEncoder.encode(cursor, UTF_8);
    return read(call(to("/v1/cameras" + query).GET(), deadline), CameraPage.class);
  }

  @Override
  public GatewayAnswer<NodeInfo> node() {
    return read(call(to("/v1/node").GET(), deadline), NodeInfo.class);
  }

  private HttpRequest.Builder to(StreamKey camera, String what) {
    return to("/v1/tenants/%s/cameras/%s%s".formatted(camera.tenantId(), camera.cameraId(), what));
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .header("Authorization", credentials.authorization())
        .header("Accept", "application/json");
  }

  /** The deadline is over the whole exchange; the client's own ends at the headers. */
  private GatewayAnswer<byte[]> call(HttpRequest.Builder request, Duration deadline) {
    try (Traces.Call call = traces.call("call a gateway", request)) {
      GatewayAnswer<byte[]> answer = exchanged(request, deadline, call);
      if (answer instanceof Away) {
        call.failed();
      }
      return answer;
    }
  }

  private GatewayAnswer<byte[]> exchanged(
      HttpRequest.Builder request, Duration deadline, Traces.Call call) {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(
            request.timeout(deadline).build(),
            BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
    try {
      HttpResponse<byte[]> response = exchange.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
      call.answered(response.statusCode());
      return answer(response);
    } catch (ExecutionException e) {
      return new Away<>(String.valueOf(e.getCause()));
    } catch (TimeoutException _) {
      exchange.cancel(true);
      return new Away<>("no answer within " + deadline);
    } catch (InterruptedException _) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      return new Away<>("interrupted");
    }
  }

  private GatewayAnswer<byte[]> answer(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return new Ok<>(response.body());
    }
    ErrorBody error;
    try {
      error = json.readValue(response.body(), ErrorBody.class);
    } catch (IOException _) {
      return new Away<>("status %d without an error body".formatted(status));
    }
    // A proxy's or another program's 404 must not look like "the gateway lost all cameras".
    if (status == 404 && error.code().equals("camera_not_found")) {
      return new NotThere<>();
    }
    return status == 401 || status == 403 || (status >= 500 && !isRefusal(error))
        ? new Away<>("status %d %s".formatted(status, error.code()))
        : new Refused<>(error.code(), error.message());
  }

  /** A full gateway is well; it only takes no more. */
  private static boolean isRefusal(ErrorBody error) {
    return error.code().equals("gateway_at_capacity");
  }

  private static GatewayAnswer<Done> done(GatewayAnswer<byte[]> answer) {
    return switch (answer) {
      case Ok<byte[]> _ -> new Ok<>(new Done());
      case NotThere<byte[]> _ -> new NotThere<>();
      case Refused<byte[]>(var code, var message) -> new Refused<>(code, message);
      case Away<byte[]>(var why) -> new Away<>(why);
    };
  }

  private static GatewayAnswer<Done> removed(GatewayAnswer<byte[]> answer) {
    GatewayAnswer<Done> done = done(answer);
    return done instanceof NotThere<Done> ? new Ok<>(new Done()) : done;
  }

  private <T> GatewayAnswer<T> read(GatewayAnswer<byte[]> answer, Class<T> type) {
    return switch (answer) {
      case Ok<byte[]>(var body) -> {
        try {
          yield new Ok<>(json.readValue(body, type));
        } catch (IOException | RuntimeException e) {
          yield new Away<>("unreadable " + type.getSimpleName() + ": " + e.getMessage());
        }
      }
      case NotThere<byte[]> _ -> new NotThere<>();
      case Refused<byte[]>(var code, var message) -> new Refused<>(code, message);
      case Away<byte[]>(var why) -> new Away<>(why);
    };
  }
}
