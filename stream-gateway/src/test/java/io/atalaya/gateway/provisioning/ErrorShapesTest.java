package io.atalaya.gateway.provisioning;

import static io.atalaya.gateway.GatewayClient.key;
import static io.atalaya.gateway.GatewayClient.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.gateway.ApiStub;
import io.atalaya.gateway.GatewayClient;
import io.atalaya.gateway.GatewayResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(GatewayResource.class)
class ErrorShapesTest {
  private static final String CAMERA = path(key("acme-errors", "lobby"));
  private static final String SECRET_SOURCE = "rtsp://admin:hunter2@[bad/stream";

  ApiStub api;
  @TestHTTPResource URI gatewayUrl;
  GatewayClient gateway;

  @BeforeEach
  void client() {
    gateway = new GatewayClient(gatewayUrl, api);
  }

  @Test
  @DisplayName("returns clear validation and not-found error shapes")
  void shapes() throws Exception {
    violates(put("{\"source\":\"" + SECRET_SOURCE + "\",\"generation\":1}"), "source");
    violates(put("{\"source\":\"http://camera/\",\"generation\":1}"), "source");
    violates(put("{\"generation\":1}"), "source");
    violates(put("{\"source\":\"rtsp://10.0.0.1/\",\"generation\":0}"), "generation");
    violates(put("{\"source\":\"rtsp://10.0.0.1/\"}"), "generation");
    violates(
        put("{\"source\":\"rtsp://10.0.0.1/\",\"generation\":1,\"colour\":\"red\"}"), "colour");
    violates(
        put("{\"source\":\"rtsp://10.0.0.1/\",\"generation\":1,\"transport\":\"pigeon\"}"),
        "transport");
    violates(putTo("/v1/tenants/acme/cameras/Lobby", "{}"), "cameraId");
    violates(putTo("/v1/tenants/-acme/cameras/lobby", "{}"), "tenantId");
    violates(gateway.get("/v1/cameras?cursor=!"), "cursor");
    violates(
        put("{\"source\":\"rtsp://10.0.0.1/\",\"generation\":1,\"engine\":\"vlc\"}"), "engine");

    refused(404, "camera_not_found", gateway.get(CAMERA + "/health"));
    refused(404, "camera_not_found", gateway.get(CAMERA + "/playback"));
    assertEquals(204, gateway.delete(CAMERA).statusCode(), "deleting what is not there");
  }

  @Test
  @DisplayName("answers what the framework refuses in the same shape")
  void framework() throws Exception {
    for (String body : List.of("", "{", "[]", "null", "\"text\"", "{}trailing")) {
      assertEquals(400, put(body).statusCode(), body);
      shape(put(body));
    }
    refused(404, "route_not_found", gateway.get("/no/such/route"));
    refused(404, "route_not_found", gateway.get("/"));
    HttpResponse<String> wrongMethod =
        gateway.send(gateway.control(CAMERA).POST(BodyPublishers.noBody()));
    refused(405, "method_not_allowed", wrongMethod);
    String allow = wrongMethod.headers().firstValue("Allow").orElse("");
    assertTrue(allow.contains("PUT") && allow.contains("DELETE"), "Allow: " + allow);
    refused(
        415,
        "unsupported_media_type",
        gateway.send(
            gateway
                .control(CAMERA)
                .header("Content-Type", "text/xml")
                .PUT(BodyPublishers.ofString("<a/>"))));
    refused(413, "payload_too_large", put("{\"source\":\"" + "x".repeat(40_000) + "\"}"));
    refused(413, "payload_too_large", put("{\"source\":\"" + "x".repeat(400_000) + "\"}"));
    HttpRequest.BodyPublisher withoutLength =
        HttpRequest.BodyPublishers.ofInputStream(
            () -> new java.io.ByteArrayInputStream(new byte[60_000]));
    refused(
        413,
        "payload_too_large",
        gateway.send(
            gateway.control(CAMERA).header("Content-Type", "application/json").PUT(withoutLength)));
  }

  @Test
  @DisplayName("refuses a bad escape in the path before any route sees it")
  void badEscape() throws Exception {
    String answer = raw("GET /v1/tenants/%zz/cameras/lobby/health HTTP/1.1");
    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
  }

  @Test
  @DisplayName("lets in only the api: 401 without, with a stale, a foreign, a forged token")
  void authentication() throws Exception {
    String path = CAMERA + "/health";
    refused(401, "unauthenticated", gateway.send(gateway.request(path).GET()));
    for (String token :
        List.of(
            "",
            "nonsense",
            "a.b.c",
            api.serviceToken("stream-gateway-control", Instant.now().minusSeconds(600)),
            api.serviceToken("somebody-else", Instant.now()),
            api.issue(key("acme-errors", "lobby")).text(),
            api.serviceToken() + "x")) {
      refused(
          401,
          "unauthenticated",
          gateway.send(gateway.request(path).header("Authorization", "Bearer " + token).GET()));
    }
  }

  @Test
  @DisplayName("echoes a harmless request id, and replaces any other")
  void requestIds() throws Exception {
    HttpRequest.Builder request =
        gateway.control(CAMERA + "/health").header("X-Request-Id", "abc-123");
    assertEquals(
        "abc-123", gateway.send(request.GET()).headers().firstValue("X-Request-Id").orElseThrow());
    request = gateway.control(CAMERA + "/health").header("X-Request-Id", "<script>");
    String made = gateway.send(request.GET()).headers().firstValue("X-Request-Id").orElseThrow();
    assertFalse(made.contains("<"), made);
  }

  private HttpResponse<String> put(String body) throws Exception {
    return putTo(CAMERA, body);
  }

  private HttpResponse<String> putTo(String path, String body) throws Exception {
    return gateway.send(
        gateway
            .control(path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body)));
  }

  private static void violates(HttpResponse<String> answer, String field) {
    JsonObject body = refused(400, "validation_failed", answer);
    JsonObject violation =
        body.getJsonObject("details").getJsonArray("violations").getJsonObject(0);
    assertEquals(field, violation.getString("field"), answer.body());
    assertNotNull(violation.getString("message"));
    assertFalse(answer.body().contains("hunter2"), "the value is never repeated");
  }

  private static JsonObject refused(int status, String code, HttpResponse<String> answer) {
    assertEquals(status, answer.statusCode(), answer.body());
    JsonObject body = shape(answer);
    assertEquals(code, body.getString("code"), answer.body());
    return body;
  }

  private static JsonObject shape(HttpResponse<String> answer) {
    Map<String, List<String>> headers = answer.headers().map();
    assertEquals(
        "application/json",
        answer.headers().firstValue("Content-Type").orElse(""),
        headers + answer.body());
    assertTrue(answer.headers().firstValue("X-Request-Id").isPresent(), "request id");
    JsonObject body = new JsonObject(answer.body());
    assertTrue(body.getString("code").matches("[a-z_]+"));
    assertFalse(body.getString("message").isBlank());
    assertTrue(List.of("code", "message", "details").containsAll(body.fieldNames()));
    assertFalse(answer.body().contains("io.atalaya"), "no class names");
    return body;
  }

  private String raw(String requestLine) throws IOException {
    try (var socket = new Socket(gatewayUrl.getHost(), gatewayUrl.getPort())) {
      socket.setSoTimeout(30_000);
      OutputStream out = socket.getOutputStream();
      String head =
          requestLine
              + "\r\nHost: x\r\nConnection: close\r\n"
              + "Authorization: Bearer "
              + api.serviceToken()
              + "\r\n\r\n";
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
