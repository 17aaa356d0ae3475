package io.atalaya.gateway.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.atalaya.contract.error.ErrorBody;
import io.atalaya.contract.gateway.Heartbeat;
import io.atalaya.contract.gateway.SessionActivation;
import io.atalaya.contract.gateway.SessionCuts;
import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.token.CompactJws;
import io.atalaya.contract.token.Jwks;
import io.atalaya.contract.token.ServiceClaims;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** The gateway's calls to the api. Blocking, with deadlines; any thread may call. */
public final class ApiClient {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration CALL = Duration.ofSeconds(5);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  private final URI api;
  private final String nodeId;
  private final byte[] secret;
  private final ObjectMapper json;

  /** A newer api may say more than we know. */
  private final ObjectReader tolerant;

  private final Traces traces;
  private final InstantSource clock;
  private volatile Reach reach;

  public ApiClient(
      URI api,
      String nodeId,
      String secret,
      ObjectMapper json,
      Traces traces,
      InstantSource clock) {
    this.api = api;
    this.nodeId = nodeId;
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
    this.json = json;
    this.tolerant = json.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    this.traces = traces;
    this.clock = clock;
    this.reach = new Reach(false, clock.instant());
  }

  /** Whether the last call was answered by an api in working order, and since when that is so. */
  public record Reach(boolean answers, Instant since) {}

  public Reach reach() {
    return reach;
  }

  /** The api's answer to an activation. */
  public sealed interface Activation {
    record Active(SessionActivation.Answer session) implements Activation {}

    /** It says no; the body tells why, for the viewer. */
    record Refused(int status, ErrorBody body) implements Activation {}
  }

  /** The keys that tokens are signed with; needs no token itself. */
  public Jwks keys() throws ApiUnavailableException {
    HttpResponse<byte[]> answer =
        send(HttpRequest.newBuilder(api.resolve("/.well-known/jwks.json")).GET());
    expectOk(answer);
    return read(answer, Jwks.class);
  }

  /** Opens a session; the same request again is answered alike. */
  public Activation activate(SessionId session, SessionActivation.Request request)
      throws ApiUnavailableException {
    HttpResponse<byte[]> answer =
        send(post("/internal/v1/sessions/" + session + "/activate", request));
    int status = answer.statusCode();
    if (status == 200) {
      return new Activation.Active(read(answer, SessionActivation.Answer.class));
    }
    if (status == 401 || status >= 500 || status < 400) {
      throw new ApiUnavailableException("the api answered " + status);
    }
    return new Activation.Refused(status, refusal(answer));
  }

  /** Reports who watches, and learns who must not any more. */
  public Heartbeat.Answer heartbeat(Heartbeat.Request request) throws ApiUnavailableException {
    HttpResponse<byte[]> answer = send(post("/internal/v1/heartbeat", request));
    expectOk(answer);
    return read(answer, Heartbeat.Answer.class);
  }

  /** Which of our sessions ended since the answer whose {@code next} is given; see there. */
  public SessionCuts cuts(@Nullable Long after) throws ApiUnavailableException {
    String path = "/internal/v1/cuts" + (after == null ? "" : "?after=" + after);
    HttpResponse<byte[]> answer = send(signed(path).GET());
    expectOk(answer);
    return read(answer, SessionCuts.class);
  }

  private HttpRequest.Builder post(String path, Object body) {
    return signed(path)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(written(body)));
  }

  private HttpRequest.Builder signed(String path) {
    var claims = ServiceClaims.issued(nodeId, ServiceClaims.TO_API, clock.instant());
    var request =
        HttpRequest.newBuilder(api.resolve(path))
            .header("Authorization", "Bearer " + CompactJws.signHmac(written(claims), secret));
    // The same id in both programs' logs; a loop of ours has none, and the api makes one.
    String requestId = MDC.get(LogFields.REQUEST);
    return requestId == null ? request : request.header(RequestId.HEADER, requestId);
  }

  private byte[] written(Object body) {
    try {
      return json.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + body.getClass(), e);
    }
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) throws ApiUnavailableException {
    try (Traces.Call call = traces.call("call the api", request)) {
      return sent(request, call);
    }
  }

  private HttpResponse<byte[]> sent(HttpRequest.Builder request, Traces.Call call)
      throws ApiUnavailableException {
    try {
      var answer =
          http.send(request.timeout(CALL).build(), HttpResponse.BodyHandlers.ofByteArray());
      call.answered(answer.statusCode());
      noteReach(answer.statusCode() < 500);
      return answer;
    } catch (IOException e) {
      call.failed();
      noteReach(false);
      throw new ApiUnavailableException("the api does not answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiUnavailableException("interrupted while the api was asked", e);
    }
  }

  /** Calls that end at once may leave either's: the next one is a second away. */
  private void noteReach(boolean answers) {
    if (reach.answers() != answers) {
      reach = new Reach(answers, clock.instant());
    }
  }

  private static void expectOk(HttpResponse<byte[]> answer) throws ApiUnavailableException {
    if (answer.statusCode() != 200) {
      throw new ApiUnavailableException("the api answered " + answer.statusCode());
    }
  }

  // A record read from JSON has null where a field was missing, whatever its type says.
  @SuppressWarnings("NullAway")
  private ErrorBody refusal(HttpResponse<byte[]> answer) throws ApiUnavailableException {
    ErrorBody body = read(answer, ErrorBody.class);
    if (body.code() == null || body.message() == null) {
      throw new ApiUnavailableException(
          "the api answered %d in a strange shape".formatted(answer.statusCode()));
    }
    return body;
  }

  private <T> T read(HttpResponse<byte[]> answer, Class<T> type) throws ApiUnavailableException {
    try {
      T value = tolerant.readValue(answer.body(), type);
      if (value == null) {
        throw new ApiUnavailableException("the api answered null");
      }
      return value;
    } catch (IOException e) {
      throw new ApiUnavailableException("the api's answer is not a " + type.getSimpleName(), e);
    }
  }
}
