package io.atalaya.api.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.api.ApiClient;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.Replica;
import io.atalaya.api.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the packaged api writes to its log. */
final class LogsIT {
  private static final ProductDatabase DATABASE = new ProductDatabase();
  private static Map<String, String> configuration;
  private static Replica api;

  @BeforeAll
  static void an_api() throws Exception {
    configuration = new HashMap<>(DATABASE.start());
    configuration.put("ATALAYA_GATEWAY_URL", "http://127.0.0.1:1");
    api = Replica.start("logs-api", configuration);
  }

  @AfterAll
  static void stop() {
    api.close();
    DATABASE.stop();
  }

  @Test
  void a_change_of_state_is_a_line_with_its_fields_and_no_line_holds_a_secret() throws Exception {
    ApiClient boss = ApiClient.at(api.base()).asAdminOf("logged");
    boss.put("/api/v1/cameras/lobby", "{\"source\":\"rtsp://cam:hunter2@10.1.2.3/s\"}");
    String key =
        boss.post("/api/v1/api-keys", "{\"name\":\"program\"}").body().path("key").asText();
    JsonNode ticket =
        boss.with("X-Request-Id", "logs-it-1")
            .post("/api/v1/cameras/lobby/stream-token", null)
            .body();
    String session = ticket.path("session").path("id").asText();
    awaitLine(
        "session %s of camera logged/lobby is issued".formatted(session),
        Set.of("requestId=logs-it-1", "tenantId=logged", "cameraId=lobby", "sessionId=" + session));

    ApiClient operator = ApiClient.at(api.base()).asPlatformAdmin();
    operator.with("X-Request-Id", "logs-it-2").post("/api/v1/tenants/logged:suspend", null);
    awaitLine("tenant logged is suspended", Set.of("requestId=logs-it-2", "tenantId=logged"));

    String log = api.log();
    for (String secret :
        List.of(
            "hunter2",
            key,
            ticket.path("token").asText(),
            ProductDatabase.ADMIN_PASSWORD,
            ProductDatabase.GATEWAY_SECRET,
            "password-of-logged",
            configuration.get("ATALAYA_DB_PASSWORD"),
            configuration.get("ATALAYA_DB_OWNER_PASSWORD"),
            configuration.get("atalaya.master-key"))) {
      assertTrue(secret.length() > 5, "nothing to look for");
      assertFalse(log.contains(secret), "a secret is in the log");
    }
  }

  @Test
  void as_json_every_line_is_one_object_with_the_same_fields() throws Exception {
    var inJson = new HashMap<>(configuration);
    inJson.put("ATALAYA_LOG_FORMAT", "json");
    try (Replica other = Replica.start("logs-json", inJson)) {
      ApiClient boss = ApiClient.at(other.base()).asAdminOf("logged-json");
      boss.put("/api/v1/cameras/lobby", "{\"source\":\"rtsp://10.1.2.3/s\"}");
      String session =
          boss.with("X-Request-Id", "logs-it-3")
              .post("/api/v1/cameras/lobby/stream-token", null)
              .body()
              .path("session")
              .path("id")
              .asText();
      String message = "session %s of camera logged-json/lobby is issued".formatted(session);
      Until.holds("the log says: " + message, () -> log(other).contains(message));
      List<JsonNode> lines = log(other).lines().map(LogsIT::object).toList();
      JsonNode issued =
          lines.stream()
              .filter(line -> line.path("message").asText().equals(message))
              .findFirst()
              .orElseThrow();
      assertEquals("INFO", issued.path("level").asText());
      assertEquals("io.atalaya.api.session.SessionLog", issued.path("logger").asText());
      assertEquals("logs-it-3", issued.path("requestId").asText());
      assertEquals("logged-json", issued.path("tenantId").asText());
      assertEquals("lobby", issued.path("cameraId").asText());
      assertEquals(session, issued.path("sessionId").asText());
      assertFalse(Instant.parse(issued.path("time").asText()).isAfter(Instant.now()));
    }
  }

  private static JsonNode object(String line) {
    try {
      JsonNode read = new ObjectMapper().readTree(line);
      assertTrue(read.isObject(), line);
      return read;
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + line, e);
    }
  }

  private static String log(Replica replica) {
    try {
      return replica.log();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has these fields and no others. */
  private static void awaitLine(String message, Set<String> fields) {
    Until.holds("the log says: " + message, () -> fieldsOf(message).isPresent());
    assertEquals(fields, fieldsOf(message).orElseThrow());
  }

  private static Optional<Set<String>> fieldsOf(String message) {
    return lines().stream()
        .filter(line -> line.endsWith("} " + message))
        .map(line -> line.substring(line.indexOf('{') + 1, line.lastIndexOf("} " + message)))
        .map(fields -> Set.of(fields.split(", ", -1)))
        .findFirst();
  }

  private static List<String> lines() {
    return log(api).lines().toList();
  }
}
