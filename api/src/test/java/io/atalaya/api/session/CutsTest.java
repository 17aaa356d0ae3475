package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.Until;
import io.atalaya.api.platform.Database;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a gateway is told when it asks which of its sessions ended. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class CutsTest {
  private static final String NODE = "gateway-1";

  @TestHTTPResource URI base;
  @Inject Database database;
  @Inject SessionSweeper sweeper;

  private GatewayCalls gateway;
  private Watching acme;
  private Watching globex;

  @BeforeEach
  void two_tenants() {
    gateway = new GatewayCalls(base);
    acme = Watching.in("cuts-acme", base, database);
    globex = Watching.in("cuts-globex", base, database);
  }

  @Test
  void the_gateway_that_serves_a_session_is_told_that_it_ended_and_why() {
    JsonNode ended = acme.active(acme.admin);
    JsonNode lapsed = globex.active(globex.admin);
    JsonNode alive = acme.active(acme.admin);
    JsonNode neverThere = acme.ticket(acme.admin);
    JsonNode first = gateway.cuts(NODE, null).body();
    assertEquals(0, first.path("cut").size(), "only where to begin: " + first);
    long after = first.path("next").asLong();

    end(ended);
    end(neverThere);
    globex.set(lapsed, "lease_expires_at = clock_timestamp() - interval '1 second'");
    sweeper.sweep();

    Map<String, String> told = told(gateway.cuts(NODE, after));
    assertEquals("ended: seen enough", told.get(Watching.id(ended)));
    assertEquals("expired: lease_lapsed", told.get(Watching.id(lapsed)));
    assertFalse(told.containsKey(Watching.id(alive)), told.toString());
    assertFalse(told.containsKey(Watching.id(neverThere)), "no gateway had it: " + told);
    assertEquals(Map.of(), told(gateway.cuts("gateway-2", after)), "another gateway's");
  }

  @Test
  void nothing_is_told_for_ever() {
    JsonNode ended = acme.active(acme.admin);
    long[] after = {gateway.cuts(NODE, null).body().path("next").asLong()};
    end(ended);
    Until.holds(
        "told, and then no more",
        () -> {
          ApiClient.Answer answer = gateway.cuts(NODE, after[0]);
          after[0] = answer.body().path("next").asLong();
          return told(answer).isEmpty();
        });
    assertEquals(Map.of(), told(gateway.cuts(NODE, after[0])));
  }

  @Test
  void an_end_that_commits_late_is_not_skipped() {
    JsonNode late = acme.active(acme.admin);
    JsonNode prompt = acme.active(acme.admin);
    long after = gateway.cuts(NODE, null).body().path("next").asLong();
    QuarkusTransaction.begin();
    acme.set(late, "state = 'ended', ended_at = clock_timestamp(), end_reason = 'late'");
    // Meanwhile another session ends, and the gateway learns of that and asks from there on.
    end(prompt);
    ApiClient.Answer meanwhile = gateway.cuts(NODE, after);
    assertTrue(told(meanwhile).containsKey(Watching.id(prompt)), meanwhile.toString());
    assertFalse(told(meanwhile).containsKey(Watching.id(late)), meanwhile.toString());
    QuarkusTransaction.commit();
    ApiClient.Answer next = gateway.cuts(NODE, meanwhile.body().path("next").asLong());
    assertEquals("ended: late", told(next).get(Watching.id(late)), next.toString());
  }

  @Test
  void only_a_gateway_may_ask_and_only_in_our_words() {
    assertEquals(401, acme.admin.get("/internal/v1/cuts").status());
    assertEquals(401, ApiClient.at(base).get("/internal/v1/cuts").status());
    ApiClient.Answer malformed = gateway.signed().get("/internal/v1/cuts?after=x");
    assertEquals(400, malformed.status());
    assertEquals("validation_failed", malformed.code());
  }

  private void end(JsonNode ticket) {
    String path = "/api/v1/sessions/" + Watching.id(ticket) + "/end";
    assertEquals(200, acme.admin.post(path, "{\"reason\":\"seen enough\"}").status());
  }

  /** How and why, by session. */
  private static Map<String, String> told(ApiClient.Answer answer) {
    assertEquals(200, answer.status(), answer.toString());
    var told = new HashMap<String, String>();
    for (JsonNode cut : answer.body().path("cut")) {
      String how = cut.path("expired").asBoolean() ? "expired: " : "ended: ";
      told.put(cut.path("sessionId").asText(), how + cut.path("reason").asText());
    }
    return told;
  }
}
