package io.atalaya.gateway.platform;

import static io.atalaya.gateway.GatewayClient.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.atalaya.contract.id.SessionId;
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
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What lines of the log say beside their message. */
@QuarkusTest
@WithTestResource(GatewayResource.class)
class LogFieldsTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final StreamKey LOBBY = key("acme-log", "lobby");

  ApiStub api;
  CameraSimulator cameras;
  @TestHTTPResource URI gatewayUrl;

  private final Lines lines = new Lines();

  @BeforeEach
  void listen() {
    Logger.getLogger("io.atalaya").addHandler(lines);
  }

  @AfterEach
  void stop() throws Exception {
    Logger.getLogger("io.atalaya").removeHandler(lines);
    new GatewayClient(gatewayUrl, api).delete(GatewayClient.path(LOBBY));
  }

  @Test
  @DisplayName("a camera and a session that change are fields of one line, and no secret is in any")
  void changes() throws Exception {
    var gateway = new GatewayClient(gatewayUrl, api);
    cameras.add(Camera.named("acme-log/lobby").clip(Clip.bundled("acme-lobby")));
    String source = cameras.url("acme-log/lobby").replace("rtsp://", "rtsp://cam:hunter2@");
    assertEquals(201, gateway.provision(LOBBY, source, 1).statusCode());
    GatewayClient.Player player = gateway.play(LOBBY);
    Map<String, String> live = fields("acme-log/lobby: live");
    assertEquals("acme-log", live.get("tenantId"));
    assertEquals("lobby", live.get("cameraId"));

    String session = player.token.session().toString();
    Map<String, String> plays = fields("session " + session + " plays");
    assertEquals(session, plays.get("sessionId"));
    assertEquals("acme-log", plays.get("tenantId"));
    assertEquals("lobby", plays.get("cameraId"));
    assertFalse(plays.get("requestId").isEmpty());

    api.end(player.token.session(), "admin");
    assertEquals(session, fields("session " + session + " is cut").get("sessionId"));

    String playKey = player.base.substring("/live/".length(), player.base.length() - 1);
    for (String secret : List.of("hunter2", player.token.text(), playKey, ApiStub.GATEWAY_SECRET)) {
      assertFalse(lines.all().contains(secret), "a secret is in the log");
    }
  }

  @Test
  @DisplayName("fields are those of a block, and what was there before is there again after it")
  void scoped() {
    var session = new SessionId(UUID.randomUUID());
    try (var _ = LogFields.of(LOBBY)) {
      try (var _ = LogFields.of(key("globex-log", "door")).session(session)) {
        assertEquals("globex-log", MDC.get("tenantId"));
        assertEquals(session.toString(), MDC.get("sessionId"));
      }
      assertEquals("acme-log", MDC.get("tenantId"));
      assertEquals("lobby", MDC.get("cameraId"));
      assertNull(MDC.get("sessionId"));
    }
    assertNull(MDC.get("tenantId"));
    assertNull(MDC.get("cameraId"));
  }

  private Map<String, String> fields(String message) {
    return Eventually.get(SOON, () -> lines.ending(message), Optional::isPresent).orElseThrow();
  }

  /** Keeps what is logged. */
  private static final class Lines extends Handler {
    private static final PatternFormatter MESSAGE = new PatternFormatter("%s");

    private final Queue<ExtLogRecord> records = new ConcurrentLinkedQueue<>();

    @Override
    public void publish(LogRecord record) {
      ExtLogRecord kept = ExtLogRecord.wrap(record);
      kept.copyAll();
      records.add(kept);
    }

    Optional<Map<String, String>> ending(String message) {
      return records.stream()
          .filter(record -> MESSAGE.format(record).endsWith(message))
          .map(ExtLogRecord::getMdcCopy)
          .findFirst();
    }

    String all() {
      var text = new StringBuilder();
      records.forEach(record -> text.append(MESSAGE.format(record)).append(record.getMdcCopy()));
      return text.toString();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
