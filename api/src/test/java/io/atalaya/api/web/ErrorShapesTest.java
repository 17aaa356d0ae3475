package io.atalaya.api.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.ApiClient;
import io.atalaya.api.ApiClient.Answer;
import io.atalaya.api.ProductDatabase;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong, the answer has one shape. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
final class ErrorShapesTest {
  private static final String USERS = "/api/v1/users";
  private static final int MEGABYTE = 1024 * 1024;

  @TestHTTPResource URI base;
  private ApiClient admin;

  @BeforeEach
  void sign_in() {
    admin = ApiClient.at(base).asAdminOf("shapes");
  }

  @Test
  @DisplayName("returns clear validation and not-found error shapes")
  void returns_clear_validation_and_not_found_error_shapes() {
    Answer invalid =
        admin.post(USERS, "{\"username\":\"-bad-\",\"password\":\"short\",\"role\":\"viewer\"}");
    assertShape(invalid, 400, "validation_failed");
    assertEquals(List.of("password", "username"), violatedFields(invalid));
    assertFalse(invalid.toString().contains("short\""), "a rejected value may be a secret");

    Answer missing = admin.get(USERS + "/01890000-0000-7000-8000-000000000000");
    assertShape(missing, 404, "user_not_found");

    Answer nowhere = admin.get("/api/v1/nowhere");
    assertShape(nowhere, 404, "route_not_found");
  }

  @Test
  void every_framework_error_has_the_shape() {
    assertShape(admin.get("/nowhere"), 404, "route_not_found");
    assertShape(admin.post(USERS, "{\"username\":"), 400, "malformed_json");
    assertShape(admin.post(USERS, ""), 400, "validation_failed");
    assertShape(admin.post(USERS, "null"), 400, "validation_failed");
    assertShape(admin.post(USERS, "[]"), 400, "validation_failed");
    assertShape(admin.post(USERS, "{} {}"), 400, "validation_failed");
    assertShape(admin.post(USERS, "{\"role\":\"emperor\"}"), 400, "validation_failed");
    assertShape(admin.post(USERS, "{\"username\":{}}"), 400, "validation_failed");
    assertShape(admin.get(USERS + "?limit=x"), 400, "validation_failed");
    assertShape(admin.get(USERS + "?limit=0"), 400, "validation_failed");
    assertShape(admin.get(USERS + "?limit=201"), 400, "validation_failed");
    assertShape(admin.get(USERS + "?cursor=%00"), 400, "validation_failed");
    assertShape(admin.get(USERS + "/not-a-uuid"), 400, "validation_failed");
    assertShape(admin.get("/api/v1/tenants/UPPER"), 400, "validation_failed");
    assertShape(
        admin.send("POST", USERS, "text/plain", BodyPublishers.ofString("hello")),
        415,
        "unsupported_media_type");
    assertShape(admin.with("Accept", "image/png").get(USERS), 406, "not_acceptable");
    assertShape(ApiClient.at(base).get(USERS), 401, "unauthenticated");
  }

  @Test
  void an_unknown_field_is_named() {
    Answer answer = admin.post(USERS, "{\"username\":\"x\",\"colour\":\"red\"}");
    assertShape(answer, 400, "validation_failed");
    assertEquals(List.of("colour"), violatedFields(answer));
  }

  @Test
  void a_nested_field_is_named_by_its_path() {
    Answer answer =
        ApiClient.at(base)
            .asPlatformAdmin()
            .post(
                "/api/v1/tenants",
                """
                {"tenantId":"shapes-2","name":"x","plan":"starter",
                 "admin":{"username":"x","password":"1"}}
                """);
    assertShape(answer, 400, "validation_failed");
    assertEquals(List.of("admin.password"), violatedFields(answer));
  }

  @Test
  void a_wrong_method_is_told_the_right_ones() {
    Answer answer = admin.delete(USERS);
    assertShape(answer, 405, "method_not_allowed");
    assertEquals("GET, POST", answer.header("Allow"));
    Answer suffixed = admin.get("/api/v1/tenants/shapes:suspend");
    assertTrue(suffixed.status() == 400 || suffixed.status() == 405, suffixed.toString());
  }

  @Test
  void a_body_of_ten_megabytes_is_refused_with_or_without_a_length() {
    byte[] large =
        ("{\"username\":\"" + "x".repeat(10 * MEGABYTE)).getBytes(StandardCharsets.UTF_8);
    assertShape(
        admin.send("POST", USERS, "application/json", BodyPublishers.ofByteArray(large)),
        413,
        "payload_too_large");
    byte[] overLimit =
        ("{\"username\":\"" + "x".repeat(2 * MEGABYTE)).getBytes(StandardCharsets.UTF_8);
    assertShape(
        admin.send(
            "POST",
            USERS,
            "application/json",
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(overLimit))),
        413,
        "payload_too_large");
  }

  @Test
  void the_request_id_is_taken_when_harmless_and_made_otherwise() {
    assertEquals(
        "abc-1.2_3", admin.with("X-Request-Id", "abc-1.2_3").get(USERS).header("X-Request-Id"));
    for (String bad : Stream.of("a b", "x".repeat(65), "{jndi}").toList()) {
      String made = admin.with("X-Request-Id", bad).get(USERS).header("X-Request-Id");
      assertNotEquals(bad, made);
      assertTrue(made.matches("[0-9a-f-]{36}"), made);
    }
  }

  private static void assertShape(Answer answer, int status, String code) {
    assertEquals(status, answer.status(), answer.toString());
    assertEquals(code, answer.code(), answer.toString());
    assertTrue(answer.body().path("message").isTextual(), answer.toString());
    var fields = new ArrayList<String>();
    answer.body().fieldNames().forEachRemaining(fields::add);
    assertTrue(Set.of("code", "message", "details").containsAll(fields), answer.toString());
    assertFalse(
        answer.toString().matches("(?s).*(io\\.atalaya|java\\.|Exception|select ).*"),
        "must not leak: " + answer);
  }

  private static List<String> violatedFields(Answer answer) {
    return StreamSupport.stream(
            answer.body().path("details").path("violations").spliterator(), false)
        .map(violation -> violation.path("field").asText())
        .toList();
  }
}
