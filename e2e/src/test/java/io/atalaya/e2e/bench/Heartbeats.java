package io.atalaya.e2e.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atalaya.contract.gateway.Heartbeat;
import io.atalaya.contract.token.CompactJws;
import io.atalaya.e2e.RunningProduct;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The largest heartbeat there is: 10,000 live sessions of two tenants in one request, as a gateway
 * sends it, until the answer is read. The product runs beside it with its demo cameras, on a
 * PostgreSQL that flushes every commit.
 */
final class Heartbeats {
  private static final int WARM_UP = 20;
  private static final int RUNS = 100;

  private Heartbeats() {}

  public static void main(String[] args) throws Exception {
    RunningProduct product = RunningProduct.shared();
    List<String> sessions;
    try (Connection database = database(product.data())) {
      sessions = insert(database);
    }
    HttpRequest request = request(product, sessions);
    try (var http = HttpClient.newHttpClient()) {
      for (int i = 0; i < WARM_UP; i++) {
        beat(http, request);
      }
      var figures = new Figures("heartbeat of " + sessions.size() + " sessions", "ms");
      for (int i = 0; i < RUNS; i++) {
        long start = System.nanoTime();
        beat(http, request);
        figures.addMillisSince(start);
      }
      figures.print();
    }
    System.exit(0); // the shared product stops with this JVM
  }

  private static void beat(HttpClient http, HttpRequest request) throws Exception {
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200 || !answer.body().equals("{\"cut\":[]}")) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
  }

  private static HttpRequest request(RunningProduct product, List<String> sessions)
      throws Exception {
    String secret = Files.readString(product.data().resolve("secrets/gateway.secret")).strip();
    long now = Instant.now().getEpochSecond();
    String claims =
        "{\"iss\":\"bench\",\"aud\":\"api-internal\",\"iat\":%d,\"exp\":%d}"
            .formatted(now, now + 60);
    String body =
        "{\"nodeId\":\"bench\",\"bootId\":\"%s\",\"sessions\":[%s]}"
            .formatted(UUID.randomUUID(), String.join(",", sessions));
    return HttpRequest.newBuilder(product.api().resolve("/internal/v1/heartbeat"))
        .header(
            "Authorization",
            "Bearer " + CompactJws.signHmac(claims.getBytes(UTF_8), secret.getBytes(UTF_8)))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  /** Sessions that nobody watches; as JSON, the way a heartbeat names them. */
  private static List<String> insert(Connection database) throws Exception {
    try (var statement = database.createStatement()) {
      statement.execute("set role atalaya_platform");
      statement.execute(
          """
          insert into stream_session (tenant_id, session_id, camera_id, user_id, username, state,
            requested_at, issued_at, lease_expires_at)
          select case when n %% 2 = 0 then 'acme' else 'globex' end, gen_random_uuid(), 'lobby',
            gen_random_uuid(), 'bench', 'issued', now(), now(), now() + interval '45 seconds'
          from generate_series(1, %d) n
          """
              .formatted(Heartbeat.MAX_SESSIONS));
      var rows =
          statement.executeQuery(
              """
              update stream_session set state = 'active', activated_at = now(),
                hard_end_at = now() + interval '1 hour', node_id = 'bench'
              where username = 'bench'
              returning format('{"tenantId":"%s","sessionId":"%s","bytesSent":123456789,"idleMillis":400}',
                tenant_id, session_id)
              """);
      var sessions = new java.util.ArrayList<String>();
      while (rows.next()) {
        sessions.add(rows.getString(1));
      }
      return sessions.stream().sorted().collect(Collectors.toList());
    }
  }

  private static Connection database(Path data) throws Exception {
    Path home = data.resolve("postgres");
    // The fourth line of PostgreSQL's own file is the port it listens on.
    String port = Files.readAllLines(home.resolve("data/postmaster.pid")).get(3).strip();
    String password = Files.readString(home.resolve("app.pw")).strip();
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/atalaya", "atalaya_app", password);
  }
}
