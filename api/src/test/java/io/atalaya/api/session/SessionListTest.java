package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.NestedLoops;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.platform.Database;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.api.platform.TimeRange;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.TenantId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /sessions}: which are shown, in which order, and what that costs. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class SessionListTest {
  private static final UUID VERA = UUID.fromString("00000000-0000-7000-8000-00000000000a");
  private static final UUID GUS = UUID.fromString("00000000-0000-7000-8000-00000000000b");
  private static final Optional<String> NOT_SAID = Optional.empty();
  private static final Pattern SKIPPED = Pattern.compile("Rows Removed by Filter: (\\d+)");
  private static final TimeRange EVER = TimeRange.of(null, null);

  @TestHTTPResource URI base;
  @Inject Database database;
  @Inject Sessions sessions;

  @ConfigProperty(name = "ATALAYA_DB_URL")
  String url;

  @ConfigProperty(name = "ATALAYA_DB_OWNER_USER")
  String owner;

  @ConfigProperty(name = "ATALAYA_DB_OWNER_PASSWORD")
  String ownerPassword;

  private String tenant;
  private ApiClient boss;
  private Instant now;

  @BeforeEach
  void a_tenant() {
    tenant = "lst-" + UUID.randomUUID().toString().substring(24);
    boss = ApiClient.at(base).asAdminOf(tenant, "starter");
    now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    // Tests with a clock of their own leave some behind, which grow older every day.
    database.acrossTenants(handle ->
        handle.execute(
            "delete from stream_session"
                + " where requested_at < clock_timestamp() - interval '300 days'"));
  }

  @AfterEach
  void leave_no_history() {
    database.acrossTenants(
        handle -> handle.execute("delete from stream_session where tenant_id like 'lst-%'"));
  }

  @Test
  void filters_narrow_by_state_camera_person_time_and_reason() {
    over("lobby", VERA, "ended", "viewer", 1);
    over("lobby", GUS, "expired", "lease_lapsed", 2);
    over("yard", VERA, "ended", "admin", 3);
    live("yard", VERA, "active", 60);
    assertEquals("active/yard ended/lobby expired/lobby ended/yard", shown(""));
    assertEquals("active/yard", shown("?state=active"));
    assertEquals("active/yard expired/lobby", shown("?state=active&state=expired"));
    assertEquals("ended/lobby expired/lobby", shown("?cameraId=lobby"));
    assertEquals("expired/lobby", shown("?userId=" + GUS));
    assertEquals("ended/yard", shown("?reason=admin"));
    assertEquals("", shown("?reason=nobody%20said%20so"));
    Instant before = now.minus(Duration.ofMinutes(150));
    assertEquals("ended/yard", shown("?to=" + before));
    assertEquals("active/yard ended/lobby expired/lobby", shown("?from=" + before));
    assertEquals("ended/lobby", shown("?cameraId=lobby&state=ended&userId=" + VERA));
  }

  @Test
  void who_watched_at_a_moment_is_found_whenever_they_began() {
    Instant began = now.minus(Duration.ofHours(3));
    Instant ended = now.minus(Duration.ofHours(2));
    SessionHistory.of(database, tenant, "lobby", VERA)
        .over(began.minusSeconds(1), began, ended, "ended", "viewer");
    live("lobby", GUS, "active", 60);
    assertEquals("", shown("?watchedAt=" + began.minusMillis(1)));
    assertEquals("ended/lobby", shown("?watchedAt=" + began));
    assertEquals("ended/lobby", shown("?watchedAt=" + ended.minusMillis(1)));
    assertEquals("", shown("?watchedAt=" + ended));
    assertEquals("active/lobby", shown("?cameraId=lobby&watchedAt=" + now));
    assertEquals("", shown("?cameraId=yard&watchedAt=" + now));
    assertEquals("", shown("?watchedAt=" + now.plus(Duration.ofHours(1))));
  }

  @Test
  void a_session_whose_time_ran_out_is_listed_as_what_it_is_although_nobody_swept() {
    live("lobby", VERA, "active", -1);
    live("yard", VERA, "issued", -1);
    live("gate", VERA, "active", 60);
    assertEquals("active/gate", shown("?state=active"));
    assertEquals("expired/lobby expired/yard", sorted(shown("?state=expired")));
    assertEquals("expired/lobby", shown("?reason=lease_lapsed"));
    assertEquals("expired/yard", shown("?reason=never_claimed"));
    JsonNode item = boss.get("/api/v1/sessions?cameraId=lobby").body().path("items").get(0);
    assertEquals("lease_lapsed", item.path("endReason").asText());
    assertFalse(item.has("leaseExpiresAt"));
  }

  @Test
  void pages_show_each_once_newest_first_also_those_of_one_moment() {
    for (int i = 0; i < 5; i++) {
      over("lobby", VERA, "ended", "viewer", 1);
      over("yard", VERA, "ended", "viewer", 2);
    }
    live("gate", VERA, "active", 60);
    live("gate", VERA, "issued", 20);
    var seen = new ArrayList<String>();
    var times = new ArrayList<Instant>();
    String cursor = "";
    do {
      JsonNode page = boss.get("/api/v1/sessions?limit=3" + cursor).body();
      assertTrue(page.path("items").size() <= 3);
      page.path("items")
          .forEach(item -> {
            seen.add(item.path("id").asText());
            times.add(Instant.parse(item.path("requestedAt").asText()));
          });
      cursor = page.has("nextCursor") ? "&cursor=" + page.path("nextCursor").asText() : "";
    } while (!cursor.isEmpty());
    assertEquals(12, seen.size());
    assertEquals(12, new TreeSet<>(seen).size());
    assertEquals(times.stream().sorted(java.util.Comparator.reverseOrder()).toList(), times);
  }

  @Test
  void people_see_their_own_and_the_platform_sees_all() {
    String password = "vera-and-a-long-password";
    boss.post(
        "/api/v1/users",
        "{\"username\":\"vera\",\"displayName\":\"Vera\",\"role\":\"viewer\",\"password\":\"%s\"}"
            .formatted(password));
    ApiClient vera = ApiClient.at(base).signedIn(tenant, "vera", password);
    UUID own = UUID.fromString(vera.get("/api/v1/me").body().path("userId").asText());
    over("lobby", own, "ended", "viewer", 1);
    over("yard", GUS, "ended", "viewer", 1);
    assertEquals(1, vera.get("/api/v1/sessions").body().path("items").size());
    assertEquals(0, vera.get("/api/v1/sessions?userId=" + GUS).body().path("items").size());
    ApiClient admin = ApiClient.at(base).asPlatformAdmin();
    ApiClient other = ApiClient.at(base).asAdminOf("lst-other");
    String query = "/api/v1/sessions?userId=" + own;
    assertEquals(1, admin.get(query).body().path("items").size());
    assertEquals(1, admin.with("Tenant-Id", tenant).get(query).body().path("items").size());
    assertEquals(0, other.get(query).body().path("items").size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?state=active&state=x",
        "?userId=x",
        "?from=x",
        "?watchedAt=x",
        "?watchedAt=%2B10000-01-01T00:00:00Z",
        "?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
        "?cursor=YQpi"
      })
  void a_malformed_look_up_is_a_400(String query) {
    ApiClient.Answer refused = boss.get("/api/v1/sessions" + query);
    assertEquals(400, refused.status(), refused.toString());
    assertEquals("validation_failed", refused.code());
  }

  @Test
  @Tag("nightly")
  void a_page_of_a_large_history_reads_little_more_than_a_page() throws SQLException {
    ApiClient.at(base).asAdminOf("lst-large");
    history(tenant);
    history("lst-large");
    analyzed();
    var camera = Optional.of(new CameraId("camera-7"));
    var person = Optional.of(UUID.fromString("00000000-0000-7000-8000-000000000007"));
    var anybody =
        new SessionFilter(
            Set.of(), Optional.empty(), Optional.empty(), EVER, NOT_SAID, Optional.empty());
    List.of(
            anybody,
            new SessionFilter(
                Set.of(SessionPhase.ENDED),
                Optional.empty(),
                Optional.empty(),
                TimeRange.of(null, now.minus(Duration.ofDays(30))),
                NOT_SAID,
                Optional.empty()),
            new SessionFilter(Set.of(), camera, Optional.empty(), EVER, NOT_SAID, Optional.empty()),
            new SessionFilter(Set.of(), Optional.empty(), person, EVER, NOT_SAID, Optional.empty()),
            new SessionFilter(
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                EVER,
                Optional.of("admin"),
                Optional.empty()))
        .forEach(this::assertReadsLittle);
  }

  /** 100,000 sessions of two tenants; looked for are 1 of 2, of 50, of 100, of 1,000 of them. */
  private void history(String whose) {
    database.acrossTenants(handle ->
        handle.execute(
            """
            insert into stream_session (tenant_id, session_id, camera_id, user_id, username, state,
              requested_at, issued_at, lease_expires_at)
            select ?, gen_random_uuid(), 'camera-' || i % 50,
              ('00000000-0000-7000-8000-' || lpad((i % 100)::text, 12, '0'))::uuid, 'vera',
              'issued', t, t, t
            from generate_series(1, 50000) as i,
              lateral (select clock_timestamp() - i * interval '1 minute' as t) as at
            """,
            whose));
    database.acrossTenants(handle ->
        handle.execute(
            """
            update stream_session set state = 'ended', ended_at = issued_at, end_reason =
              case when (extract(epoch from issued_at)::bigint / 60) % 1000 = 0 then 'admin'
                else 'viewer' end
            where tenant_id = ? and state = 'issued'
            """,
            whose));
  }

  private void assertReadsLittle(SessionFilter filter) {
    String plan = plan(filter);
    assertFalse(plan.contains("Seq Scan"), plan);
    long skipped =
        SKIPPED
            .matcher(plan)
            .results()
            .mapToLong(removed -> Long.parseLong(removed.group(1)))
            .sum();
    assertTrue(skipped < 500, filter + "\n" + plan);
  }

  @Test
  void what_was_over_before_the_retention_is_forgotten_in_batches() {
    for (int days : List.of(399, 401, 402, 403)) {
      over("lobby", VERA, "ended", "viewer", days * 24);
    }
    assertEquals(2, sessions.forget(Duration.ofDays(400), 2));
    assertEquals(2, boss.get("/api/v1/sessions").body().path("items").size());
    assertEquals(1, sessions.forget(Duration.ofDays(400), 2));
    assertEquals(0, sessions.forget(Duration.ofDays(400), 2));
    assertEquals(1, boss.get("/api/v1/sessions").body().path("items").size());
  }

  /** A nested loop asks a subselect again for each row, and each time it passes over others. */
  @Test
  void a_batch_is_no_larger_however_the_database_joins() {
    for (int days : List.of(404, 403, 402, 401)) {
      over("lobby", VERA, "ended", "viewer", days * 24);
    }
    QuarkusTransaction.requiringNew()
        .run(() -> {
          database.acrossTenants(NestedLoops::only);
          assertEquals(2, sessions.forget(Duration.ofDays(400), 2));
        });
  }

  private String plan(SessionFilter filter) {
    var page = new PageRequest(50, List.of());
    List<String> lines =
        database.inTenant(
            new TenantId(tenant),
            handle ->
                SessionListStore.bound(
                        handle.createQuery(
                            "explain (analyze) "
                                + SessionListStore.sql("tenant_id = :tenant", filter, page)),
                        filter,
                        page)
                    .bind("tenant", tenant)
                    .mapTo(String.class)
                    .list());
    return String.join("\n", lines);
  }

  /** Statistics, as autovacuum would make them in a minute. */
  private void analyzed() throws SQLException {
    try (var connection = DriverManager.getConnection(url, owner, ownerPassword);
        var statement = connection.createStatement()) {
      statement.execute("analyze stream_session");
    }
  }

  private String shown(String query) {
    ApiClient.Answer answer = boss.get("/api/v1/sessions" + query);
    assertEquals(200, answer.status(), answer.toString());
    var found = new ArrayList<String>();
    answer
        .body()
        .path("items")
        .forEach(
            item -> found.add(item.path("state").asText() + "/" + item.path("cameraId").asText()));
    return String.join(" ", found);
  }

  private static String sorted(String words) {
    return String.join(" ", new TreeSet<>(List.of(words.split(" ", -1))));
  }

  private void over(String camera, UUID user, String state, String reason, int hoursAgo) {
    Instant at = now.minus(Duration.ofHours(hoursAgo));
    SessionHistory.of(database, tenant, camera, user).over(at, null, at, state, reason);
  }

  private void live(String camera, UUID user, String state, int leaseSeconds) {
    SessionHistory.of(database, tenant, camera, user)
        .live(now, state.equals("active"), now.plusSeconds(leaseSeconds));
  }
}
