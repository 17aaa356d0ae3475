package io.atalaya.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.atalaya.contract.error.ErrorBody;
import io.atalaya.contract.gateway.CameraHealth;
import io.atalaya.contract.gateway.CameraPage;
import io.atalaya.contract.gateway.FailureKind;
import io.atalaya.contract.gateway.IngestState;
import io.atalaya.contract.gateway.LastFailure;
import io.atalaya.contract.gateway.NodeInfo;
import io.atalaya.contract.gateway.ProvisionRequest;
import io.atalaya.contract.gateway.ProvisionedCamera;
import io.atalaya.contract.gateway.RestartCause;
import io.atalaya.contract.gateway.Startup;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import io.atalaya.contract.token.CompactJws;
import io.atalaya.contract.token.Ed25519Keys;
import io.atalaya.contract.token.Jwks;
import io.atalaya.contract.token.ServiceClaims;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A gateway that speaks the control contract over real HTTP, checks our service tokens with our
 * published keys, and pulls nothing: every camera is live unless a test says otherwise.
 */
public final class FakeGateway implements AutoCloseable {
  private static final int PAGE = 2;

  /** What the gateway was told about a camera, and how it says the camera is. */
  public record Provisioned(ProvisionRequest request, CameraHealth health) {}

  private final NavigableMap<String, Provisioned> cameras = new ConcurrentSkipListMap<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ObjectMapper json;
  private final Supplier<Jwks> keys;
  private final Set<String> removed = ConcurrentHashMap.newKeySet();
  private final AtomicInteger held = new AtomicInteger();
  private volatile CountDownLatch provisions = new CountDownLatch(0);
  private volatile int capacity = Integer.MAX_VALUE;
  private final AtomicInteger looksHeld = new AtomicInteger();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private final Map<String, Integer> lookedAt = new ConcurrentHashMap<>();
  private final Map<String, Integer> underWay = new ConcurrentHashMap<>();
  private final Map<String, Long> lastLook = new ConcurrentHashMap<>();
  private volatile CountDownLatch answers = new CountDownLatch(0);
  private volatile CountDownLatch looks = new CountDownLatch(0);
  private volatile Duration answerAfter = Duration.ZERO;
  private volatile int losesOneIn = Integer.MAX_VALUE;
  private volatile UUID bootId = UUID.randomUUID();
  private volatile String lastSigned = "";

  private FakeGateway(HttpServer server, ObjectMapper json, Supplier<Jwks> keys) {
    this.server = server;
    this.json = json;
    this.keys = keys;
  }

