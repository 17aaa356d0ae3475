package io.atalaya.api.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.api.ApiClient;
import io.atalaya.api.ApiClient.Answer;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.TestSql;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Reads docs/ref/openapi.json, so that an operation added later is covered without anybody thinking
 * of it: as the administrator of one tenant, each operation on a thing is called with the id of a
 * thing that another tenant has.
 */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
final class OtherTenantTest {
  private static final String OURS = "iso-ours";
  private static final String THEIRS = "iso-theirs";
  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

  /** Things that belong to no tenant; their operations are checked elsewhere. */
  private static final Set<String> BELONGS_TO_NOBODY = Set.of("planId", "platformUserId");

  /** What the health loop writes by itself meanwhile. */
  private static final Pattern HEALTH_FIELDS =
      Pattern.compile("\"(summary|summarySince|reason)\":\"[^\"]*\",?");

  @TestHTTPResource URI base;
  private ApiClient us;
  private ApiClient them;

  private record Call(String method, String path, List<String> parameters, JsonNode operation) {}

  @BeforeEach
  void two_tenants() {
    us = ApiClient.at(base).asAdminOf(OURS);
    them = ApiClient.at(base).asAdminOf(THEIRS);
  }

  @TestFactory
  @DisplayName("another tenant's camera is not found")
  Stream<DynamicTest> nothing_of_another_tenant_is_found() throws IOException {
    Map<String, String> theirIds = theirIds();
    return calls().stream()
        .sorted(Comparator.comparing(OtherTenantTest::createsOnPut))
        .map(call ->
            DynamicTest.dynamicTest(
                call.method + " " + call.path, () -> assertNotFound(call, theirIds)));
  }

  @Test
  void the_document_has_operations_on_ids() throws IOException {
    assertTrue(calls().size() >= 20, "too few: " + calls());
  }

  private void assertNotFound(Call call, Map<String, String> theirIds) {
    String path = call.path;
    for (String parameter : call.parameters) {
      String id = theirIds.get(parameter);
      assertTrue(
          id != null,
          "make OtherTenantTest know an id of the other tenant for {%s}".formatted(parameter));
      path = path.replace("{" + parameter + "}", id);
    }
    String before = everythingOfTheirs();
    Answer theirs = us.send(call.method, path, body(call));
    Answer unknown = us.send(call.method, unknownPath(call), body(call));
    assertEquals(before, everythingOfTheirs(), "must change nothing");
    if (createsOnPut(call)) {
      // The same id is free to us: PUT makes our own camera, and theirs is another. Runs last.
      assertTrue(theirs.status() == 200 || theirs.status() == 201, theirs.toString());
      return;
    }
    assertEquals(404, theirs.status(), theirs.toString());
    assertTrue(theirs.code().endsWith("_not_found"), theirs.toString());
    assertFalse(theirs.code().equals("route_not_found"), theirs.toString());
    assertEquals(unknown.status(), theirs.status());
    assertEquals(unknown.code(), theirs.code());
    assertEquals(fieldNames(unknown.body()), fieldNames(theirs.body()));
  }

  private static boolean createsOnPut(Call call) {
    return call.method.equals("PUT") && call.path.equals("/api/v1/cameras/{cameraId}");
  }

  private static String unknownPath(Call call) {
    String path = call.path;
    for (String parameter : call.parameters) {
      boolean isChosen = parameter.equals("cameraId") || parameter.equals("tenantId");
      path =
          path.replace(
              "{" + parameter + "}",
              isChosen ? "iso-nothing" : "01890000-0000-7000-8000-000000000000");
    }
    return path;
  }

  /** A body that is valid for the operation, so that nothing but the id is wrong. */
  private static String body(Call call) {
    String schema =
        call.operation
            .path("requestBody")
            .path("content")
            .path("application/json")
            .path("schema")
            .path("$ref")
            .asText();
    return switch (schema.substring(schema.lastIndexOf('/') + 1)) {
      case "CameraSettings" -> "{\"name\":\"Lobby\",\"source\":\"rtsp://203.0.113.7/other\"}";
      case "SessionLeave" -> "{\"tokenId\":\"%s\"}".formatted(UUID.randomUUID());
      default -> schema.isEmpty() ? null : "{}";
    };
  }

  /** One id of each kind of thing that the other tenant has, by path parameter. */
  private Map<String, String> theirIds() {
    them.post(
        "/api/v1/users",
        "{\"username\":\"iso\",\"password\":\"iso-password\",\"role\":\"viewer\"}");
    them.post("/api/v1/api-keys", "{\"name\":\"iso\",\"role\":\"viewer\"}");
    Answer camera =
        them.put("/api/v1/cameras/iso-lobby", "{\"source\":\"rtsp://203.0.113.7/lobby\"}");
    assertTrue(camera.status() == 200 || camera.status() == 201, camera.toString());
    Answer session = them.post("/api/v1/sessions", "{\"cameraId\":\"iso-lobby\"}");
    mayLastLong();
    them.post("/api/v1/webhooks", "{\"url\":\"https://127.0.0.1/iso\"}");
    return Map.of(
        "cameraId", "iso-lobby",
        "webhookId", first(them.get("/api/v1/webhooks"), "webhookId"),
        "eventId", eventOfTheirs(),
        "sessionId", session.body().path("id").asText(),
        "tenantId", THEIRS,
        "userId", first(them.get("/api/v1/users"), "userId"),
        "keyId", first(them.get("/api/v1/api-keys"), "keyId"));
  }

  /** So that it does not lapse, and look different, while it is looked at. */
  private static void mayLastLong() {
    try (TestSql sql = TestSql.ofRunningApi()) {
      sql.execute(
          """
          update stream_session set lease_expires_at = lease_expires_at + interval '1 hour'
          where tenant_id = ? and state = 'requested'
          """,
          THEIRS);
    }
  }

  private static String eventOfTheirs() {
    try (TestSql sql = TestSql.ofRunningApi()) {
      return sql.text("select event_id::text from event where tenant_id = ? limit 1", THEIRS);
    }
  }

  private String everythingOfTheirs() {
    return Stream.of(
            "/api/v1/tenants/" + THEIRS,
            "/api/v1/users",
            "/api/v1/api-keys",
            "/api/v1/cameras",
            "/api/v1/sessions",
            "/api/v1/webhooks")
        .map(path -> HEALTH_FIELDS.matcher(them.get(path).response().body()).replaceAll(""))
        .collect(Collectors.joining("\n"));
  }

  private static String first(Answer list, String field) {
    return list.body().path("items").path(0).path(field).asText();
  }

  private static List<Call> calls() throws IOException {
    var found = new ArrayList<Call>();
    JsonNode document = new ObjectMapper().readTree(OpenApiTest.FILE.toFile());
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(item -> {
                  List<String> parameters = parameters(path.getKey());
                  if (METHODS.contains(item.getKey())
                      && !parameters.isEmpty()
                      && !BELONGS_TO_NOBODY.containsAll(parameters)) {
                    found.add(
                        new Call(
                            item.getKey().toUpperCase(Locale.ROOT),
                            path.getKey(),
                            parameters,
                            item.getValue()));
                  }
                }));
    return found;
  }

  private static List<String> parameters(String path) {
    return Pattern.compile("\\{([^}]+)}")
        .matcher(path)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private static List<String> fieldNames(JsonNode body) {
    var names = new ArrayList<String>();
    body.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
