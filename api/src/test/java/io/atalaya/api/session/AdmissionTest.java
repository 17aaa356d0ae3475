package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slots that change hands, walls, and limits that move. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class AdmissionTest {
  private static final String PLAN = "adm-plan";
  private static final String CAMERA = "{\"source\":\"rtsp://10.1.2.3/s\"}";
  private static final String WALL = "/api/v1/stream-tokens";

  @TestHTTPResource URI base;
  @Inject Database database;

  private ApiClient boss;
  private ApiClient vera;

  /** Three streams in all, two a person, two a camera. */
  @BeforeEach
  void a_tenant_with_a_viewer_and_two_cameras() {
    plan(3, 2, 2, 10);
    boss = ApiClient.at(base).asAdminOf("adm-acme", PLAN);
    database.acrossTenants(handle -> handle.execute("delete from stream_session"));
    for (String camera : List.of("lobby", "yard", "gate")) {
      boss.put("/api/v1/cameras/" + camera, CAMERA);
      boss.patch("/api/v1/cameras/" + camera, "{\"enabled\":true}");
    }
    vera = person("vera");
  }

  @Test
  void zapping_at_the_limit_replaces_the_session_one_leaves() {
    String first = taken(vera, "lobby");
    taken(vera, "yard");
    assertEquals("user", refused(vera, "gate").path("scope").asText());

    ApiClient.Answer zapped = vera.post(token("gate"), "{\"replaces\":\"%s\"}".formatted(first));

    assertEquals(201, zapped.status(), zapped.toString());
    assertNotEquals(first, zapped.body().path("session").path("id").asText());
    assertOver(first, "taken_over");
    assertEquals(2, inUse(vera, "maxConcurrentStreamsPerUser"));
    assertEquals(
        201,
        vera.post(token("lobby"), "{\"replaces\":\"%s\"}".formatted(id(zapped))).status(),
        "and on");
    assertEquals(2, inUse(vera, "maxConcurrentStreamsPerUser"));
  }

  @Test
  void replacing_what_is_over_already_is_a_plain_admission() {
    String first = taken(vera, "lobby");
    vera.post("/api/v1/sessions/" + first + "/end", null);

    ApiClient.Answer answer = vera.post(token("yard"), "{\"replaces\":\"%s\"}".formatted(first));

    assertEquals(201, answer.status(), answer.toString());
    assertOver(first, "viewer");
  }

  @Test
  void nobody_can_replace_or_terminate_what_is_not_theirs() {
    String hers = taken(vera, "lobby");
    String his = taken(boss, "yard");
    for (String strange : List.of(his, UUID.randomUUID().toString())) {
      for (String body :
          List.of(
              "{\"replaces\":\"%s\"}".formatted(strange),
              "{\"terminate\":[\"%s\",\"%s\"]}".formatted(hers, strange))) {
        ApiClient.Answer answer = vera.post(token("gate"), body);
        assertEquals(404, answer.status(), answer.toString());
        assertEquals("session_not_found", answer.code());
        assertEquals(strange, answer.body().path("details").path("sessionId").asText());
      }
    }
    assertEquals("issued", state(hers), "nothing has changed");
    assertEquals("issued", state(his));
    assertEquals(2, inUse(boss, "maxConcurrentStreams"));
  }

  @Test
  void terminating_what_a_refusal_names_takes_the_slot() {
    taken(vera, "lobby");
    taken(vera, "yard");
    JsonNode conflicts = refused(vera, "gate").path("conflicts");
    assertEquals(2, conflicts.size());
    String named = conflicts.get(1).path("sessionId").asText();

    ApiClient.Answer answer = vera.post(token("gate"), "{\"terminate\":[\"%s\"]}".formatted(named));

    assertEquals(201, answer.status(), answer.toString());
    assertOver(named, "taken_over");
    assertEquals("issued", state(conflicts.get(0).path("sessionId").asText()));
    assertEquals(2, inUse(vera, "maxConcurrentStreamsPerUser"));
  }

  @Test
  void what_was_to_be_terminated_lives_on_when_there_is_no_slot_all_the_same() {
    taken(boss, "gate");
    String hers = taken(vera, "lobby");
    taken(person("otto"), "gate");
    ApiClient.Answer answer = vera.post(token("gate"), "{\"terminate\":[\"%s\"]}".formatted(hers));
    assertEquals("camera", answer.body().path("details").path("scope").asText());
    assertEquals("issued", state(hers), "all or nothing");

    assertEquals(404, vera.post(token("none"), "{\"replaces\":\"%s\"}".formatted(hers)).status());
    assertEquals("issued", state(hers));
    boss.patch("/api/v1/cameras/yard", "{\"enabled\":false}");
    assertEquals(
        "camera_disabled",
        vera.post(token("yard"), "{\"replaces\":\"%s\"}".formatted(hers)).code());
    assertEquals("issued", state(hers));
  }

  @Test
  void a_full_camera_names_only_what_would_make_room_on_it() {
    plan(10, 10, 1, 10);
    taken(boss, "gate");
    taken(vera, "lobby");
    JsonNode details = refused(vera, "gate");
    assertEquals("camera", details.path("scope").asText());
    assertEquals(0, details.path("conflicts").size(), "the lobby is not in the way: " + details);
    assertEquals(1, refused(vera, "lobby").path("conflicts").size());
  }

  @Test
  void an_api_keys_own_sessions_are_those_it_made() {
    String bosss = taken(boss, "lobby");
    ApiClient.Answer made = boss.post("/api/v1/api-keys", "{\"name\":\"k\",\"role\":\"viewer\"}");
    ApiClient key =
        ApiClient.at(base).with("Authorization", "Bearer " + made.body().path("key").asText());
    String first = taken(key, "yard");
    taken(key, "gate");

    JsonNode conflicts = refused(key, "lobby").path("conflicts");

    assertEquals(2, conflicts.size(), conflicts.toString());
    assertEquals(first, conflicts.get(0).path("sessionId").asText());
    assertEquals(404, key.post(token("lobby"), "{\"replaces\":\"%s\"}".formatted(bosss)).status());
    assertEquals(
        201, key.post(token("lobby"), "{\"terminate\":[\"%s\"]}".formatted(first)).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"replaces\":\"x\"}",
        "{\"terminate\":\"x\"}",
        "{\"terminate\":[\"x\"]}",
        "{\"terminate\":[null]}"
      })
  void a_malformed_exchange_is_a_400(String body) {
    ApiClient.Answer answer = vera.post(token("lobby"), body);
    assertEquals(400, answer.status(), answer.toString());
    assertEquals("validation_failed", answer.code());
  }

  @Test
  void more_to_terminate_than_a_refusal_names_is_a_400() {
    String ids =
        String.join(
            ",", IntStream.range(0, 51).mapToObj(_ -> "\"" + UUID.randomUUID() + "\"").toList());
    assertEquals(400, vera.post(token("lobby"), "{\"terminate\":[" + ids + "]}").status());
  }

  @Test
  void a_wall_gets_one_answer_for_each_camera_in_its_order() {
    boss.patch("/api/v1/cameras/yard", "{\"enabled\":false}");
    ApiClient.Answer answer =
        vera.post(WALL, wall("lobby/1", "none/1", "yard/1", "gate/1", "lobby/2"));
    assertEquals(200, answer.status(), answer.toString());
    JsonNode items = answer.body().path("items");
    assertEquals(List.of("lobby", "none", "yard", "gate", "lobby"), texts(items, "cameraId"));
    assertEquals(List.of("201", "404", "409", "201", "409"), texts(items, "status"));
    assertEquals("camera_not_found", items.get(1).path("error").path("code").asText());
    assertEquals("camera_disabled", items.get(2).path("error").path("code").asText());
    JsonNode full = items.get(4).path("error");
    assertEquals("stream_limit_reached", full.path("code").asText(), full.toString());
    assertEquals("user", full.path("details").path("scope").asText());
    assertEquals(2, full.path("details").path("inUse").asInt());
    assertEquals(2, full.path("details").path("conflicts").size(), "the wall's own tiles");
    assertTrue(items.get(0).path("ticket").path("token").asText().length() > 100);
    assertFalse(items.get(0).has("error"));
    assertFalse(items.get(1).has("ticket"));
    assertEquals(2, inUse(vera, "maxConcurrentStreamsPerUser"));
  }

  @Test
  void a_reloaded_wall_goes_on_in_its_sessions_at_the_limit() {
    JsonNode before = vera.post(WALL, wall("lobby/1", "yard/1")).body().path("items");
    JsonNode after = vera.post(WALL, wall("yard/1", "lobby/1")).body().path("items");
    assertEquals(List.of("201", "201"), texts(after, "status"));
    assertEquals(session(before.get(0)), session(after.get(1)));
    assertEquals(session(before.get(1)), session(after.get(0)));
    assertEquals(2, inUse(vera, "maxConcurrentStreamsPerUser"));
  }

  @Test
  void a_wall_names_each_tile_once_and_not_too_many() {
    ApiClient.Answer twice = vera.post(WALL, wall("lobby/1", "yard/1", "lobby/1"));
    assertEquals(400, twice.status());
    assertEquals(
        "cameras.2", twice.body().path("details").path("violations").get(0).path("field").asText());
    assertEquals(400, vera.post(WALL, "{\"cameras\":[]}").status());
    String[] many = IntStream.range(0, 65).mapToObj(i -> "lobby/" + i).toArray(String[]::new);
    assertEquals(400, vera.post(WALL, wall(many)).status());
    assertEquals(0, inUse(vera, "maxConcurrentStreamsPerUser"));
  }

  @Test
  void walls_that_race_get_exactly_what_the_plan_has() {
    plan(7, 100, 100, 10);
    List<ApiClient.Answer> answers =
        AtOnce.call(
            12,
            i ->
                AtOnce.patiently(
                    () -> boss.post(WALL, wall("lobby/" + i, "yard/" + i, "gate/" + i))));
    int got = 0;
    for (ApiClient.Answer answer : answers) {
      assertEquals(200, answer.status(), answer.toString());
      got +=
          (int) texts(answer.body().path("items"), "status").stream().filter("201"::equals).count();
    }
    assertEquals(7, got);
    assertEquals(7, inUse(boss, "maxConcurrentStreams"));
  }

  @Test
  void a_lowered_plan_cuts_nobody_shows_it_and_refuses_new_ones() {
    String one = taken(vera, "lobby");
    taken(vera, "yard");
    taken(boss, "lobby");
    plan(2, 1, 1, 2);
    JsonNode usage = boss.get("/api/v1/usage").body().path("entitlements");
    assertTrue(usage.path("maxConcurrentStreams").path("overLimit").asBoolean(), usage.toString());
    assertTrue(usage.path("maxViewersPerCamera").path("overLimit").asBoolean());
    assertEquals(2, usage.path("maxViewersPerCamera").path("inUse").asInt(), "on the busiest");
    assertTrue(usage.path("maxCameras").path("overLimit").asBoolean());
    assertFalse(usage.path("maxConcurrentStreamsPerUser").path("overLimit").asBoolean());
    assertTrue(
        vera.get("/api/v1/usage")
            .body()
            .at("/entitlements/maxConcurrentStreamsPerUser/overLimit")
            .asBoolean());
    assertTrue(tenant().path("overLimit").asBoolean());
    assertEquals("issued", state(one));
    assertEquals(3, refused(boss, "gate").path("inUse").asInt());
    assertEquals(
        "entitlement_denied", boss.put("/api/v1/cameras/more", CAMERA).code(), "no more cameras");

    plan(3, 2, 2, 10);
    assertFalse(tenant().path("overLimit").asBoolean());
  }

  @Test
  void a_limit_of_nothing_is_a_403_also_when_something_else_is_full() {
    taken(vera, "lobby");
    plan(1, 0, 2, 10);
    ApiClient.Answer answer = vera.post(token("yard"), null);
    assertEquals(403, answer.status(), answer.toString());
    assertEquals("entitlement_denied", answer.code());
    assertEquals(
        "maxConcurrentStreamsPerUser", answer.body().path("details").path("entitlement").asText());
  }

  @Test
  void a_suspended_tenant_is_refused_as_a_whole() {
    ApiClient admin = ApiClient.at(base).asPlatformAdmin();
    admin.post("/api/v1/tenants/adm-acme:suspend", null);
    try {
      assertEquals("tenant_suspended", vera.post(WALL, wall("lobby/1")).code());
      assertEquals("tenant_suspended", vera.post(token("lobby"), "{}").code());
      assertEquals(
          "tenant_suspended", vera.post("/api/v1/sessions", "{\"cameraId\":\"lobby\"}").code());
    } finally {
      admin.post("/api/v1/tenants/adm-acme:resume", null);
    }
  }

  @Test
  void one_person_cannot_pile_up_requests() {
    List<ApiClient.Answer> answers =
        AtOnce.call(
            110,
            _ -> AtOnce.patiently(() -> vera.post("/api/v1/sessions", "{\"cameraId\":\"lobby\"}")));
    assertEquals(100, answers.stream().filter(answer -> answer.status() == 201).count());
    ApiClient.Answer refused = vera.post("/api/v1/sessions", "{\"cameraId\":\"lobby\"}");
    assertEquals(429, refused.status(), refused.toString());
    assertEquals("too_many_requests", refused.code());
    int wait = Integer.parseInt(refused.header("Retry-After"));
    assertTrue(wait >= 1 && wait <= 61, "until the first lapses, not " + wait);
    assertEquals(201, boss.post("/api/v1/sessions", "{\"cameraId\":\"lobby\"}").status());
  }

  private static String token(String camera) {
    return "/api/v1/cameras/" + camera + "/stream-token";
  }

  /** Each {@code camera/instance}. */
  private static String wall(String... tiles) {
    var cameras = new ArrayList<String>();
    for (String tile : tiles) {
      String[] parts = tile.split("/", -1);
      cameras.add(
          "{\"cameraId\":\"%s\",\"clientInstanceId\":\"%s\"}".formatted(parts[0], parts[1]));
    }
    return "{\"cameras\":[" + String.join(",", cameras) + "]}";
  }

  private static List<String> texts(JsonNode items, String field) {
    return StreamSupport.stream(items.spliterator(), false)
        .map(item -> item.path(field).asText())
        .toList();
  }

  private static String session(JsonNode item) {
    return item.path("ticket").path("session").path("id").asText();
  }

  private static String id(ApiClient.Answer ticket) {
    return ticket.body().path("session").path("id").asText();
  }

  private static String taken(ApiClient client, String camera) {
    ApiClient.Answer answer = client.post(token(camera), null);
    assertEquals(201, answer.status(), answer.toString());
    return id(answer);
  }

  /** The details of the refusal. */
  private static JsonNode refused(ApiClient client, String camera) {
    ApiClient.Answer answer = client.post(token(camera), null);
    assertEquals(409, answer.status(), answer.toString());
    assertEquals("stream_limit_reached", answer.code());
    return answer.body().path("details");
  }

  private String state(String session) {
    return boss.get("/api/v1/sessions/" + session).body().path("state").asText();
  }

  private void assertOver(String session, String reason) {
    JsonNode found = boss.get("/api/v1/sessions/" + session).body();
    assertEquals("ended", found.path("state").asText(), found.toString());
    assertEquals(reason, found.path("endReason").asText());
  }

  private static int inUse(ApiClient client, String entitlement) {
    return client.get("/api/v1/usage").body().at("/entitlements/" + entitlement + "/inUse").asInt();
  }

  private JsonNode tenant() {
    return ApiClient.at(base).asPlatformAdmin().get("/api/v1/tenants/adm-acme").body();
  }

  private ApiClient person(String name) {
    String password = name + "-and-a-long-password";
    boss.post(
        "/api/v1/users",
        "{\"username\":\"%s\",\"displayName\":\"%s\",\"role\":\"viewer\",\"password\":\"%s\"}"
            .formatted(name, name, password));
    return ApiClient.at(base).signedIn("adm-acme", name, password);
  }

  private void plan(int streams, int perUser, int perCamera, int cameras) {
    database.acrossTenants(handle ->
        handle.execute(
            """
            insert into plan values (?, 'Test', ?, ?, ?, ?, 3600)
            on conflict (plan_id) do update set
              max_concurrent_streams = excluded.max_concurrent_streams,
              max_concurrent_streams_per_user = excluded.max_concurrent_streams_per_user,
              max_viewers_per_camera = excluded.max_viewers_per_camera,
              max_cameras = excluded.max_cameras
            """,
            PLAN,
            streams,
            perUser,
            perCamera,
            cameras));
  }
}
