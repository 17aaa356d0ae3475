package io.atalaya.api.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.api.ApiClient;
import io.atalaya.api.ApiClient.Answer;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.TestSql;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Details say what changed, and never a secret. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class SecretsStayOutTest {
  @TestHTTPResource URI base;
  @Inject ObjectMapper json;

  private final List<String> secrets = new ArrayList<>();
  private TestSql sql;
  private ApiClient operator;
  private ApiClient owner;
  private String tenant;

  @BeforeEach
  void a_tenant() {
    sql = TestSql.ofRunningApi();
    tenant = "hush-" + UUID.randomUUID().toString().substring(24);
    operator = ApiClient.at(base).asPlatformAdmin();
    owner = ApiClient.at(base).asAdminOf(tenant);
  }

  @AfterEach
  void closed() {
    sql.close();
  }

  @Test
  void no_row_holds_a_secret_that_went_in_or_came_out() {
    // Cameras' credentials, in the places where cameras want them.
    owner.put("/api/v1/cameras/lobby", source("rtsp://%s:%s@203.0.113.7/s?token=%s"));
    owner.patch("/api/v1/cameras/lobby", source("rtsp://%s:%s@203.0.113.7/s?token=%s"));
    owner.patch("/api/v1/cameras/lobby", source("rtsp://%s:%s@203.0.113.8/s?token=%s"));
    // People's passwords.
    String first = secret();
    Answer vera =
        owner.post(
            "/api/v1/users",
            "{\"username\":\"vera\",\"password\":\"%s\",\"role\":\"viewer\"}".formatted(first));
    ApiClient signedIn = ApiClient.at(base).signedIn(tenant, "vera", first);
    secrets.add(
        signedIn
            .get("/api/v1/me")
            .response()
            .request()
            .headers()
            .firstValue("Cookie")
            .orElseThrow()
            .split("=", 2)[1]);
    String userPath = "/api/v1/users/" + vera.body().path("userId").asText();
    owner.patch(userPath, "{\"password\":\"%s\"}".formatted(secret()));
    operator.post(
        "/api/v1/platform-users",
        "{\"username\":\"%s\",\"password\":\"%s\",\"role\":\"platform_support\"}"
            .formatted("hush-" + UUID.randomUUID().toString().substring(24), secret()));
    operator.post(
        "/api/v1/tenants",
        """
        {"tenantId":"%s-2","name":"Hush","plan":"starter",
         "admin":{"username":"owner","password":"%s"}}\
        """
            .formatted(tenant, secret()));
    // A password that is wrong, and one that was typed where the name belongs.
    for (String name : List.of("admin", secret(), "nobody")) {
      assertEquals(401, signIn(tenant, name, secret()).status());
      assertEquals(401, signIn(tenant + "-3", name, secret()).status());
    }
    // Programs' keys, and what opens a stream.
    JsonNode key = owner.post("/api/v1/api-keys", "{\"name\":\"wall\"}").body();
    secrets.add(key.path("key").asText());
    JsonNode ticket = owner.post("/api/v1/cameras/lobby/stream-token", null).body();
    secrets.add(ticket.path("token").asText());
    // Where events are sent to, and what signs them.
    JsonNode hook = owner.post("/api/v1/webhooks", receiver()).body();
    secrets.add(hook.path("secret").asText());
    String hookPath = "/api/v1/webhooks/" + hook.path("webhook").path("webhookId").asText();
    secrets.add(owner.post(hookPath + ":rotate-secret", null).body().path("secret").asText());
    assertEquals(200, owner.patch(hookPath, receiver()).status());
    assertEquals(204, owner.delete(hookPath).status());
    owner.delete("/api/v1/api-keys/" + key.path("keyId").asText());
    owner.delete(userPath);
    owner.delete("/api/v1/cameras/lobby");

    assertTrue(secrets.stream().allMatch(secret -> secret.length() > 8), secrets.toString());
    List<String> rows =
        sql.run(handle ->
            handle.select("select audit_event::text from audit_event").mapTo(String.class).list());
    assertTrue(rows.size() > 10, "too few to be believed");
    for (String row : rows) {
      for (String secret : secrets) {
        assertFalse(row.contains(secret), row);
      }
    }
  }

  @Test
  void an_edit_tells_what_each_field_was_and_is_and_of_a_secret_only_that_it_changed()
      throws IOException {
    owner.put("/api/v1/cameras/lobby", "{\"source\":\"rtsp://u:one@203.0.113.7/s\"}");
    owner.patch(
        "/api/v1/cameras/lobby",
        """
        {"name":"Lobby","onDemand":true,"labels":{"floor":"1"},
         "source":"rtsp://u:two@203.0.113.8/s"}\
        """);
    JsonNode changes = newest("camera.edited").path("details").path("changes");
    assertChanged("lobby", "Lobby", changes.path("name"));
    assertChanged("false", "true", changes.path("onDemand"));
    assertChanged(
        "rtsp://***:***@203.0.113.7/s", "rtsp://***:***@203.0.113.8/s", changes.path("source"));
    assertEquals("{\"secret\":true}", changes.path("sourceCredentials").toString());
    assertEquals("1", changes.path("labels").path("to").path("floor").asText());
    assertEquals(5, changes.size(), changes.toString());

    String hook =
        "/api/v1/webhooks/"
            + owner
                .post("/api/v1/webhooks", "{\"url\":\"http://127.0.0.1:9/one\"}")
                .body()
                .path("webhook")
                .path("webhookId")
                .asText();
    owner.patch(
        hook,
        """
        {"url":"http://127.0.0.1:9/two","types":["camera.online"],"enabled":false}\
        """);
    assertEquals(
        json.readTree(
            """
            {"url":{"secret":true},"types":{"from":[],"to":["camera.online"]},
             "enabled":{"from":true,"to":false}}
            """),
        newest("webhook.edited").path("details").path("changes"));
    owner.delete(hook);

    operator.patch("/api/v1/tenants/" + tenant, "{\"overrides\":{\"maxCameras\":7}}");
    assertEquals(
        "{\"maxCameras\":{\"to\":7}}",
        newest("tenant.edited").path("details").path("changes").toString());
  }

  @Test
  void people_of_the_platform_are_seen_as_such_in_the_tenant_they_act_in() {
    ApiClient there = operator.with("Tenant-Id", tenant);
    there.put("/api/v1/cameras/yard", "{\"source\":\"rtsp://203.0.113.7/s\"}");
    there.post("/api/v1/tenants/" + tenant + ":suspend", null);
    for (String action : List.of("camera.created", "tenant.suspended")) {
      JsonNode actor = newest(action).path("actor");
      assertEquals("platform_user", actor.path("kind").asText(), action);
      assertEquals("admin", actor.path("name").asText());
    }
  }

  @Test
  void a_failed_sign_in_is_seen_by_the_tenant_and_is_nobodys() {
    signIn(tenant, "admin", "wrong");
    signIn(tenant, "admin", "wrong");
    JsonNode failed = newest("auth.failed");
    assertEquals("anonymous", failed.path("actor").path("kind").asText());
    assertFalse(failed.path("actor").has("id"));
    assertEquals("admin", failed.path("details").path("username").asText());
    assertEquals("127.0.0.1", failed.path("clientAddress").asText());
    signIn(tenant, "not-there", "wrong");
    assertEquals("user/unknown", newest("auth.failed").path("subject").asText());
  }

  @Test
  void a_role_above_ones_own_is_refused_on_the_record() {
    String password = secret();
    owner.post(
        "/api/v1/users",
        "{\"username\":\"adam\",\"password\":\"%s\",\"role\":\"tenant_admin\"}"
            .formatted(password));
    ApiClient adam = ApiClient.at(base).signedIn(tenant, "adam", password);
    Answer refused =
        adam.post(
            "/api/v1/users",
            "{\"username\":\"olga\",\"password\":\"a-long-one\",\"role\":\"tenant_owner\"}");
    assertEquals(403, refused.status(), refused.toString());
    JsonNode denied = newest("access.denied");
    assertEquals("action/user_manage", denied.path("subject").asText());
    assertEquals("adam", denied.path("actor").path("name").asText());
  }

  private static void assertChanged(String from, String to, JsonNode change) {
    assertEquals(from, change.path("from").asText(), change.toString());
    assertEquals(to, change.path("to").asText(), change.toString());
  }

  private Answer signIn(String where, String username, String password) {
    return ApiClient.at(base)
        .post(
            "/api/v1/auth/login",
            "{\"tenantId\":\"%s\",\"username\":\"%s\",\"password\":\"%s\"}"
                .formatted(where, username, password));
  }

  private String source(String url) {
    return "{\"source\":\"%s\"}".formatted(url.formatted(secret(), secret(), secret()));
  }

  private String receiver() {
    return "{\"url\":\"http://127.0.0.1:9/%s?key=%s\"}".formatted(secret(), secret());
  }

  private String secret() {
    String secret = "canary-" + UUID.randomUUID();
    secrets.add(secret);
    return secret;
  }

  private JsonNode newest(String action) {
    JsonNode page = owner.get("/api/v1/audit?limit=1&action=" + action).body();
    assertEquals(1, page.path("items").size(), action);
    return page.path("items").get(0);
  }
}
