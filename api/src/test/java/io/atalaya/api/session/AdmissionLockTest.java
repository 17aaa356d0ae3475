package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.DatabaseClock;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.TestSql;
import io.atalaya.api.identity.Caller;
import io.atalaya.api.identity.Role;
import io.atalaya.api.platform.Database;
import io.atalaya.api.tenant.Tenants;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.TenantId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What waits for a lock decides by what is so when it has the lock, and to the microsecond: who
 * else was admitted meanwhile, and what time it is.
 */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class AdmissionLockTest {
  private static final TenantId TENANT = new TenantId("adm-lock");
  private static final String TENANT_PATH = "/api/v1/tenants/" + TENANT;
  private static final String LOBBY = "/api/v1/cameras/lobby";
  private static final String TAB = "{\"clientInstanceId\":\"tab-1\"}";

  /** What takes the right to watch away. */
  enum Taking {
    REVOCATION,
    ROLE,
    REMOVAL,
    SUSPENSION,
    SWITCHED_OFF,
    DELETED
  }

  @TestHTTPResource URI base;
  @Inject Database database;
  @Inject Tenants tenants;
  @Inject Admission admission;
  @Inject SessionStore store;

  private final ExecutorService threads = Executors.newSingleThreadExecutor();
  private TestSql sql;
  private DatabaseClock clock;
  private GatewayCalls gateway;
  private Watching acme;
  private ApiClient platform;
  private Instant now;

  /** One stream in all. */
  @BeforeEach
  void a_tenant_with_one_slot() {
    sql = TestSql.ofRunningApi();
    sql.execute(
        "update tenant set state = 'active' where tenant_id = ? and state = 'suspended'",
        TENANT.value());
    platform = ApiClient.at(base).asPlatformAdmin();
    gateway = new GatewayCalls(base);
    acme = Watching.in(TENANT.value(), base, database);
    acme.admin.patch(LOBBY, "{\"enabled\":true}");
    platform.patch(TENANT_PATH, "{\"overrides\":{\"maxConcurrentStreams\":1}}");
    clock = DatabaseClock.ofRunningApi();
    now = Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  @AfterEach
  void time_goes_on() {
    threads.shutdownNow();
    clock.close();
    sql.close();
  }

  @Test
  void a_slot_that_falls_free_while_one_waits_for_the_tenant_is_taken() {
    JsonNode first = acme.ticket(acme.admin);
    ApiClient.Answer second =
        behind(
            () -> tenants.lockTermsNow(TENANT),
            () -> acme.admin.post(LOBBY + "/stream-token", null),
            SessionDecision.CLAIM_WINDOW);
    assertEquals(201, second.status(), second.toString());
    assertNotEquals(Watching.id(first), Watching.id(second.body()));
  }

  @Test
  void a_session_whose_time_runs_out_while_one_waits_for_it_is_over() {
    JsonNode ticket = acme.ticket(acme.admin);
    var id = new SessionId(UUID.fromString(Watching.id(ticket)));
    ApiClient.Answer late =
        behind(
            () -> store.lock(TENANT, id),
            () -> gateway.activate(ticket),
            SessionDecision.CLAIM_WINDOW);
    assertEquals(410, late.status(), late.toString());
    assertEquals("never_claimed", late.body().at("/details/reason").asText());
  }

  @Test
  void a_slot_is_held_to_the_last_microsecond_of_its_lease_and_free_from_then_on() {
    clock.stopAt(now);
    acme.ticket(acme.admin);
    Instant lapses = now.plus(SessionDecision.CLAIM_WINDOW);
    clock.stopAt(lapses.minus(1, ChronoUnit.MICROS));
    assertEquals(409, acme.admin.post(LOBBY + "/stream-token", null).status());
    clock.stopAt(lapses);
    assertEquals(201, acme.admin.post(LOBBY + "/stream-token", null).status());
  }

  @Test
  void a_page_goes_on_to_the_last_microsecond_of_its_lease_and_begins_anew_from_then_on() {
    clock.stopAt(now);
    String first = Watching.id(acme.admin.post(LOBBY + "/stream-token", TAB).body());
    Instant lapses = now.plus(SessionDecision.CLAIM_WINDOW);
    clock.stopAt(lapses.minus(1, ChronoUnit.MICROS));
    assertEquals(first, Watching.id(acme.admin.post(LOBBY + "/stream-token", TAB).body()));
    clock.stopAt(lapses.minus(1, ChronoUnit.MICROS).plus(SessionDecision.CLAIM_WINDOW));
    ApiClient.Answer anew = acme.admin.post(LOBBY + "/stream-token", TAB);
    assertEquals(201, anew.status(), anew.toString());
    assertNotEquals(first, Watching.id(anew.body()));
  }

  @ParameterizedTest
  @EnumSource
  void who_is_being_admitted_is_seen_by_what_takes_the_right_away(Taking taking) {
    acme.person(base, "vera", "viewer");
    String vera = acme.userId("vera");
    var caller =
        new Caller(
            Caller.Kind.PERSON,
            UUID.fromString(vera),
            "vera",
            "Vera",
            Role.VIEWER,
            Optional.of(TENANT),
            Optional.of(TENANT));
    ApiClient.Answer taken =
        behind(
            () -> admission.admit(caller, new Wish(new CameraId("lobby"), null), Set.of()),
            () ->
                switch (taking) {
                  case REVOCATION ->
                      acme.admin.post("/api/v1/revocations", "{\"userId\":\"" + vera + "\"}");
                  case ROLE -> acme.admin.patch("/api/v1/users/" + vera, "{\"role\":\"auditor\"}");
                  case REMOVAL -> acme.admin.delete("/api/v1/users/" + vera);
                  case SUSPENSION -> platform.post(TENANT_PATH + ":suspend", null);
                  case SWITCHED_OFF -> acme.admin.patch(LOBBY, "{\"enabled\":false}");
                  case DELETED -> acme.admin.delete(LOBBY);
                },
            Duration.ZERO);
    assertEquals(2, taken.status() / 100, taken.toString());
    assertEquals(
        "ended/"
            + switch (taking) {
              case REVOCATION, ROLE, REMOVAL -> "revoked";
              case SUSPENSION -> "tenant_suspended";
              case SWITCHED_OFF -> "camera_disabled";
              case DELETED -> "camera_deleted";
            },
        sql.text(
            "select state || '/' || coalesce(end_reason, 'null') from stream_session"
                + " where tenant_id = ?",
            TENANT.value()));
    acme.admin.delete("/api/v1/users/" + vera);
  }

  /** Whatever ended sessions might have missed. */
  @Test
  void a_token_and_an_activation_ask_for_tenant_and_camera_again() {
    String path =
        "/api/v1/sessions/"
            + acme.admin
                .post("/api/v1/sessions", "{\"cameraId\":\"lobby\"}")
                .body()
                .path("id")
                .asText();
    JsonNode ticket = acme.ticket(acme.admin);
    sql.execute("update camera set enabled = false where tenant_id = ?", TENANT.value());
    assertEquals("camera_disabled", acme.admin.post(path + "/token", null).code());
    assertEquals("camera_disabled", gateway.activate(ticket).code());
    sql.execute("update camera set enabled = true where tenant_id = ?", TENANT.value());
    sql.execute("update tenant set state = 'suspended' where tenant_id = ?", TENANT.value());
    assertEquals("tenant_suspended", acme.admin.post(path + "/token", null).code());
    assertEquals("tenant_suspended", gateway.activate(ticket).code());
    sql.execute("update tenant set state = 'active' where tenant_id = ?", TENANT.value());
    assertEquals(200, gateway.activate(ticket).status());
  }

  /**
   * Starts {@code second} when {@code first} is done and not committed; commits when the second
   * waits, or is through, and time has passed.
   */
  private ApiClient.Answer behind(
      Runnable first, Supplier<ApiClient.Answer> second, Duration time) {
    Future<ApiClient.Answer> waiting =
        QuarkusTransaction.requiringNew()
            .call(() -> {
              first.run();
              Future<ApiClient.Answer> started = threads.submit(second::get);
              while (!started.isDone() && sql.blocked() == 0) {
                TestSql.pause();
              }
              clock.pass(time);
              return started;
            });
    try {
      return waiting.get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
