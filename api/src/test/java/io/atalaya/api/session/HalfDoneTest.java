package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.DatabaseClock;
import io.atalaya.api.FailingStatements;
import io.atalaya.api.FailingStatements.Way;
import io.atalaya.api.GatewayAddress;
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
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Makes the first statement of a use case fail, then the second, and so on until it gets through:
 * each time the tenant's rows, all of them, are as before or as after, never between.
 */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class HalfDoneTest {
  private static final String TENANT = "ses-half";
  private static final String LOBBY = "/api/v1/cameras/lobby";
  private static final String TOKEN = LOBBY + "/stream-token";
  private static final String SESSIONS = "/api/v1/sessions";
  private static final String READY = "active provisioned false";
  private static final int MAX_STATEMENTS = 200;

  @TestHTTPResource URI base;
  @Inject Jdbi jdbi;
  @Inject SessionSweeper sweeper;

  private TestSql sql;
  private TenantRows rows;
  private FailingStatements failing;
  private DatabaseClock clock;
  private GatewayCalls gateway;
  private ApiClient platform;
  private ApiClient acme;

  /** By name: puts things in place, and answers what to do then, which answers an HTTP status. */
  private final Map<String, Supplier<IntSupplier>> useCases = new LinkedHashMap<>();

  @BeforeEach
  void a_tenant() {
    platform = ApiClient.at(base).asPlatformAdmin();
    acme = ApiClient.at(base).asAdminOf(TENANT);
    gateway = new GatewayCalls(base);
    sql = TestSql.ofRunningApi();
    rows = new TenantRows(sql, TENANT);
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
    useCases.forEach((name, useCase) -> assertNeverBetween(name, useCase, Way.REFUSED));
  }

  @Test
  @Tag("nightly")
  void a_lost_reply_leaves_nothing_half_done() {
    useCases.forEach((name, useCase) -> assertNeverBetween(name, useCase, Way.REPLY_LOST));
  }

  @Test
  @Tag("nightly")
  void a_lost_connection_leaves_nothing_half_done() {
    useCases.forEach((name, useCase) -> assertNeverBetween(name, useCase, Way.CONNECTION_LOST));
  }

  private void useCases() {
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
    useCases.put(
        "suspend",
        () -> {
          active();
          ticket(null);
          return post(platform, "/api/v1/tenants/" + TENANT + ":suspend", null);
        });
    useCases.put(
        "resume",
        () -> {
          platform.post("/api/v1/tenants/" + TENANT + ":suspend", null);
          return post(platform, "/api/v1/tenants/" + TENANT + ":resume", null);
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
  }

  private IntSupplier post(ApiClient caller, String path, String body) {
    return () -> caller.post(path, body).status();
  }

  private void assertNeverBetween(String name, Supplier<IntSupplier> useCase, Way way) {
    IntSupplier act = prepared(useCase);
    List<String> start = rows.now();
    assertTrue(act.getAsInt() < 300, name);
    List<String> done = rows.changesSince(start);
    assertFalse(done.isEmpty(), name + " is to change something");
    for (int n = 1; ; n++) {
      assertTrue(n < MAX_STATEMENTS, name + " takes more statements than that");
      act = prepared(useCase);
      start = rows.now();
      failing.failAt(n, way);
      int status = attempted(act);
      String failed = failing.stop();
      List<String> left = rows.changesSince(start);
      String when = "%s, %s at statement %d (%s): ".formatted(name, way, n, failed);
      if (failed == null) {
        assertEquals(done, left, when);
        return;
      }
      assertTrue(left.isEmpty() || left.equals(done), () -> when + String.join("\n", left));
      assertTrue(status >= 500 || left.equals(done), when + "nothing done, but said " + status);
    }
  }

  private IntSupplier prepared(Supplier<IntSupplier> useCase) {
    clock.close();
    sql.execute("delete from stream_session where tenant_id = ?", TENANT);
    if (!READY.equals(state())) {
      platform.post("/api/v1/tenants/" + TENANT + ":resume", null);
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

  private static int attempted(IntSupplier act) {
    try {
      return act.getAsInt();
    } catch (RuntimeException ours) {
      return 500;
    }
  }

  private JsonNode active() {
    JsonNode ticket = ticket(null);
    assertEquals(200, gateway.activate(ticket).status());
    return ticket;
  }

  private JsonNode ticket(String body) {
    ApiClient.Answer answer = acme.post(TOKEN, body);
    assertEquals(201, answer.status(), answer.toString());
    return answer.body();
  }

  private static String id(JsonNode ticket) {
    return ticket.path("session").path("id").asText();
  }
}
