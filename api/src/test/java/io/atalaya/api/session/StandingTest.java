package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.TestSql;
import io.atalaya.api.Until;
import io.atalaya.api.identity.Caller;
import io.atalaya.api.identity.PlatformUsers;
import io.atalaya.api.identity.Role;
import io.atalaya.api.platform.Database;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.TenantId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever was known when the request came and is out, or may watch no more, when the tenant's lock
 * is theirs. Another connection holds the lock meanwhile, so the change is always in between.
 */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class StandingTest {
  private static final String TENANT = "standing-acme";
  private static final String OTHER = "standing-globex";
  private static final String TOKEN = "/api/v1/cameras/lobby/stream-token";

  @TestHTTPResource URI base;
  @Inject Database database;
  @Inject Admission admission;
  @Inject PlatformUsers platformUsers;

  private final ExecutorService second = Executors.newSingleThreadExecutor();
  private TestSql sql;
  private Watching acme;
  private ApiClient platform;

  @BeforeEach
  void two_tenants() {
    platform = ApiClient.at(base).asPlatformAdmin();
    acme = Watching.in(TENANT, base, database);
    Watching.in(OTHER, base, database);
    sql = TestSql.ofRunningApi();
    sql.execute("delete from app_user where tenant_id = ? and username = 'vera'", TENANT);
    sql.execute("delete from app_user where tenant_id is null and username = 'paul'");
  }

  @AfterEach
  void close() {
    sql.close();
    second.shutdownNow();
  }

  /** What becomes of somebody in the meantime. */
  enum Fate {
    REMOVED,
    DEMOTED,
    KEY_REVOKED,
    PLATFORM_USER_REMOVED
  }

  /** Everything that takes a slot, or is on the way to one. */
  enum Wanting {
    REQUEST,
    ADMIT,
    ADMIT_MANY,
    MINT,
    ACTIVATE
  }

  static Stream<Arguments> all() {
    return Stream.of(Fate.values())
        .flatMap(fate -> Stream.of(Wanting.values()).map(use -> Arguments.of(fate, use)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void is_asked_again_under_the_tenants_lock(Fate fate, Wanting wanting) throws Exception {
    ApiClient somebody = somebody(fate);
    String session = session(somebody, wanting);
    int before = sessions();
    Future<ApiClient.Answer> answer;
    try (Handle lock = locked(TENANT)) {
      answer = second.submit(() -> wants(somebody, wanting, session));
      Until.holds("it waits for the lock", () -> sql.blocked() > 0);
      strike(fate);
      lock.rollback();
    }
    ApiClient.Answer refused = answer.get(20, TimeUnit.SECONDS);
    if (fate == Fate.DEMOTED) {
      assertEquals(403, refused.status(), refused.toString());
      assertEquals("permission_denied", refused.code());
      assertEquals("stream_watch", refused.body().path("details").path("action").asText());
    } else {
      assertEquals(401, refused.status(), refused.toString());
      assertEquals("unauthenticated", refused.code());
    }
    assertEquals(before, sessions(), "no row was written");
    assertEquals(
        0,
        sql.number(
            "select count(*) from stream_session where tenant_id = ? and state = 'active'",
            TENANT));
  }

  /** Somebody whose role is another one that may watch as well is let in. */
  @Test
  void a_role_that_still_allows_it_is_enough() throws Exception {
    ApiClient vera = acme.person(base, "vera", "viewer");
    Future<ApiClient.Answer> answer;
    try (Handle lock = locked(TENANT)) {
      answer = second.submit(() -> vera.post(TOKEN, null));
      Until.holds("it waits for the lock", () -> sql.blocked() > 0);
      sql.execute(
          "update app_user set role = 'operator' where tenant_id = ? and username = 'vera'",
          TENANT);
      lock.rollback();
    }
    assertEquals(201, answer.get(20, TimeUnit.SECONDS).status());
  }

  @Test
  void a_removed_platform_users_sessions_end_in_every_tenant_and_nobody_elses() {
    ApiClient paul = paul();
    JsonNode here = acme.active(paul.with("Tenant-Id", TENANT));
    JsonNode there = acme.ticket(paul.with("Tenant-Id", OTHER));
    JsonNode admins = acme.active(platform.with("Tenant-Id", TENANT));
    assertEquals(204, platform.delete("/api/v1/platform-users/" + paulsId()).status());
    assertEquals("ended/revoked", acme.stored(here));
    assertEquals("ended/revoked", acme.stored(there));
    assertEquals("active/null", acme.stored(admins));
    assertEquals(
        "revoked",
        sql.text(
            "select reason from audit_event where tenant_id = ? and action = 'session.ended'"
                + " and subject = ?",
            OTHER,
            "session/" + Watching.id(there)));
  }

  /** Deletion and admission in both orders: each waits for the other's end. */
  @Test
  void a_platform_users_removal_waits_for_an_admission_under_way_and_ends_it() throws Exception {
    paul();
    UUID id = UUID.fromString(paulsId());
    Future<ApiClient.Answer> removal;
    Admission.Admitted admitted;
    QuarkusTransaction.begin();
    try {
      admitted = admission.admit(caller(id), new Wish(new CameraId("lobby"), null), Set.of());
      removal = second.submit(() -> platform.delete("/api/v1/platform-users/" + id));
      Until.holds("it waits for the person", () -> sql.blocked() > 0);
    } finally {
      QuarkusTransaction.commit();
    }
    assertEquals(204, removal.get(20, TimeUnit.SECONDS).status());
    assertEquals(
        "ended/revoked",
        sql.text(
            "select state || '/' || end_reason from stream_session where session_id = ?",
            admitted.session().id().value()));
  }

  @Test
  void an_admission_waits_for_a_platform_users_removal_under_way() throws Exception {
    ApiClient paul = paul().with("Tenant-Id", TENANT);
    Future<ApiClient.Answer> answer;
    QuarkusTransaction.begin();
    try {
      platformUsers.delete(caller(UUID.randomUUID()), UUID.fromString(paulsId()));
      answer = second.submit(() -> paul.post(TOKEN, null));
      Until.holds("it waits for the person", () -> sql.blocked() > 0);
    } finally {
      QuarkusTransaction.commit();
    }
    assertEquals(401, answer.get(20, TimeUnit.SECONDS).status());
    assertEquals(0, sessions());
  }

  private ApiClient somebody(Fate fate) {
    return switch (fate) {
      case REMOVED, DEMOTED -> acme.person(base, "vera", "viewer");
      case KEY_REVOKED -> {
        String made =
            acme.admin
                .post("/api/v1/api-keys", "{\"name\":\"standing\",\"role\":\"api_client\"}")
                .body()
                .path("key")
                .asText();
        yield ApiClient.at(base).with("Authorization", "Bearer " + made);
      }
      case PLATFORM_USER_REMOVED -> paul().with("Tenant-Id", TENANT);
    };
  }

  private void strike(Fate fate) {
    int changed =
        switch (fate) {
          case REMOVED ->
              sql.execute("delete from app_user where tenant_id = ? and username = 'vera'", TENANT);
          case DEMOTED ->
              sql.execute(
                  "update app_user set role = 'auditor' where tenant_id = ? and username = 'vera'",
                  TENANT);
          case KEY_REVOKED -> sql.execute("delete from api_key where tenant_id = ?", TENANT);
          case PLATFORM_USER_REMOVED -> sql.execute("delete from app_user where username = 'paul'");
        };
    assertEquals(1, changed);
  }

  /** The session that is gone on with; empty where none is needed. */
  private String session(ApiClient somebody, Wanting wanting) {
    return switch (wanting) {
      case REQUEST, ADMIT, ADMIT_MANY -> "";
      case MINT ->
          somebody.post("/api/v1/sessions", "{\"cameraId\":\"lobby\"}").body().path("id").asText();
      case ACTIVATE -> Watching.id(acme.ticket(somebody));
    };
  }

  private static ApiClient.Answer wants(ApiClient somebody, Wanting wanting, String session) {
    return switch (wanting) {
      case REQUEST -> somebody.post("/api/v1/sessions", "{\"cameraId\":\"lobby\"}");
      case ADMIT -> somebody.post(TOKEN, null);
      case ADMIT_MANY ->
          somebody.post(
              "/api/v1/stream-tokens",
              "{\"cameras\":[{\"cameraId\":\"lobby\"},{\"cameraId\":\"yard\"}]}");
      case MINT -> somebody.post("/api/v1/sessions/" + session + "/token", null);
      case ACTIVATE -> somebody.post("/api/v1/sessions/" + session + "/activate", null);
    };
  }

  private Handle locked(String tenant) {
    Handle handle = sql.open();
    handle.begin();
    handle.execute("set local role atalaya_platform");
    handle.execute("select from tenant where tenant_id = ? for no key update", tenant);
    return handle;
  }

  private ApiClient paul() {
    ApiClient.Answer made =
        platform.post(
            "/api/v1/platform-users",
            """
            {"username":"paul","displayName":"Paul","role":"platform_admin",
             "password":"paul-and-a-very-long-password"}
            """);
    assertEquals(201, made.status(), made.toString());
    return ApiClient.at(base).signedIn(null, "paul", "paul-and-a-very-long-password");
  }

  private String paulsId() {
    return sql.text("select user_id::text from app_user where username = 'paul'");
  }

  private static Caller caller(UUID id) {
    return new Caller(
        Caller.Kind.PERSON,
        id,
        "paul",
        "Paul",
        Role.PLATFORM_ADMIN,
        Optional.empty(),
        Optional.of(new TenantId(TENANT)));
  }

  private int sessions() {
    return sql.number("select count(*) from stream_session where tenant_id = ?", TENANT);
  }
}
