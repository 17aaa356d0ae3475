package io.atalaya.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.token.CompactJws;
import io.atalaya.contract.token.Ed25519Keys;
import io.atalaya.contract.token.Jwks;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The api as the gateway sees it: a real HTTP server with real keys. Sessions are those it issued
 * tokens for; it activates each once and for one token, as the api does.
 */
public final class ApiStub implements AutoCloseable {
  public static final String GATEWAY_SECRET = "a-gateway-secret-of-the-tests-0123456789";
  private static final String KID = "test-key-1";

  private final HttpServer server;
  private final KeyPair keys = Ed25519Keys.generate();
  private final Map<SessionId, Issued> sessions = new ConcurrentHashMap<>();
  private final List<JsonObject> heartbeats = new ArrayList<>(); // guarded by itself
  private final Map<SessionId, String> cuts = new ConcurrentHashMap<>();
  private final List<JsonObject> ended = new ArrayList<>(); // guarded by itself
  public final AtomicInteger activations = new AtomicInteger();
  private volatile boolean away;

  private record Issued(StreamKey stream, UUID tokenId) {}

  private ApiStub(HttpServer server) {
    this.server = server;
  }

  public static ApiStub start() throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(address, 0);
    var stub = new ApiStub(server);
    server.setExecutor(Executors.newThreadPerTaskExecutor(ApiStub::thread));
    server.createContext("/", stub::handle);
    server.start();
    return stub;
  }

  /**
   * Vert.x looks its JSON codec up once, by the class loader of whichever thread needs it first. A
   * request may come before any test does, so the stub's own threads must have the right one.
   */
  private static Thread thread(Runnable task) {
    return Thread.ofVirtual()
        .unstarted(() -> {
          Thread.currentThread().setContextClassLoader(ApiStub.class.getClassLoader());
          task.run();
        });
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** While away, every request is answered 503. */
  public void away(boolean isAway) {
    away = isAway;
  }

  /** Ends a session: the next heartbeat's answer says so. */
  public void cut(SessionId session, String reason) {
    cuts.put(session, reason);
  }

  /** Ends a session as {@link #cut}, but heartbeats say nothing of it; the gateway has to ask. */
  public void end(SessionId session, String reason) {
    synchronized (ended) {
      ended.add(cutOf(session, reason));
    }
  }

  /** Its lease lapses at the api; said as by {@link #end}. */
  public void expire(SessionId session) {
    synchronized (ended) {
      ended.add(cutOf(session, "lease_lapsed").put("expired", true));
    }
  }

  public List<JsonObject> heartbeats() {
    synchronized (heartbeats) {
      return List.copyOf(heartbeats);
    }
  }

  /** A token that opens a new session of that camera. */
  public Token issue(StreamKey stream) {
    return issue(stream, "stream-gateway", Instant.now(), 60);
  }

  /** A fresh token for the same session; the one before opens nothing any more. */
  public Token renew(Token token) {
    UUID fresh = UUID.randomUUID();
    StreamKey stream = sessions.get(token.session()).stream();
    sessions.put(token.session(), new Issued(stream, fresh));
    var claims = claims(stream, token.session(), fresh, "stream-gateway", Instant.now(), 60);
    return new Token(token.session(), sign(claims, KID, keys));
  }

  /** A token with a window and an audience of one's choice. */
  public Token issue(StreamKey stream, String audience, Instant from, long seconds) {
    var session = new SessionId(UUID.randomUUID());
    var tokenId = UUID.randomUUID();
    sessions.put(session, new Issued(stream, tokenId));
    return new Token(
        session, sign(claims(stream, session, tokenId, audience, from, seconds), KID, keys));
  }

  /** As {@link #issue}, but signed with a key that the api never had. */
  public Token forge(StreamKey stream) {
    var session = new SessionId(UUID.randomUUID());
    var claims = claims(stream, session, UUID.randomUUID(), "stream-gateway", Instant.now(), 60);
    return new Token(session, sign(claims, KID, Ed25519Keys.generate()));
  }

  /** One session and the text that opens it. */
  public record Token(SessionId session, String text) {}

  public String serviceToken() {
    return serviceToken("stream-gateway-control", Instant.now());
  }

  public String serviceToken(String audience, Instant from) {
    var claims =
        new JsonObject()
            .put("iss", "api")
            .put("aud", audience)
            .put("iat", from.getEpochSecond())
            .put("exp", from.getEpochSecond() + 60);
    return sign(claims, KID, keys);
  }

  private static JsonObject claims(
      StreamKey stream,
      SessionId session,
      UUID tokenId,
      String audience,
      Instant from,
      long seconds) {
    return new JsonObject()
        .put("iss", "atalaya")
        .put("aud", audience)
        .put("sub", "user-1")
        .put("sid", session.toString())
        .put("tid", stream.tenantId().value())
        .put("cid", stream.cameraId().value())
        .put("jti", tokenId.toString())
        .put("iat", from.getEpochSecond())
        .put("nbf", from.getEpochSecond())
        .put("exp", from.getEpochSecond() + seconds);
  }

  private static String sign(JsonObject claims, String kid, KeyPair keys) {
    return CompactJws.signEd25519(
        kid,
        claims.encode().getBytes(UTF_8),
        message -> Ed25519Keys.sign(keys.getPrivate(), message));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (away) {
        answer(exchange, 503, error("internal_error"));
      } else if (path.equals("/.well-known/jwks.json")) {
        answer(exchange, 200, jwks());
      } else if (!isFromGateway(exchange)) {
        answer(exchange, 401, error("unauthenticated"));
      } else if (path.equals("/internal/v1/heartbeat")) {
        answer(exchange, 200, heartbeat(new JsonObject(new String(body, UTF_8))));
      } else if (path.equals("/internal/v1/cuts")) {
        answer(exchange, 200, cuts(exchange.getRequestURI().getQuery()));
      } else if (path.matches("/internal/v1/sessions/[^/]+/activate")) {
        String id = path.substring("/internal/v1/sessions/".length(), path.lastIndexOf('/'));
        activate(exchange, id, new JsonObject(new String(body, UTF_8)));
      } else {
        answer(exchange, 404, error("route_not_found"));
      }
    }
  }

  private static boolean isFromGateway(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    return header != null
        && CompactJws.verifyHmac(
                header.substring("Bearer ".length()), GATEWAY_SECRET.getBytes(UTF_8))
            .isPresent();
  }

  private JsonObject jwks() {
    Jwks.Jwk jwk = Ed25519Keys.toJwk(KID, keys.getPublic());
    return new JsonObject()
        .put(
            "keys",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("kty", jwk.kty())
                        .put("crv", jwk.crv())
                        .put("alg", jwk.alg())
                        .put("use", jwk.use())
                        .put("kid", jwk.kid())
                        .put("x", jwk.x())));
  }

  private JsonObject heartbeat(JsonObject request) {
    synchronized (heartbeats) {
      heartbeats.add(request);
    }
    var cut = new JsonArray();
    cuts.forEach((session, reason) -> cut.add(cutOf(session, reason)));
    return new JsonObject().put("cut", cut);
  }

  private JsonObject cuts(String query) {
    synchronized (ended) {
      int after =
          query == null ? ended.size() : Integer.parseInt(query.substring("after=".length()));
      var cut = new JsonArray();
      ended.subList(after, ended.size()).forEach(cut::add);
      return new JsonObject().put("cut", cut).put("next", ended.size());
    }
  }

  private static JsonObject cutOf(SessionId session, String reason) {
    return new JsonObject()
        .put("sessionId", session.toString())
        .put("expired", false)
        .put("reason", reason)
        .put("endedAt", Instant.now().toString());
  }

  private void activate(HttpExchange exchange, String id, JsonObject request) throws IOException {
    activations.incrementAndGet();
    Issued issued = sessions.get(SessionId.parse(id));
    if (issued == null
        || !request.getString("tenantId").equals(issued.stream().tenantId().value())) {
      answer(exchange, 404, error("session_not_found"));
    } else if (!request.getString("tokenId").equals(issued.tokenId().toString())) {
      answer(exchange, 409, error("session_state_conflict"));
    } else if (cuts.containsKey(SessionId.parse(id))) {
      JsonObject gone = error("session_ended");
      gone.put(
          "details",
          new JsonObject().put("reason", "admin").put("endedAt", "2026-01-01T00:00:00Z"));
      answer(exchange, 410, gone);
    } else {
      answer(
          exchange,
          200,
          new JsonObject()
              .put("sessionId", id)
              .put("tenantId", issued.stream().tenantId().value())
              .put("cameraId", issued.stream().cameraId().value())
              .put("leaseExpiresAt", Instant.now().plusSeconds(45).toString())
              .put("endsAt", Instant.now().plusSeconds(3600).toString()));
    }
  }

  private static JsonObject error(String code) {
    return new JsonObject().put("code", code).put("message", code + " happened");
  }

  private static void answer(HttpExchange exchange, int status, JsonObject body)
      throws IOException {
    byte[] bytes = body.encode().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
