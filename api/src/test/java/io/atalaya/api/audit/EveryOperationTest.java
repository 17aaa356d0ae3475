package io.atalaya.api.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.api.ApiClient;
import io.atalaya.api.ApiClient.Answer;
import io.atalaya.api.FakeGateway;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.TestSql;
import io.atalaya.api.identity.SigningKeys;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Reads docs/ref/openapi.json, so that an operation added later is covered without anybody thinking
 * of it: whatever changes something leaves exactly one row in the audit, in the same transaction,
 * and so does whoever is refused.
 */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EveryOperationTest {
  private static final Path DOCUMENT = Path.of("../docs/ref/openapi.json");
  private static final Set<String> MUTATING = Set.of("put", "post", "patch", "delete");
  private static final String SOURCE = "{\"source\":\"rtsp://203.0.113.7/s\"}";
  private static final String WEBHOOK = "{\"url\":\"http://127.0.0.1:9/hook\"}";
  private static final String NOBODY = "01890000-0000-7000-8000-000000000000";

  /** Requests of this id cannot be written down; see {@link #an_audit_that_can_refuse}. */
  private static final String UNWRITABLE = "unwritable-";

  /** Questions that are asked by POST, and answered without changing anything. */
  private static final Set<String> ONLY_ASK = Set.of("simulatePolicy");

  /** Whoever they are: these have no 403. */
  private static final Set<String> FOR_ANYBODY = Set.of("login", "logout");

  @TestHTTPResource URI base;
  @Inject ObjectMapper json;
  @Inject SigningKeys keys;

  @ConfigProperty(name = "atalaya.gateway-url")
  URI gatewayUrl;

  private TestSql sql;
  private FakeGateway gateway;
  private ApiClient anybody;
  private ApiClient operator;
  private ApiClient owner;
  private String tenant;
  private int names;

  private record Operation(String id, String method, String path) {}

  /** A request that is about to be made. */
  private record Call(ApiClient caller, String method, String path, String body) {
    Answer as(String requestId) {
      return caller.with("X-Request-Id", requestId).send(method, path, body);
    }
  }

  /**
   * What an operation has to leave.
   *
   * @param subject as a pattern
   * @param prepared makes what the call needs, which is not part of what is looked at
   */
  private record Expected(
      String action, String subject, Actor.Kind actor, Supplier<Call> prepared) {}

  /** How each operation is called, and what it leaves. */
  private Map<String, Expected> table() {
    return Map.ofEntries(
        ofPlatform(
            "createTenant",
            "tenant.created",
            "tenant/.+",
            () ->
                post(
                    "/api/v1/tenants",
                    """
                    {"tenantId":"%s","name":"New","plan":"starter",
                     "admin":{"username":"owner","password":"a-long-password"}}\
                    """
                        .formatted(name()))),
        ofPlatform(
            "editTenant",
            "tenant.edited",
            "tenant/.+",
            () -> send("PATCH", "/api/v1/tenants/" + anotherTenant(), "{\"name\":\"Renamed\"}")),
        ofPlatform(
            "suspendTenant",
            "tenant.suspended",
            "tenant/.+",
            () -> post("/api/v1/tenants/" + anotherTenant() + ":suspend", null)),
        ofPlatform(
            "resumeTenant",
            "tenant.resumed",
            "tenant/.+",
            () -> {
              String suspended = anotherTenant();
              operator.post("/api/v1/tenants/" + suspended + ":suspend", null);
              return post("/api/v1/tenants/" + suspended + ":resume", null);
            }),
        ofPlatform(
            "deprovisionTenant",
            "tenant.deprovisioned",
            "tenant/.+",
            () -> post("/api/v1/tenants/" + anotherTenant() + ":deprovision", null)),
        ofPlatform(
            "putPlan",
            "plan.created",
            "plan/.+",
            () ->
                send(
                    "PUT",
                    "/api/v1/plans/" + name(),
                    """
                    {"name":"Plan","entitlements":{"maxConcurrentStreams":1,
                     "maxConcurrentStreamsPerUser":1,"maxViewersPerCamera":1,"maxCameras":1,
                     "maxSessionSeconds":60}}\
                    """)),
        ofPlatform(
            "createPlatformUser",
            "platform_user.created",
            "user/.+",
            () -> post("/api/v1/platform-users", platformUser())),
        ofPlatform(
            "deletePlatformUser",
            "platform_user.deleted",
            "user/.+",
            () -> {
              Answer made = operator.post("/api/v1/platform-users", platformUser());
              return send(
                  "DELETE", "/api/v1/platform-users/" + made.body().path("userId").asText(), null);
            }),
        ofPlatform(
            "rotateSigningKeys",
            "signing_key.created",
            "signing_key/.+",
            () -> {
              noNextKey();
              return post("/api/v1/signing-keys:rotate", null);
            }),
        of(
            "createUser",
            "user.created",
            "user/.+",
            () -> new Call(owner, "POST", "/api/v1/users", user())),
        of(
            "editUser",
            "user.edited",
            "user/.+",
            () ->
                new Call(
                    owner, "PATCH", "/api/v1/users/" + aUser(), "{\"password\":\"another-one\"}")),
        of(
            "deleteUser",
            "user.deleted",
            "user/.+",
            () -> new Call(owner, "DELETE", "/api/v1/users/" + aUser(), null)),
        of(
            "createApiKey",
            "api_key.created",
            "api_key/.+",
            () -> new Call(owner, "POST", "/api/v1/api-keys", "{\"name\":\"wall\"}")),
        of(
            "deleteApiKey",
            "api_key.deleted",
            "api_key/.+",
            () ->
                new Call(
                    owner,
                    "DELETE",
                    "/api/v1/api-keys/" + aKey("viewer").path("keyId").asText(),
                    null)),
        of(
            "login",
            "auth.signed_in",
            "user/.+",
            () ->
                new Call(
                    anybody,
                    "POST",
                    "/api/v1/auth/login",
                    """
                    {"tenantId":"%s","username":"admin","password":"%s"}\
                    """
                        .formatted(tenant, "password-of-" + tenant))),
        of(
            "logout",
            "auth.signed_out",
            "user/.+",
            () ->
                new Call(
                    anybody.signedIn(tenant, "admin", "password-of-" + tenant),
                    "POST",
                    "/api/v1/auth/logout",
                    null)),
        of(
            "putCamera",
            "camera.created",
            "camera/.+",
            () -> new Call(owner, "PUT", "/api/v1/cameras/" + name(), SOURCE)),
        of(
            "patchCamera",
            "camera.edited",
            "camera/.+",
            () -> new Call(owner, "PATCH", aCamera(), "{\"name\":\"Yard\"}")),
        of(
            "deleteCamera",
            "camera.deleted",
            "camera/.+",
            () -> new Call(owner, "DELETE", aCamera(), null)),
        of(
            "deprovisionCamera",
            "camera.deprovisioned",
            "camera/.+",
            () -> new Call(owner, "POST", aCamera() + "/deprovision", null)),
        of(
            "provisionCamera",
            "camera.provisioned",
            "camera/.+",
            () -> {
              String camera = aCamera();
              owner.post(camera + "/deprovision", null);
              return new Call(owner, "POST", camera + "/provision", null);
            }),
        of(
            "syncCameraHealth",
            "camera.synced",
            "camera/.+",
            () -> new Call(owner, "POST", aCamera() + "/sync-health", null)),
        of(
            "createSession",
            "session.requested",
            "session/.+",
            () -> new Call(owner, "POST", "/api/v1/sessions", "{\"cameraId\":\"lobby\"}")),
        of(
            "createSessionToken",
            "session.issued",
            "session/.+",
            () -> {
              String asked =
                  owner
                      .post("/api/v1/sessions", "{\"cameraId\":\"lobby\"}")
                      .body()
                      .path("id")
                      .asText();
              return new Call(owner, "POST", "/api/v1/sessions/" + asked + "/token", null);
            }),
        of(
            "createStreamToken",
            "session.issued",
            "session/.+",
            () -> new Call(owner, "POST", "/api/v1/cameras/lobby/stream-token", null)),
        of(
            "createStreamTokens",
            "session.issued",
            "session/.+",
            () ->
                new Call(
                    owner,
                    "POST",
                    "/api/v1/stream-tokens",
                    "{\"cameras\":[{\"cameraId\":\"lobby\"}]}")),
        of(
            "activateSession",
            "session.active",
            "session/.+",
            () -> new Call(owner, "POST", aSession() + "/activate", null)),
        of(
            "leaveSession",
            "session.left",
            "session/.+",
            () -> {
              JsonNode ticket = owner.post("/api/v1/cameras/lobby/stream-token", null).body();
              String session = "/api/v1/sessions/" + ticket.path("session").path("id").asText();
              assertEquals(200, owner.post(session + "/activate", null).status());
              return new Call(
                  owner,
                  "POST",
                  session + "/leave",
                  "{\"tokenId\":\"%s\"}".formatted(tokenId(ticket)));
            }),
        of(
            "endSession",
            "session.ended",
            "session/.+",
            () -> new Call(owner, "POST", aSession() + "/end", null)),
        of(
            "createWebhook",
            "webhook.created",
            "webhook/.+",
            () -> new Call(owner, "POST", "/api/v1/webhooks", WEBHOOK)),
        of(
            "editWebhook",
            "webhook.edited",
            "webhook/.+",
            () -> new Call(owner, "PATCH", aWebhook(), "{\"description\":\"ops\"}")),
        of(
            "deleteWebhook",
            "webhook.deleted",
            "webhook/.+",
            () -> new Call(owner, "DELETE", aWebhook(), null)),
        of(
            "rotateWebhookSecret",
            "webhook.secret_rotated",
            "webhook/.+",
            () -> new Call(owner, "POST", aWebhook() + ":rotate-secret", null)),
        of(
            "resendWebhookDelivery",
            "webhook.resent",
            "webhook/.+",
            () -> new Call(owner, "POST", aDelivery() + ":resend", null)),
        of(
            "revoke",
            "sessions.revoked",
            "tenant/.+",
            () ->
                new Call(
                    owner,
                    "POST",
                    "/api/v1/revocations",
                    "{\"sessionId\":\"%s\"}".formatted(NOBODY))));
  }

  @BeforeAll
  void a_tenant_and_a_gateway() {
    sql = TestSql.ofRunningApi();
    gateway = FakeGateway.at(gatewayUrl, json, keys::published);
    anybody = ApiClient.at(base).with("User-Agent", "test/1");
    operator = anybody.asPlatformAdmin();
    tenant = name();
    owner = anybody.asAdminOf(tenant);
    assertEquals(201, owner.put("/api/v1/cameras/lobby", SOURCE).status());
    an_audit_that_can_refuse();
  }

  private void an_audit_that_can_refuse() {
    sql.asOwner(
        """
        create function cannot_be_written() returns trigger language plpgsql as
        $$ begin raise exception 'on purpose'; end $$;
        create trigger cannot_be_written before insert on audit_event for each row
        when (new.request_id like '%s%%') execute function cannot_be_written();
        """
            .formatted(UNWRITABLE));
  }

  @AfterAll
  void as_it_was() {
    sql.execute("delete from webhook where tenant_id = ?", tenant);
    sql.asOwner("drop trigger cannot_be_written on audit_event; drop function cannot_be_written()");
    noNextKey();
    gateway.close();
    sql.close();
  }

  @TestFactory
  Stream<DynamicTest> whatever_is_changed_leaves_exactly_one_row_and_nothing_without_it() {
    Map<String, Expected> table = table();
    return operations().stream()
        .filter(operation -> !ONLY_ASK.contains(operation.id))
        .map(operation ->
            DynamicTest.dynamicTest(
                operation.id,
                () -> {
                  Expected expected = table.get(operation.id);
                  assertNotNull(expected, "say in EveryOperationTest what it leaves");
                  assertLeaves(expected);
                }));
  }

  private void assertLeaves(Expected expected) {
    Call call = expected.prepared.get();
    String unwritable = UNWRITABLE + UUID.randomUUID();
    assertEquals(500, call.as(unwritable).status(), "what cannot be accounted for");
    assertEquals(List.of(), rowsOf(unwritable));
    // It was undone: it can be done, and is not merely as it was left.
    String requestId = UUID.randomUUID().toString();
    Answer answer = call.as(requestId);
    assertTrue(answer.status() / 100 == 2, answer.toString());
    List<Map<String, Object>> rows = rowsOf(requestId);
    assertEquals(1, rows.size(), rows.toString());
    Map<String, Object> row = rows.getFirst();
    assertEquals(expected.action, row.get("action"));
    assertTrue(row.get("subject").toString().matches(expected.subject), row.toString());
    assertEquals(expected.actor.toString(), row.get("actor_kind"));
    assertEquals("admin", row.get("actor_name"));
    assertNotNull(row.get("actor_id"));
    assertEquals("127.0.0.1", row.get("client_address"));
    assertEquals("test/1", row.get("user_agent"));
    boolean isOfNoTenant =
        Set.of("plan", "platform_user", "signing_key").contains(expected.action.split("\\.", 2)[0])
            || expected.action.equals("tenant.deprovisioned");
    assertEquals(isOfNoTenant, row.get("tenant_id") == null, row.toString());
  }

  @TestFactory
  Stream<DynamicTest> whoever_is_refused_leaves_one_row_however_often_they_ask() {
    return operations().stream()
        .filter(operation -> !FOR_ANYBODY.contains(operation.id))
        .map(operation -> DynamicTest.dynamicTest(operation.id, () -> assertDenied(operation)));
  }

  private void assertDenied(Operation operation) {
    Answer refused = null;
    for (String role : List.of("auditor", "viewer", "api_client")) {
      ApiClient program =
          anybody.with("Authorization", "Bearer " + aKey(role).path("key").asText());
      String requestId = UUID.randomUUID().toString();
      var call = new Call(program, operation.method, filled(operation.path), null);
      refused = call.as(requestId);
      if (refused.status() == 403) {
        call.as(UUID.randomUUID().toString());
        call.as(UUID.randomUUID().toString());
        String actor = rowsOf(requestId).getFirst().get("actor_id").toString();
        List<Map<String, Object>> rows =
            sql.run(handle ->
                handle
                    .select("select * from audit_event where actor_id = ?", actor)
                    .mapToMap()
                    .list());
        assertEquals(1, rows.size(), rows.toString());
        Map<String, Object> row = rows.getFirst();
        assertEquals(Outcome.DENIED, Outcome.of(row.get("action").toString()), row.toString());
        assertEquals(tenant, row.get("tenant_id"));
        assertEquals("api_key", row.get("actor_kind"));
        assertEquals("permission_denied", row.get("reason"));
        assertEquals("127.0.0.1", row.get("client_address"));
        return;
      }
    }
    throw new AssertionError(operation.id + " is refused to nobody: " + refused);
  }

  @Test
  void what_nothing_came_of_and_what_was_so_already_leaves_nothing() {
    for (Call call :
        List.of(
            new Call(owner, "PUT", "/api/v1/cameras/lobby", SOURCE),
            new Call(owner, "POST", "/api/v1/cameras/lobby/provision", null),
            new Call(operator, "POST", "/api/v1/tenants/" + tenant + ":resume", null),
            new Call(anybody, "POST", "/api/v1/auth/logout", null),
            new Call(
                owner,
                "POST",
                "/api/v1/policy:simulate",
                "{\"role\":\"viewer\",\"action\":\"stream_watch\"}"),
            new Call(owner, "DELETE", "/api/v1/users/" + NOBODY, null),
            new Call(owner, "POST", "/api/v1/users", "{}"))) {
      String requestId = UUID.randomUUID().toString();
      call.as(requestId);
      assertEquals(List.of(), rowsOf(requestId), call.path);
    }
  }

  @Test
  void the_table_names_no_operation_that_is_gone() {
    var known = new TreeSet<>(operations().stream().map(Operation::id).toList());
    var named = new TreeSet<>(table().keySet());
    named.addAll(ONLY_ASK);
    assertEquals(known, named);
  }

  private Map.Entry<String, Expected> of(
      String operation, String action, String subject, Supplier<Call> prepared) {
    return Map.entry(operation, new Expected(action, subject, Actor.Kind.USER, prepared));
  }

  private Map.Entry<String, Expected> ofPlatform(
      String operation, String action, String subject, Supplier<Call> prepared) {
    return Map.entry(operation, new Expected(action, subject, Actor.Kind.PLATFORM_USER, prepared));
  }

  private Call post(String path, String body) {
    return send("POST", path, body);
  }

  private Call send(String method, String path, String body) {
    return new Call(operator, method, path, body);
  }

  private List<Map<String, Object>> rowsOf(String requestId) {
    return sql.run(handle ->
        handle
            .select("select * from audit_event where request_id = ?", requestId)
            .mapToMap()
            .list());
  }

  private String name() {
    return "every-%d-%s".formatted(++names, UUID.randomUUID().toString().substring(24));
  }

  private String anotherTenant() {
    String other = name();
    Answer made =
        operator.post(
            "/api/v1/tenants",
            "{\"tenantId\":\"%s\",\"name\":\"Other\",\"plan\":\"starter\"}".formatted(other));
    assertEquals(201, made.status(), made.toString());
    return other;
  }

  private String aCamera() {
    String path = "/api/v1/cameras/" + name();
    assertEquals(201, owner.put(path, SOURCE).status());
    return path;
  }

  private String aSession() {
    Answer taken = owner.post("/api/v1/cameras/lobby/stream-token", null);
    assertEquals(201, taken.status(), taken.toString());
    return "/api/v1/sessions/" + taken.body().path("session").path("id").asText();
  }

  private String aWebhook() {
    Answer made = owner.post("/api/v1/webhooks", WEBHOOK);
    assertEquals(201, made.status(), made.toString());
    return "/api/v1/webhooks/" + made.body().path("webhook").path("webhookId").asText();
  }

  private String aDelivery() {
    String webhook = aWebhook();
    String event = UUID.randomUUID().toString();
    sql.execute(
        """
        with told as (
          insert into event (tenant_id, event_id, type, data)
          values (?, ?::uuid, 'camera.online', '{}') returning recorded_in, position, event_id
        )
        insert into webhook_delivery (tenant_id, webhook_id, event_id, recorded_in, position, state)
        select ?, ?::uuid, event_id, recorded_in, position, 'delivered' from told
        """,
        tenant,
        event,
        tenant,
        webhook.substring(webhook.lastIndexOf('/') + 1));
    return webhook + "/deliveries/" + event;
  }

  private static String tokenId(JsonNode ticket) {
    String claims = ticket.path("token").asText().split("\\.", 3)[1];
    try {
      return new ObjectMapper()
          .readTree(Base64.getUrlDecoder().decode(claims))
          .path("jti")
          .asText();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String aUser() {
    Answer made = owner.post("/api/v1/users", user());
    assertEquals(201, made.status(), made.toString());
    return made.body().path("userId").asText();
  }

  private JsonNode aKey(String role) {
    Answer made =
        owner.post("/api/v1/api-keys", "{\"name\":\"key\",\"role\":\"%s\"}".formatted(role));
    assertEquals(201, made.status(), made.toString());
    return made.body();
  }

  private String user() {
    return "{\"username\":\"%s\",\"password\":\"a-long-password\",\"role\":\"viewer\"}"
        .formatted(name());
  }

  private String platformUser() {
    return "{\"username\":\"%s\",\"password\":\"a-long-password\",\"role\":\"platform_support\"}"
        .formatted(name());
  }

  private void noNextKey() {
    sql.execute("delete from signing_key where signs_from > clock_timestamp()");
  }

  private String filled(String path) {
    return path.replace("{cameraId}", "lobby")
        .replace("{tenantId}", tenant)
        .replaceAll("\\{[^}]+}", NOBODY);
  }

  private static List<Operation> operations() {
    var found = new ArrayList<Operation>();
    JsonNode document;
    try {
      document = new ObjectMapper().readTree(DOCUMENT.toFile());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(item -> {
                  if (MUTATING.contains(item.getKey())) {
                    found.add(
                        new Operation(
                            item.getValue().path("operationId").asText(),
                            item.getKey().toUpperCase(Locale.ROOT),
                            path.getKey()));
                  }
                }));
    assertTrue(found.size() > 25, "too few to be believed: " + found);
    return found;
  }
}