  public static FakeGateway at(URI url, ObjectMapper json, Supplier<Jwks> keys) {
    try {
      HttpServer server =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), url.getPort()), 0);
      var gateway = new FakeGateway(server, json, keys);
      server.setExecutor(gateway.threads);
      server.createContext("/v1/", gateway::handle);
      server.start();
      return gateway;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Optional<Provisioned> camera(String tenant, String camera) {
    return Optional.ofNullable(cameras.get(tenant + "/" + camera));
  }

  /** Whether it had this camera and was told to remove it, by its name. */
  public boolean wasRidOf(String tenant, String camera) {
    return removed.contains(tenant + "/" + camera);
  }

  /** Loses everything, as a restarted gateway does. */
  public void forgetAll() {
    cameras.clear();
  }

  /** From now on it takes no more than so many cameras. */
  public void limitTo(int cameras) {
    capacity = cameras;
  }

  /** From now on cameras that come are on their way, until {@link #letArrive}. */
  public void holdOnTheirWay() {
    provisions = new CountDownLatch(1);
  }

  /** How many cameras are on their way. */
  public int onTheirWay() {
    return held.get();
  }

  /** What was held comes now. */
  public void letArrive() {
    provisions.countDown();
  }

  /** From now on it accepts calls and answers none, until {@link #thaw}. */
  public void freeze() {
    answers = new CountDownLatch(1);
  }

  /** Everything that waits is answered. */
  public void thaw() {
    answers.countDown();
  }

  /** From now on each answer takes so long, and one in {@code oneIn} never comes. */
  public void beSlow(Duration each, int oneIn) {
    answerAfter = each;
    losesOneIn = oneIn;
  }

  /** From now on nothing it is asked about any camera is answered, while others are. */
  public void holdLooks() {
    looks = new CountDownLatch(1);
  }

  /** How many are held. */
  public int looksHeld() {
    return looksHeld.get();
  }

  /** What was held is answered. */
  public void letLook() {
    looks.countDown();
  }

  /** How often it was asked how a camera is. */
  public int looksAt(String tenant, String camera) {
    return lookedAt.getOrDefault(tenant + "/" + camera, 0);
  }

  /** The most calls about one camera that ever were under way at once. */
  public int mostAtOnceOfOneCamera() {
    return mostAtOnce.get();
  }

  /** When it was last asked anything about each camera, by {@link System#nanoTime}. */
  public Map<String, Long> lastLooks() {
    return Map.copyOf(lastLook);
  }

  /** Calls so far. */
  public int calls() {
    return calls.get();
  }

  /** It is another run of the program from now on, and runs nothing. */
  public void restart() {
    bootId = UUID.randomUUID();
    cameras.clear();
  }

  /** Runs a camera nobody asked for. */
  public void runOrphan(String tenant, String camera) {
    var request = new ProvisionRequest("rtsp://10.0.0.9/x", null, null, null, null, 1);
    cameras.put(tenant + "/" + camera, new Provisioned(request, live(1)));
  }

  public void setState(String tenant, String camera, IngestState state, FailureKind failure) {
    setState(tenant, camera, state, failure, "the camera said " + failure);
  }

  /** The same, in the camera's own words. */
  public void setState(
      String tenant, String camera, IngestState state, FailureKind failure, String message) {
    LastFailure last = failure == null ? null : new LastFailure(failure, message, Instant.now());
    cameras.computeIfPresent(
        tenant + "/" + camera,
        (_, was) -> new Provisioned(was.request, health(state, was.request.generation(), last)));
  }

  private static CameraHealth live(long generation) {
    return health(IngestState.LIVE, generation, null);
  }

  private static CameraHealth health(IngestState state, long generation, LastFailure failure) {
    boolean isLive = state == IngestState.LIVE;
    return new CameraHealth(
        state,
        Instant.now(),
        generation,
        "inprocess",
        List.of(),
        isLive ? 900L : null,
        isLive ? 40L : null,
        isLive ? 1_000_000L : null,
        isLive ? 15.0 : null,
        isLive ? 1_000L : null,
        isLive ? 30L : null,
        0,
        0,
        failure,
        null,
        null,
        isLive ? new Startup(5L, 40L, 300L, 555L) : null,
        isLive ? 3L : null,
        isLive ? 1L : null,
        failure == null ? List.of() : List.of(new RestartCause(failure.kind(), 1)),
        List.of());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!isSignedByUs(exchange.getRequestHeaders().getFirst("Authorization"))) {
        refuse(exchange, 401, "unauthenticated");
        return;
      }
      int call = calls.incrementAndGet();
      String camera = cameraOf(exchange);
      if (camera == null) {
        answers.await();
        route(exchange);
        return;
      }
      mostAtOnce.accumulateAndGet(underWay.merge(camera, 1, Integer::sum), Math::max);
      lastLook.put(camera, System.nanoTime());
      try {
        answers.await();
        if (call % losesOneIn == 0) {
          new CountDownLatch(1).await();
        }
        LockSupport.parkNanos(answerAfter.toNanos());
        route(exchange);
      } finally {
        underWay.merge(camera, -1, Integer::sum);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it was closed
    }
  }

  private static String cameraOf(HttpExchange exchange) {
    String[] path = exchange.getRequestURI().getPath().split("/", -1);
    return path.length >= 6 ? path[3] + "/" + path[5] : null;
  }

  private void route(HttpExchange exchange) throws IOException, InterruptedException {
    String[] path = exchange.getRequestURI().getPath().split("/", -1);
    String what = exchange.getRequestMethod() + " " + path.length;
    switch (what) {
      case "GET 3" -> {
        if (path[2].equals("node")) {
          answer(
              exchange,
              200,
              new NodeInfo("gateway-1", bootId, Instant.now(), cameras.size(), 500, 3));
        } else {
          answer(exchange, 200, page(exchange.getRequestURI().getQuery()));
        }
      }
      case "DELETE 4" -> {
        cameras.keySet().removeIf(key -> key.startsWith(path[3] + "/"));
        exchange.sendResponseHeaders(204, -1);
      }
      case "PUT 6" -> put(exchange, path[3] + "/" + path[5]);
      case "DELETE 6" -> {
        if (cameras.remove(path[3] + "/" + path[5]) != null) {
          removed.add(path[3] + "/" + path[5]);
        }
        exchange.sendResponseHeaders(204, -1);
      }
      case "GET 7" -> {
        lookedAt.merge(path[3] + "/" + path[5], 1, Integer::sum);
        looksHeld.incrementAndGet();
        looks.await();
        looksHeld.decrementAndGet();
        Provisioned found = cameras.get(path[3] + "/" + path[5]);
        if (found == null) {
          refuse(exchange, 404, "camera_not_found");
        } else {
          answer(exchange, 200, found.health);
        }
      }
      default -> refuse(exchange, 404, "route_not_found");
    }
  }

  private void put(HttpExchange exchange, String key) throws IOException {
    var request = json.readValue(exchange.getRequestBody(), ProvisionRequest.class);
    awaitArrival();
    Provisioned was = cameras.get(key);
    if (was != null && was.request.generation() > request.generation()) {
      refuse(exchange, 409, "stale_generation");
    } else if (was == null && cameras.size() >= capacity) {
      refuse(exchange, 503, "gateway_at_capacity");
    } else {
      cameras.put(key, new Provisioned(request, live(request.generation())));
      answer(exchange, was == null ? 201 : 200, live(request.generation()));
    }
  }

  private void awaitArrival() throws IOException {
    held.incrementAndGet();
    try {
      if (!provisions.await(30, TimeUnit.SECONDS)) {
        throw new IOException("nobody let it arrive");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the gateway stops", e);
    } finally {
      held.decrementAndGet();
    }
  }

  private CameraPage page(String query) {
    String after = query == null ? "" : query.substring("cursor=".length());
    var items =
        cameras.tailMap(after, false).entrySet().stream()
            .limit(PAGE)
            .map(entry ->
                new ProvisionedCamera(
                    key(entry).tenantId(), key(entry).cameraId(), entry.getValue().health))
            .toList();
    String next =
        items.size() < PAGE
            ? null
            : new StreamKey(items.getLast().tenantId(), items.getLast().cameraId()).toString();
    return new CameraPage(items, next);
  }

  private static StreamKey key(Map.Entry<String, Provisioned> entry) {
    String[] parts = entry.getKey().split("/", -1);
    return new StreamKey(new TenantId(parts[0]), new CameraId(parts[1]));
  }

  private boolean isSignedByUs(String authorization) throws IOException {
    if (authorization == null || !authorization.startsWith("Bearer ")) {
      return false;
    }
    if (authorization.equals(lastSigned)) {
      return true; // a check costs a millisecond
    }
    Optional<byte[]> payload =
        CompactJws.verifyEd25519(
            authorization.substring("Bearer ".length()),
            kid ->
                keys.get().keys().stream()
                    .filter(key -> key.kid().equals(kid))
                    .findFirst()
                    .map(Ed25519Keys::fromJwk));
    boolean signed =
        payload.isPresent()
            && json.readValue(payload.get(), ServiceClaims.class)
                .isValidFor(ServiceClaims.TO_GATEWAY, Instant.now(), 5);
    if (signed) {
      lastSigned = authorization;
    }
    return signed;
  }

  private void refuse(HttpExchange exchange, int status, String code) throws IOException {
    answer(exchange, status, new ErrorBody(code, "refused: " + code, null));
  }

  private void answer(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] bytes = json.writeValueAsString(body).getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
