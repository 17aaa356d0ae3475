package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.platform.Database;
import java.net.URI;

/** People of one tenant who watch its camera {@code lobby}, and what the database says of them. */
final class Watching {
  private static final String LOBBY = "/api/v1/cameras/lobby";
  private static final String CAMERA = "{\"source\":\"rtsp://10.1.2.3/s\"}";

  final String tenant;
  final ApiClient admin;
  private final GatewayCalls gateway;
  private final Database database;

  private Watching(String tenant, ApiClient admin, GatewayCalls gateway, Database database) {
    this.tenant = tenant;
    this.admin = admin;
    this.gateway = gateway;
    this.database = database;
  }

  /** A tenant, made if need be, in which nobody watches. */
  static Watching in(String tenant, URI base, Database database) {
    ApiClient admin = ApiClient.at(base).asAdminOf(tenant);
    admin.put(LOBBY, CAMERA);
    admin.put("/api/v1/cameras/yard", CAMERA);
    database.acrossTenants(
        handle -> handle.execute("delete from stream_session where tenant_id = ?", tenant));
    return new Watching(tenant, admin, new GatewayCalls(base), database);
  }

  /** A ticket for the lobby. */
  JsonNode ticket(ApiClient viewer) {
    return ticket(viewer, "lobby");
  }

  JsonNode ticket(ApiClient viewer, String camera) {
    ApiClient.Answer answer = viewer.post("/api/v1/cameras/" + camera + "/stream-token", null);
    assertEquals(201, answer.status(), answer.toString());
    return answer.body();
  }

  /** A session that a gateway serves; its ticket. */
  JsonNode active(ApiClient viewer) {
    JsonNode ticket = ticket(viewer);
    assertEquals(200, gateway.activate(ticket).status());
    return ticket;
  }

  ApiClient person(URI base, String name, String role) {
    String password = name + "-and-a-long-password";
    admin.post(
        "/api/v1/users",
        "{\"username\":\"%s\",\"displayName\":\"%s\",\"role\":\"%s\",\"password\":\"%s\"}"
            .formatted(name, name, role, password));
    return ApiClient.at(base).signedIn(tenant, name, password);
  }

  String userId(String name) {
    for (JsonNode user : admin.get("/api/v1/users?limit=200").body().path("items")) {
      if (user.path("username").asText().equals(name)) {
        return user.path("userId").asText();
      }
    }
    throw new AssertionError("no user " + name);
  }

  static String id(JsonNode ticket) {
    return ticket.path("session").path("id").asText();
  }

  void set(JsonNode ticket, String assignments) {
    database.acrossTenants(handle ->
        handle.execute(
            "update stream_session set " + assignments + " where session_id = ?::uuid",
            id(ticket)));
  }

  /** State and reason. */
  String stored(JsonNode ticket) {
    return ask(
        "select state || '/' || coalesce(end_reason, 'null') from stream_session"
            + " where session_id = '%s'".formatted(id(ticket)),
        String.class);
  }

  /** Whole seconds until the lease is over. */
  int leaseSeconds(JsonNode ticket) {
    return ask(
        "select round(extract(epoch from lease_expires_at - clock_timestamp()))::int"
            + " from stream_session where session_id = '%s'".formatted(id(ticket)),
        Integer.class);
  }

  private <T> T ask(String query, Class<T> type) {
    return database.acrossTenants(handle -> handle.createQuery(query).mapTo(type).one());
  }
}
