package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.platform.Database;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Leases after a time in which no api was at work. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class OutagesTest {
  @TestHTTPResource URI base;
  @Inject Database database;
  @Inject SessionSweeper sweeper;
  @Inject Sessions sessions;

  private GatewayCalls gateway;
  private Watching acme;
  private Watching globex;

  @BeforeEach
  void two_tenants() {
    gateway = new GatewayCalls(base);
    acme = Watching.in("outage-acme", base, database);
    globex = Watching.in("outage-globex", base, database);
  }

  @Test
  void who_watched_all_the_while_goes_on_when_the_api_is_back() {
    JsonNode watched = acme.active(acme.admin);
    JsonNode vanished = acme.active(acme.admin);
    awaySince("5 hours", lapsed(watched, "4 hours"), lapsed(vanished, "4 hours"));
    JsonNode cut = gateway.heartbeat("outage-acme/" + Watching.id(watched)).body().path("cut");
    assertEquals(0, cut.size(), cut.toString());
    assertUpTo(45, acme.leaseSeconds(watched));
    assertUpTo(45, acme.leaseSeconds(vanished));
    // From here the lease runs as ever: whom no heartbeat names is over in 45 s.
    acme.set(vanished, "lease_expires_at = clock_timestamp() - interval '1 second'");
    sweeper.sweep();
    assertEquals("expired/lease_lapsed", acme.stored(vanished));
    assertEquals("active/null", acme.stored(watched));
  }

  @Test
  void who_came_in_the_last_seconds_before_the_outage_goes_on_too() {
    JsonNode early = acme.active(acme.admin);
    JsonNode last = acme.active(acme.admin);
    JsonNode ending = acme.active(acme.admin);
    awaySince(
        "5 hours",
        lapsed(early, "4 hours 20 minutes"),
        // After the api noted for the last time that it is at work, and before it was away.
        lapsed(last, "4 hours 14 minutes"),
        issued(last, "4 hours 58 minutes"),
        lapsed(ending, "4 hours 57 minutes"));
    sweeper.sweep();
    assertEquals("active/null", acme.stored(early));
    assertEquals("active/null", acme.stored(last));
    assertEquals("active/null", acme.stored(ending), "it lapsed, and nobody came after");
  }

  @Test
  void the_sweeper_does_not_expire_what_an_outage_let_lapse() {
    JsonNode watched = acme.active(acme.admin);
    awaySince("5 hours", lapsed(watched, "4 hours"));
    sweeper.sweep();
    assertEquals("active/null", acme.stored(watched));
  }

  @Test
  void a_sweep_that_was_frozen_itself_goes_on_with_nobody_expired() {
    JsonNode watched = acme.active(acme.admin);
    awaySince("5 hours", lapsed(watched, "4 hours"));
    // The sweep's second half: its first one, which would see the outage, was before it.
    sessions.expire(500);
    assertEquals("active/null", acme.stored(watched));
    sweeper.sweep();
    assertEquals("active/null", acme.stored(watched));
  }

  @Test
  void what_had_lapsed_before_the_outage_stays_lapsed() {
    JsonNode lapsed = acme.active(acme.admin);
    awaySince("5 hours", lapsed(lapsed, "6 hours"));
    sweeper.sweep();
    assertEquals("expired/lease_lapsed", acme.stored(lapsed));
  }

  @Test
  void a_slot_that_somebody_else_took_meanwhile_is_not_taken_twice() {
    JsonNode watched = acme.active(acme.admin);
    JsonNode others = globex.active(globex.admin);
    JsonNode newcomer = acme.ticket(acme.admin);
    String before = "issued_at = clock_timestamp() - interval '1 day'";
    acme.set(watched, before);
    globex.set(others, before);
    awaySince("5 hours", lapsed(watched, "4 hours"), lapsed(others, "4 hours"));
    sweeper.sweep();
    assertEquals("expired/lease_lapsed", acme.stored(watched));
    assertEquals("issued/null", acme.stored(newcomer));
    assertEquals("active/null", globex.stored(others), "nobody new came to that tenant");
  }

  @Test
  void the_hard_end_stays_where_it_was() {
    JsonNode ending = acme.active(acme.admin);
    awaySince(
        "5 hours",
        lapsed(ending, "4 hours"),
        "update stream_session set hard_end_at = clock_timestamp() + interval '20 seconds'"
            + " where session_id = '%s'".formatted(Watching.id(ending)));
    sweeper.sweep();
    assertUpTo(20, acme.leaseSeconds(ending));
  }

  @Test
  void while_the_api_is_at_work_leases_lapse() {
    JsonNode lapsed = acme.active(acme.admin);
    acme.set(lapsed, "lease_expires_at = clock_timestamp() - interval '1 second'");
    JsonNode cut = gateway.heartbeat("outage-acme/" + Watching.id(lapsed)).body().path("cut");
    assertEquals("lease_lapsed", cut.path(0).path("reason").asText(), cut.toString());
    assertTrue(cut.path(0).path("expired").asBoolean(), cut.toString());
  }

  @Test
  void whose_page_had_left_is_given_nothing() {
    JsonNode left = acme.active(acme.admin);
    String path = "/api/v1/sessions/" + Watching.id(left) + "/leave";
    String body = "{\"tokenId\":\"%s\"}".formatted(left.path("tokenId").asText());
    assertEquals(200, acme.admin.post(path, body).status());
    awaySince("5 hours", lapsed(left, "4 hours"));
    sweeper.sweep();
    assertEquals("expired/viewer_left", acme.stored(left));
  }

  private static String issued(JsonNode ticket, String ago) {
    return "update stream_session set issued_at = clock_timestamp() - interval '%s'".formatted(ago)
        + " where session_id = '%s'".formatted(Watching.id(ticket));
  }

  private static String lapsed(JsonNode ticket, String ago) {
    return "update stream_session set issued_at = clock_timestamp() - interval '1 day',"
        + " lease_expires_at = clock_timestamp() - interval '%s' where session_id = '%s'"
            .formatted(ago, Watching.id(ticket));
  }

  /** Longer than {@code %test.atalaya.outage-gap}. */
  private void awaySince(String ago, String... meanwhile) {
    database.acrossTenants(handle -> {
      for (String statement : meanwhile) {
        handle.execute(statement);
      }
      return handle.execute(
          "update control_plane set seen_at = clock_timestamp() - interval '%s'".formatted(ago));
    });
  }

  private static void assertUpTo(int seconds, int actual) {
    assertTrue(actual > 0 && actual <= seconds, actual + " s left, not " + seconds);
  }
}
