package io.atalaya.api.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.atalaya.api.ApiClient;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.health.Condition;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
final class OpenApiTest {
  static final Path FILE = Path.of("../docs/ref/openapi.json");

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

  @TestHTTPResource URI base;

  @Test
  void the_checked_in_document_is_what_the_code_serves() throws IOException {
    JsonNode served = served();
    if (Boolean.getBoolean("openapi.update")) {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, sorted(served) + "\n");
    }
    assertTrue(Files.exists(FILE), "no " + FILE + "; make it with: " + HOW_TO_RENEW);
    assertEquals(
        sorted(JSON.readTree(FILE.toFile())),
        sorted(served),
        "docs/ref/openapi.json is not what the code serves; look at the difference, then renew it"
            + " with: "
            + HOW_TO_RENEW);
  }

  @Test
  void every_operation_has_a_name_a_tag_and_an_error_answer() {
    var ids = new HashSet<String>();
    for (JsonNode operation : operations(served())) {
      String id = operation.path("operationId").asText();
      assertTrue(ids.add(id) && !id.isEmpty(), "operationId missing or used twice: " + operation);
      assertEquals(1, operation.path("tags").size(), id);
      assertTrue(operation.path("responses").has("default"), id);
    }
  }

  @Test
  void every_schema_is_named_by_a_word_and_every_enum_is_lower_case() {
    JsonNode schemas = served().path("components").path("schemas");
    schemas
        .fieldNames()
        .forEachRemaining(name -> assertTrue(name.matches("[A-Z][A-Za-z0-9]*"), name));
    for (JsonNode values : schemas.findValues("enum")) {
      values.forEach(
          value -> assertTrue(value.asText().matches("[a-z0-9_]+|([A-Z][a-z]+)+"), value.asText()));
    }
  }

  @Test
  void a_condition_is_spelled_as_it_is_sent() {
    JsonNode spelled =
        served().path("components").path("schemas").path("ConditionType").path("enum");
    assertEquals(
        JSON.valueToTree(
            Arrays.stream(Condition.Type.values()).map(Condition.Type::toString).toList()),
        spelled);
  }

  @Test
  void a_body_that_may_be_left_out_is_not_required() {
    JsonNode paths = served().path("paths");
    for (String path :
        List.of("/api/v1/sessions/{sessionId}/end", "/api/v1/cameras/{cameraId}/stream-token")) {
      JsonNode body = paths.path(path).path("post").path("requestBody");
      assertTrue(body.has("content"), path);
      assertFalse(body.path("required").asBoolean(), path);
    }
  }

  private static final String HOW_TO_RENEW =
      "mvn -pl api -am test -Dtest=OpenApiTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dopenapi.update=true";

  /** The order of keys says nothing, and differs from build to build. */
  private static String sorted(JsonNode document) throws IOException {
    return JSON.writeValueAsString(JSON.convertValue(document, Object.class));
  }

  private JsonNode served() {
    ApiClient.Answer answer = ApiClient.at(base).get("/api/v1/openapi?format=JSON");
    assertEquals(200, answer.status(), answer.toString());
    assertTrue(answer.body().path("paths").size() > 10, answer.toString());
    return answer.body();
  }

  private static List<JsonNode> operations(JsonNode document) {
    var found = new ArrayList<JsonNode>();
    for (JsonNode path : document.path("paths")) {
      path.properties().stream()
          .filter(entry -> METHODS.contains(entry.getKey()))
          .forEach(entry -> found.add(entry.getValue()));
    }
    return found;
  }
}
