package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.DatabaseClock;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.platform.Database;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Use per day, from rows as they are. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class UsageTest {
  @TestHTTPResource URI base;
  @Inject Database database;

  private String tenant;
  private ApiClient boss;
  private LocalDate today;
  private DatabaseClock clock;

  @BeforeEach
  void a_tenant_with_a_camera() {
    clock = DatabaseClock.ofRunningApi();
    today = LocalDate.now(ZoneOffset.UTC);
    clock.stopAt(today.atTime(12, 0).toInstant(ZoneOffset.UTC)); // Midnight is far away.
    tenant = "use-" + UUID.randomUUID().toString().substring(24);
    boss = ApiClient.at(base).asAdminOf(tenant, "starter");
    boss.put("/api/v1/cameras/lobby", "{\"source\":\"rtsp://10.1.2.3/s\"}");
  }

  @AfterEach
  void time_goes_on() {
    clock.close();
  }

  @Test
  void minutes_sessions_peak_and_refusals_fall_on_the_days_they_belong_to() {
    LocalDate monday = today.minusDays(10);
    LocalDate tuesday = monday.plusDays(1);
    // Two at once on monday; a third that begins in the moment the second ends is no third slot.
    over(monday + "T10:00:00Z", monday + "T10:00:00Z", monday + "T11:00:00Z");
    over(monday + "T10:15:00Z", monday + "T10:30:00Z", monday + "T10:45:00Z");
    over(monday + "T10:45:00Z", null, monday + "T10:46:00Z");
    // Over midnight: 30 minutes before, 90 after.
    over(monday + "T23:29:00Z", monday + "T23:30:00Z", tuesday + "T01:30:00Z");
    refused(tuesday + "T12:00:00Z", 1);
    refused(tuesday + "T12:01:00Z", 41);

    JsonNode days = days("?from=%s&to=%s".formatted(monday.minusDays(1), tuesday));
    assertEquals(3, days.size());
    assertDay(days.get(0), monday.minusDays(1), 0.0, 0, 0, 0);
    assertDay(days.get(1), monday, 60 + 15 + 30, 3, 2, 0);
    assertDay(days.get(2), tuesday, 90, 0, 1, 42);
  }

  @Test
  void the_plan_is_told_by_its_id_and_by_the_name_people_know() {
    JsonNode usage = boss.get("/api/v1/usage").body();
    assertEquals("starter", usage.path("plan").asText(), usage.toString());
    assertEquals("Starter", usage.path("planName").asText(), usage.toString());
  }

  @Test
  void a_session_counts_until_its_end_or_lease_or_now_and_never_for_another_tenant() {
    String other = tenant;
    over(
        today.minusDays(3) + "T00:00:00Z",
        today.minusDays(3) + "T00:00:00Z",
        today.minusDays(1) + "T00:00:00Z");
    boss = ApiClient.at(base).asAdminOf(tenant + "-b", "starter");
    for (JsonNode day : days("?from=" + today.minusDays(5))) {
      assertEquals(0.0, day.path("viewerMinutes").asDouble(), day.toString());
    }
    boss = ApiClient.at(base).asAdminOf(other, "starter");
    JsonNode days = days("?from=" + today.minusDays(5));
    assertEquals(6, days.size());
    assertDay(days.get(2), today.minusDays(3), 1440, 1, 1, 0);
    assertDay(days.get(3), today.minusDays(2), 1440, 0, 1, 0);
    assertDay(days.get(4), today.minusDays(1), 0, 0, 0, 0);
  }

  @Test
  void today_tells_of_what_is_still_being_watched() {
    JsonNode ticket = boss.post("/api/v1/cameras/lobby/stream-token", null).body();
    assertEquals(200, new GatewayCalls(base).activate(ticket).status());
    boss.post("/api/v1/cameras/lobby/stream-token", null);
    clock.pass(Duration.ofSeconds(1));
    JsonNode usage = boss.get("/api/v1/usage").body().path("today");
    assertEquals(today.toString(), usage.path("day").asText());
    assertEquals(2, usage.path("peakStreams").asInt(), usage.toString());
    assertEquals(1, usage.path("sessions").asInt());
    assertEquals(0, usage.path("refusals").asInt());
    assertEquals(usage.path("peakStreams"), days("?from=" + today).get(0).path("peakStreams"));
  }

  @Test
  void one_can_look_at_the_last_thirty_days_without_asking_for_any() {
    JsonNode days = days("");
    assertEquals(30, days.size());
    assertEquals(today.toString(), days.get(29).path("day").asText());
    assertEquals(92, days("?from=" + today.minusDays(91)).size());
    ApiClient.Answer tooMany = boss.get("/api/v1/usage/days?from=" + today.minusDays(92));
    assertEquals(400, tooMany.status(), tooMany.toString());
    assertEquals(400, boss.get("/api/v1/usage/days?to=" + today.plusDays(1)).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?from=x",
        "?from=2026-02-30",
        "?from=2026-01-02&to=2026-01-01",
        "?to=-999999999-01-01"
      })
  void a_malformed_look_up_is_a_400(String query) {
    ApiClient.Answer refused = boss.get("/api/v1/usage/days" + query);
    assertEquals(400, refused.status(), refused.toString());
    assertEquals("validation_failed", refused.code());
  }

  private JsonNode days(String query) {
    ApiClient.Answer answer = boss.get("/api/v1/usage/days" + query);
    assertEquals(200, answer.status(), answer.toString());
    return answer.body().path("items");
  }

  private static void assertDay(
      JsonNode day, LocalDate date, double minutes, int sessions, int peak, int refusals) {
    assertEquals(date.toString(), day.path("day").asText());
    assertEquals(minutes, day.path("viewerMinutes").asDouble(), day.toString());
    assertEquals(sessions, day.path("sessions").asInt(), day.toString());
    assertEquals(peak, day.path("peakStreams").asInt(), day.toString());
    assertEquals(refusals, day.path("refusals").asInt(), day.toString());
    assertTrue(day.size() == 5, day.toString());
  }

  private void over(String issued, String activated, String ended) {
    SessionHistory.of(database, tenant, "lobby", UUID.randomUUID())
        .over(
            Instant.parse(issued),
            activated == null ? null : Instant.parse(activated),
            Instant.parse(ended),
            "ended",
            "viewer");
  }

  private void refused(String at, int count) {
    database.acrossTenants(handle ->
        handle.execute(
            """
            insert into audit_event (tenant_id, event_id, at, action, subject, actor_kind, details)
            values (?, gen_random_uuid(), ?::timestamptz, 'stream.refused', 'camera/lobby',
              'system', jsonb_build_object('count', ?::int))
            """,
            tenant,
            at,
            count));
  }
}
