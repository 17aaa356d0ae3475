package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.DatabaseClock;
import io.atalaya.api.FailingStatements;
import io.atalaya.api.FailingStatements.Way;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.NeverBetween;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.TenantRows;
import io.atalaya.api.TestSql;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever fails in the middle of a use case: the tenant's rows are as before or as after. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class HalfDoneTest {
  private static final String TENANT = "ses-half";
  private static final String TENANT_PATH = "/api/v1/tenants/" + TENANT;
  private static final String LOBBY = "/api/v1/cameras/lobby";
  private static final String TOKEN = LOBBY + "/stream-token";
  private static final String SESSIONS = "/api/v1/sessions";
  private static final String READY = "active provisioned false";

  @TestHTTPResource URI base;
  @Inject Jdbi jdbi;
  @Inject SessionSweeper sweeper;

  private TestSql sql;
  private FailingStatements failing;
  private DatabaseClock clock;
  private GatewayCalls gateway;
  private ApiClient anonymous;
  private ApiClient platform;
  private ApiClient acme;

  /** By name: puts things in place, and answers what to do then, which answers an HTTP status. */
  private final Map<String, Supplier<IntSupplier>> useCases = new LinkedHashMap<>();

  @BeforeEach
  void a_tenant() {
    anonymous = ApiClient.at(base);
    platform = anonymous.asPlatformAdmin();
    acme = anonymous.asAdminOf(TENANT);
    gateway = new GatewayCalls(base);
    sql = TestSql.ofRunningApi();
    clock = DatabaseClock.ofRunningApi();
    failing = FailingStatements.in(jdbi, sql);
    useCases();
  }

  @AfterEach
  void nothing_fails_any_more() {
    failing.close();
    sql.close();
    clock.close();
  }

  @Test
  void a_refused_statement_leaves_nothing_half_done() {
    all(Way.REFUSED);
  }

  @ParameterizedTest
  @EnumSource(value = Way.class, mode = EnumSource.Mode.EXCLUDE, names = "REFUSED")
  @Tag("nightly")
  void a_lost_reply_connection_or_commit_leaves_nothing_half_done(Way way) {
    all(way);
  }

  private void all(Way way) {
    var halves = new NeverBetween(failing, new TenantRows(sql, TENANT));
    useCases.forEach((name, useCase) -> halves.assertOf(name, () -> prepared(useCase), way));
  }

  private void useCases() {
    admissions();
    livesOfSessions();
    whatEndsSessions();
    useCases.put(
        "override what the plan says",
        () -> () -> platform.patch(TENANT_PATH, "{\"overrides\":{\"maxCameras\":7}}").status());
    useCases.put(
        "resume",
        () -> {
          platform.post(TENANT_PATH + ":suspend", null);
          return post(platform, TENANT_PATH + ":resume", null);
        });
  }

  private void admissions() {
    useCases.put("request", () -> post(acme, SESSIONS, "{\"cameraId\":\"lobby\"}"));
    useCases.put("admit", () -> post(acme, TOKEN, null));
    useCases.put(
        "admit again from the same page",
        () -> {
          String body = "{\"clientInstanceId\":\"tab-1\"}";
          ticket(body);
          return post(acme, TOKEN, body);
        });
    useCases.put(
        "first token",
        () -> {
          JsonNode made = acme.post(SESSIONS, "{\"cameraId\":\"lobby\"}").body();
          return post(acme, SESSIONS + "/" + made.path("id").asText() + "/token", null);
        });
    useCases.put(
        "admit in place of another",
        () -> post(acme, TOKEN, "{\"replaces\":\"%s\"}".formatted(id(active()))));
    useCases.put(
        "admit by ending two",
        () ->
            post(
                acme,
                TOKEN,
                "{\"terminate\":[\"%s\",\"%s\"]}".formatted(id(active()), id(ticket(null)))));
    useCases.put(
        "admit a wall",
        () -> {
          ticket("{\"clientInstanceId\":\"1\"}");
          String tile = "{\"cameraId\":\"lobby\",\"clientInstanceId\":\"%d\"}";
          return post(
              acme,
              "/api/v1/stream-tokens",
              "{\"cameras\":[%s,%s,%s]}"
                  .formatted(tile.formatted(1), tile.formatted(2), tile.formatted(3)));
        });
  }

  private void livesOfSessions() {
    useCases.put("fresh token", () -> post(acme, SESSIONS + "/" + id(active()) + "/token", null));
    useCases.put(
        "activate", () -> post(acme, SESSIONS + "/" + id(ticket(null)) + "/activate", null));
    useCases.put(
        "claim",
        () -> {
          JsonNode ticket = ticket(null);
          return () -> gateway.activate(ticket).status();
        });
    useCases.put(
        "heartbeat",
        () -> {
          String one = TENANT + "/" + id(active());
          String two = TENANT + "/" + id(active());
          String over = id(active());
          acme.post(SESSIONS + "/" + over + "/end", null);
          clock.pass(Duration.ofSeconds(20));
          return () -> gateway.heartbeat(one, two, TENANT + "/" + over).status();
        });
    useCases.put(
        "end", () -> post(acme, SESSIONS + "/" + id(active()) + "/end", "{\"reason\":\"lunch\"}"));
    useCases.put(
        "leave",
        () -> {
          JsonNode ticket = active();
          String body = "{\"tokenId\":\"%s\"}".formatted(ticket.path("tokenId").asText());
          return post(acme, SESSIONS + "/" + id(ticket) + "/leave", body);
        });
    useCases.put(
        "sweep",
        () -> {
          active();
          ticket(null);
          active();
          clock.pass(Duration.ofHours(1));
          return () -> {
            sweeper.sweep();
            return 200;
          };
        });
  }

  private void whatEndsSessions() {
    useCases.put(
        "suspend",
        () -> {
          active();
          ticket(null);
          return post(platform, TENANT_PATH + ":suspend", null);
        });
    useCases.put(
        "switch a camera off",
        () -> {
          active();
          ticket(null);
          return post(acme, LOBBY + "/deprovision", null);
        });
    useCases.put(
        "delete a camera",
        () -> {
          active();
          ticket(null);
          return () -> acme.delete(LOBBY).status();
        });
    useCases.put(
        "revoke",
        () -> {
          active();
          ticket(null);
          acme.post(SESSIONS, "{\"cameraId\":\"lobby\"}");
          return post(acme, "/api/v1/revocations", "{\"everybody\":true}");
        });
    useCases.put(
        "take the right to watch from a role",
        () -> {
          String vera = watchingVera();
          return () -> acme.patch(vera, "{\"role\":\"auditor\"}").status();
        });
    useCases.put(
        "remove somebody",
        () -> {
          String vera = watchingVera();
          return () -> acme.delete(vera).status();
        });
    useCases.put(
        "remove a key",
        () -> {
          JsonNode key =
              acme.post("/api/v1/api-keys", "{\"name\":\"tv\",\"role\":\"viewer\"}").body();
          watch(anonymous.with("Authorization", "Bearer " + key.path("key").asText()));
          String path = "/api/v1/api-keys/" + key.path("keyId").asText();
          return () -> acme.delete(path).status();
        });
  }

  /** Her path; she can sign in as the admin does. */
  private String watchingVera() {
    sql.execute("delete from app_user where tenant_id = ? and username = 'vera'", TENANT);
    String id =
        sql.text(
            """
            insert into app_user (user_id, tenant_id, username, display_name, role, password_hash)
            select gen_random_uuid(), tenant_id, 'vera', 'Vera', 'viewer', password_hash
            from app_user where tenant_id = ? and username = 'admin'
            returning user_id
            """,
            TENANT);
    watch(anonymous.signedIn(TENANT, "vera", "password-of-" + TENANT));
    return "/api/v1/users/" + id;
  }

  private void watch(ApiClient somebody) {
    JsonNode ticket = ticket(somebody, null);
    assertEquals(200, gateway.activate(ticket).status());
    ticket(somebody, null);
  }

  private IntSupplier post(ApiClient caller, String path, String body) {
    return () -> caller.post(path, body).status();
  }

  private IntSupplier prepared(Supplier<IntSupplier> useCase) {
    clock.close();
    sql.execute("delete from stream_session where tenant_id = ?", TENANT);
    sql.execute("update tenant set override_max_cameras = null where tenant_id = ?", TENANT);
    if (!READY.equals(state())) {
      platform.post(TENANT_PATH + ":resume", null);
      acme.put(LOBBY, "{\"source\":\"rtsp://10.1.2.3/s\",\"enabled\":true}");
      acme.post(LOBBY + "/provision", null);
      assertEquals(READY, state());
    }
    return useCase.get();
  }

  private String state() {
    return sql.text(
        """
        select t.state || ' ' || coalesce(
          (select c.lifecycle || ' ' || c.deleting from camera c
           where c.tenant_id = t.tenant_id and c.camera_id = 'lobby'), 'none')
        from tenant t where t.tenant_id = ?
        """,
        TENANT);
  }

  private JsonNode active() {
    JsonNode ticket = ticket(null);
    assertEquals(200, gateway.activate(ticket).status());
    return ticket;
  }

  private JsonNode ticket(String body) {
    return ticket(acme, body);
  }

  private static JsonNode ticket(ApiClient viewer, String body) {
    ApiClient.Answer answer = viewer.post(TOKEN, body);
    assertEquals(201, answer.status(), answer.toString());
    return answer.body();
  }

  private static String id(JsonNode ticket) {
    return ticket.path("session").path("id").asText();
  }
}
