package io.atalaya.e2e.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.e2e.ApiSession;
import io.atalaya.e2e.Await;
import io.atalaya.e2e.RunningProduct;
import io.atalaya.e2e.Viewing;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One trace tells of one request in both programs, and tells no secret. */
@Tag("nightly")
final class TracesIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String API = "atalaya-api";
  private static final String GATEWAY = "atalaya-gateway";
  private static final String UNWANTED = "0123456789abcdef0123456789abcdef";
  private static final String WANTED = "fedcba9876543210fedcba9876543210";

  @TempDir static Path folder;

  private static Collector collector;
  private static RunningProduct product;

  @BeforeAll
  static void a_product_that_is_traced() throws Exception {
    collector = new Collector();
    product =
        RunningProduct.demo(
            folder.resolve("traced"),
            RunningProduct.Ports.free(),
            Map.of(
                "ATALAYA_TRACES_ENDPOINT",
                collector.endpoint().toString(),
                // Every sync by hand asks the gateway.
                "ATALAYA_HEALTH_MANUAL_GAP",
                "PT0.001S"));
  }

  @AfterAll
  static void stop() throws IOException {
    product.close();
    collector.close();
  }

  @Test
  void opening_a_stream_is_one_trace_from_the_gateway_to_the_api() throws Exception {
    ApiSession viewer = ApiSession.signIn(product, product.user("globex", "viewer"));
    String session;
    try (var viewing = Viewing.open(viewer, "lobby")) {
      session = viewing.sessionId();
    }
    Span opened = awaitSpan(GATEWAY, "GET /live/{token}/index.m3u8", "atalaya.session.id", session);
    assertEquals("globex", opened.attributes().get("atalaya.tenant.id"));
    assertEquals("lobby", opened.attributes().get("atalaya.camera.id"));
    assertEquals("", opened.parentId(), "a viewer begins a trace");
    Span activated =
        awaitSpan(
            API, "POST /internal/v1/sessions/{sessionId}/activate", "atalaya.session.id", session);
    assertEquals(opened.traceId(), activated.traceId());
    Span call = spanWithId(activated.parentId());
    assertEquals(GATEWAY, call.service());
    assertEquals(opened.spanId(), call.parentId());
  }

  @Test
  void a_sync_by_hand_is_one_trace_from_the_api_to_the_gateway() throws Exception {
    ApiSession owner = ApiSession.signIn(product, product.user("acme", "tenant_admin"));
    owner.call("POST", "cameras/parking/sync-health", Map.of()).expect(200);
    Span asked =
        awaitSpan(
            API, "POST /api/v1/cameras/{cameraId}/sync-health", "atalaya.camera.id", "parking");
    assertEquals("acme", asked.attributes().get("atalaya.tenant.id"));
    assertEquals("200", asked.attributes().get("http.response.status_code"));
    String name = "GET /v1/tenants/:tenantId/cameras/:cameraId/health";
    Await.until(name, SOON, () -> answeredIn(asked.traceId(), name).isPresent());
    Span answered = answeredIn(asked.traceId(), name).orElseThrow();
    assertEquals("parking", answered.attributes().get("atalaya.camera.id"));
    assertEquals("acme", answered.attributes().get("atalaya.tenant.id"));
    assertEquals(asked.spanId(), spanWithId(answered.parentId()).parentId());
  }

  @Test
  void a_trace_that_its_caller_does_not_want_is_not_recorded() throws Exception {
    request("00-" + UNWANTED + "-0123456789abcdef-00");
    request("00-" + WANTED + "-0123456789abcdef-01");
    Await.until("the wanted trace", SOON, () -> traces().contains(WANTED));
    assertFalse(traces().contains(UNWANTED));
  }

  @Test
  void no_span_holds_a_path_a_token_or_a_credential() throws Exception {
    RunningProduct.User person = product.user("acme", "viewer");
    ApiSession viewer = ApiSession.signIn(product, person);
    String token;
    String session;
    try (var viewing = Viewing.open(viewer, "lobby")) {
      session = viewing.sessionId();
      viewing.awaitNewVideo(SOON);
      token =
          viewer
              .call("POST", "sessions/" + session + "/token", Map.of())
              .expect(201)
              .path("token")
              .asText();
    }
    awaitSpan(GATEWAY, "GET /live/{token}/index.m3u8", "atalaya.session.id", session);
    String all = collector.text();
    String source = product.source("acme", "lobby");
    for (String secret :
        List.of(
            token,
            person.password(),
            URI.create(source).getUserInfo(),
            "Bearer",
            "atalaya_session=",
            ".m3u8?",
            "url.path",
            "url.full")) {
      assertTrue(secret.length() > 5, "nothing to look for");
      assertFalse(all.contains(secret), "a span tells " + secret);
    }
    Set<String> attributes =
        collector.spans().stream()
            .flatMap(span -> span.attributes().keySet().stream())
            .collect(Collectors.toSet());
    assertTrue(
        Set.of(
                "http.request.method",
                "http.response.status_code",
                "atalaya.tenant.id",
                "atalaya.camera.id",
                "atalaya.session.id")
            .containsAll(attributes),
        attributes.toString());
    for (Span span : collector.spans()) {
      assertFalse(span.name().contains("heartbeat") || span.name().contains("cuts"), span.name());
    }
  }

  private static void request(String parent) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      http.send(
          HttpRequest.newBuilder(product.api().resolve("/api/v1/me"))
              .timeout(Duration.ofSeconds(15))
              .header("traceparent", parent)
              .build(),
          HttpResponse.BodyHandlers.discarding());
    }
  }

  private static Set<String> traces() {
    return collector.spans().stream().map(Span::traceId).collect(Collectors.toSet());
  }

  private static Span awaitSpan(String service, String name, String attribute, String value)
      throws InterruptedException {
    Await.until(
        "%s: %s of %s".formatted(service, name, value),
        SOON,
        () -> find(service, name, attribute, value).isPresent());
    return find(service, name, attribute, value).orElseThrow();
  }

  private static Optional<Span> find(String service, String name, String attribute, String value) {
    return collector.spans().stream()
        .filter(span ->
            span.service().equals(service)
                && span.name().equals(name)
                && value.equals(span.attributes().get(attribute)))
        .findFirst();
  }

  private static Optional<Span> answeredIn(String trace, String name) {
    return collector.spans().stream()
        .filter(span -> span.traceId().equals(trace))
        .filter(span -> span.service().equals(GATEWAY) && span.name().equals(name))
        .findFirst();
  }

  private static Span spanWithId(String id) {
    return collector.spans().stream()
        .filter(span -> span.spanId().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no span " + id));
  }
}
