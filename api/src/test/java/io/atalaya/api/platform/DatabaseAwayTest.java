package io.atalaya.api.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.atalaya.api.ApiClient;
import io.atalaya.api.FailingStatements;
import io.atalaya.api.FailingStatements.Way;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.TestSql;
import io.atalaya.api.Until;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database that cannot serve now is no mistake of the request, nor of ours: try again. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
final class DatabaseAwayTest {
  private static final String TENANT = "dbaway";
  private static final String CAMERA = "/api/v1/cameras/lobby";
  private static final String SOURCE = "{\"source\":\"rtsp://10.1.2.3/s\"}";

  @TestHTTPResource URI base;

  @TestHTTPResource(value = "/", management = true)
  URI management;

  @Inject AgroalDataSource pool;
  @Inject Jdbi jdbi;

  @ConfigProperty(name = "quarkus.datasource.jdbc.max-size")
  int connections;

  @ConfigProperty(name = "ATALAYA_DB_URL")
  String url;

  @ConfigProperty(name = "ATALAYA_DB_OWNER_USER")
  String ownerName;

  @ConfigProperty(name = "ATALAYA_DB_OWNER_PASSWORD")
  String ownerPassword;

  private final ExecutorService second = Executors.newSingleThreadExecutor();
  private TestSql sql;
  private ApiClient admin;

  @BeforeEach
  void a_tenant() {
    admin = ApiClient.at(base).asAdminOf(TENANT);
    sql = TestSql.ofRunningApi();
    admin.put(CAMERA, SOURCE);
  }

  @AfterEach
  void close() {
    sql.close();
    second.shutdownNow();
  }

  @Test
  void a_pool_that_is_exhausted_is_a_503() throws Exception {
    List<Connection> taken = new ArrayList<>();
    try {
      for (int i = 0; i < connections; i++) {
        taken.add(pool.getConnection());
      }
      assertAway(admin.get(CAMERA));
      assertAliveButNotReady();
    } finally {
      for (Connection connection : taken) {
        connection.close();
      }
    }
    assertEquals(200, admin.get(CAMERA).status());
    assertReadyAgain();
  }

  /** As a server that restarts ends them: in the middle of a statement. */
  @Test
  void a_request_whose_connection_was_ended_by_the_server_is_a_503() throws Exception {
    var before = admin.get(CAMERA).body();
    Future<ApiClient.Answer> answer;
    try (Handle lock = sql.open()) {
      lock.begin();
      lock.execute("set local role atalaya_platform");
      lock.execute("select from tenant where tenant_id = ? for no key update", TENANT);
      answer = second.submit(() -> admin.patch(CAMERA, "{\"name\":\"Another\"}"));
      Until.holds("it waits for the lock", () -> sql.blocked() > 0);
      sql.terminate(
          sql.number(
              """
              select pid from pg_stat_activity
              where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0
              """));
      lock.rollback();
    }
    assertAway(answer.get(20, TimeUnit.SECONDS));
    assertEquals(before.path("name"), admin.get(CAMERA).body().path("name"));
  }

  /** Wherever it is lost, commit included; nothing is half done. */
  @Test
  void a_connection_lost_at_any_statement_is_a_503() {
    try (FailingStatements failing = FailingStatements.in(jdbi, sql)) {
      int lost = 0;
      String failed = "";
      for (int n = 1; failed != null; n++) {
        failing.failAt(n, Way.CONNECTION_LOST);
        ApiClient.Answer answer = admin.patch(CAMERA, "{\"name\":\"Name %d\"}".formatted(n));
        failed = failing.stop();
        if (failed != null) {
          assertEquals(503, answer.status(), "at %d (%s): %s".formatted(n, failed, answer));
          assertAway(answer);
          lost++;
        }
      }
      assertTrue(lost > 5, "only " + lost);
    }
  }

  @Test
  void a_server_that_takes_no_connections_is_a_503_until_it_does() throws Exception {
    try (Connection owner = DriverManager.getConnection(url, ownerName, ownerPassword);
        Handle app = sql.open()) {
      owner.createStatement().execute("alter database atalaya connection limit 0");
      try {
        app.select(
                """
                select count(pg_terminate_backend(pid)) from pg_stat_activity
                where datname = current_database() and application_name = 'atalaya-api'
                """)
            .mapTo(Integer.class)
            .one();
        assertAway(admin.get(CAMERA));
        assertAway(
            ApiClient.at(base)
                .post("/api/v1/auth/login", "{\"username\":\"admin\",\"password\":\"x\"}"));
        assertAliveButNotReady();
      } finally {
        owner.createStatement().execute("alter database atalaya connection limit -1");
      }
    }
    Until.holds("it is back", () -> admin.get(CAMERA).status() == 200);
    assertReadyAgain();
  }

  /** Whoever restarts an api because its database is away makes a second outage of one. */
  private void assertAliveButNotReady() {
    ApiClient.Answer ready = ApiClient.at(management).get("/q/health/ready");
    assertEquals(503, ready.status(), ready.toString());
    for (var check : ready.body().path("checks")) {
      boolean isDatabase = check.path("name").asText().equals("database");
      assertEquals(isDatabase ? "DOWN" : "UP", check.path("status").asText(), check.toString());
    }
    assertEquals(200, ApiClient.at(management).get("/q/health/live").status());
  }

  private void assertReadyAgain() {
    Until.holds(
        "it is ready again", () -> ApiClient.at(management).get("/q/health/ready").status() == 200);
  }

  private static void assertAway(ApiClient.Answer answer) {
    assertEquals(503, answer.status(), answer.toString());
    assertEquals("database_unavailable", answer.code());
    assertEquals("2", answer.header("Retry-After"));
  }
}
