package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.platform.Database;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Taking back the right to watch. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class RevocationsTest {
  private static final String REVOCATIONS = "/api/v1/revocations";

  @TestHTTPResource URI base;
  @Inject Database database;

  private GatewayCalls gateway;
  private Watching acme;
  private Watching globex;
  private ApiClient vera;

  @BeforeEach
  void two_tenants() {
    gateway = new GatewayCalls(base);
    acme = Watching.in("revoke-acme", base, database);
    globex = Watching.in("revoke-globex", base, database);
    vera = acme.person(base, "vera", "viewer");
  }

  @Test
  void a_token_issued_before_opens_nothing_and_one_issued_after_does() {
    JsonNode before = acme.ticket(vera);
    revoke("{\"userId\":\"%s\"}".formatted(acme.userId("vera")), 1);
    ApiClient.Answer refused = gateway.activate(before);
    assertEquals(410, refused.status(), refused.toString());
    assertEquals("session_ended", refused.code());
    assertEquals("revoked", refused.body().path("details").path("reason").asText());
    assertEquals(200, gateway.activate(acme.ticket(vera)).status(), "it is no ban");
  }

  @Test
  void a_persons_sessions_end_whatever_their_state_and_nobody_elses() {
    JsonNode requested = vera.post("/api/v1/sessions", "{\"cameraId\":\"lobby\"}").body();
    JsonNode issued = acme.ticket(vera);
    JsonNode active = acme.active(vera);
    JsonNode admins = acme.active(acme.admin);
    revoke("{\"userId\":\"%s\"}".formatted(acme.userId("vera")), 3);
    assertEquals("ended/revoked", acme.stored(issued));
    assertEquals("ended/revoked", acme.stored(active));
    String path = "/api/v1/sessions/" + requested.path("id").asText();
    assertEquals("revoked", vera.get(path).body().path("endReason").asText());
    assertEquals("active/null", acme.stored(admins));
  }

  @Test
  void a_camera_a_session_and_everybody_can_be_named_and_several_must_all_fit() {
    JsonNode lobby = acme.ticket(vera);
    JsonNode yard = acme.ticket(vera, "yard");
    JsonNode adminsYard = acme.ticket(acme.admin, "yard");
    JsonNode one = acme.ticket(acme.admin);
    JsonNode another = acme.ticket(acme.admin);
    revoke("{\"cameraId\":\"yard\",\"userId\":\"%s\"}".formatted(acme.userId("vera")), 1);
    assertEquals("ended/revoked", acme.stored(yard));
    revoke("{\"cameraId\":\"yard\"}", 1);
    assertEquals("ended/revoked", acme.stored(adminsYard));
    revoke("{\"sessionId\":\"%s\"}".formatted(Watching.id(one)), 1);
    assertEquals("ended/revoked", acme.stored(one));
    assertEquals("issued/null", acme.stored(lobby));
    revoke("{\"everybody\":true}", 2);
    assertEquals("ended/revoked", acme.stored(lobby));
    assertEquals("ended/revoked", acme.stored(another));
    revoke("{\"everybody\":true}", 0);
  }

  @Test
  void what_began_at_the_moment_or_after_it_goes_on() {
    JsonNode old = acme.active(vera);
    acme.set(old, "issued_at = clock_timestamp() - interval '1 hour'");
    JsonNode young = acme.active(vera);
    Instant moment = Instant.now().minusSeconds(1800).truncatedTo(ChronoUnit.MICROS);
    acme.set(young, "issued_at = '%s'".formatted(moment));
    JsonNode done = revoke("{\"everybody\":true,\"notBefore\":\"%s\"}".formatted(moment), 1);
    assertEquals(moment.toString(), done.path("notBefore").asText());
    assertEquals("ended/revoked", acme.stored(old));
    assertEquals("active/null", acme.stored(young));
  }

  @Test
  void another_tenants_people_cameras_and_sessions_are_out_of_reach() {
    ApiClient greta = globex.person(base, "greta", "viewer");
    JsonNode theirs = globex.active(greta);
    revoke("{\"sessionId\":\"%s\"}".formatted(Watching.id(theirs)), 0);
    revoke("{\"userId\":\"%s\"}".formatted(globex.userId("greta")), 0);
    revoke("{\"cameraId\":\"lobby\"}", 0);
    revoke("{\"everybody\":true}", 0);
    assertEquals("active/null", globex.stored(theirs));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"everybody\":false}",
        "{\"everybody\":true,\"cameraId\":\"lobby\"}",
        "{\"cameraId\":\"lobby\",\"notBefore\":\"2999-01-01T00:00:00Z\"}",
        "{\"cameraId\":\"Lobby\"}",
        "{\"userId\":\"x\"}"
      })
  void a_revocation_says_exactly_whose_and_never_of_the_future(String body) {
    ApiClient.Answer refused = acme.admin.post(REVOCATIONS, body);
    assertEquals(400, refused.status(), refused.toString());
    assertEquals("validation_failed", refused.code());
  }

  @Test
  void whose_role_no_longer_allows_watching_is_cut_and_nobody_else() {
    JsonNode veras = acme.active(vera);
    JsonNode admins = acme.active(acme.admin);
    String path = "/api/v1/users/" + acme.userId("vera");
    assertEquals(200, acme.admin.patch(path, "{\"role\":\"operator\"}").status());
    assertEquals("active/null", acme.stored(veras), "an operator may watch, too");
    assertEquals(200, acme.admin.patch(path, "{\"role\":\"auditor\"}").status());
    assertEquals("ended/revoked", acme.stored(veras));
    assertEquals("active/null", acme.stored(admins));
    assertEquals(200, acme.admin.patch(path, "{\"role\":\"viewer\"}").status());
  }

  @Test
  void who_is_removed_is_cut() {
    ApiClient walter = acme.person(base, "walter", "viewer");
    JsonNode walters = acme.active(walter);
    assertEquals(204, acme.admin.delete("/api/v1/users/" + acme.userId("walter")).status());
    assertEquals("ended/revoked", acme.stored(walters));
  }

  @Test
  void a_program_whose_key_is_taken_back_is_cut() {
    JsonNode key =
        acme.admin.post("/api/v1/api-keys", "{\"name\":\"wall\",\"role\":\"api_client\"}").body();
    ApiClient program =
        ApiClient.at(base).with("Authorization", "Bearer " + key.path("key").asText());
    JsonNode programs = acme.active(program);
    String path = "/api/v1/api-keys/" + key.path("keyId").asText();
    assertEquals(204, acme.admin.delete(path).status());
    assertEquals("ended/revoked", acme.stored(programs));
  }

  @Test
  void a_viewer_may_not() {
    assertEquals(403, vera.post(REVOCATIONS, "{\"everybody\":true}").status());
  }

  private JsonNode revoke(String body, int ended) {
    ApiClient.Answer answer = acme.admin.post(REVOCATIONS, body);
    assertEquals(200, answer.status(), answer.toString());
    assertEquals(ended, answer.body().path("sessionsEnded").asInt(), answer.toString());
    return answer.body();
  }
}
