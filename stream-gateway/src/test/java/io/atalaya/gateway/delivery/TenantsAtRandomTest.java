package io.atalaya.gateway.delivery;

import static io.atalaya.gateway.GatewayClient.key;
import static io.atalaya.gateway.GatewayClient.path;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.contract.id.StreamKey;
import io.atalaya.gateway.ApiStub;
import io.atalaya.gateway.GatewayClient;
import io.atalaya.gateway.GatewayResource;
import io.atalaya.gateway.MarkedClip;
import io.atalaya.gateway.ingest.CameraIngest;
import io.atalaya.gateway.ingest.CameraRegistry;
import io.atalaya.media.hls.MediaNames;
import io.atalaya.testkit.camera.Camera;
import io.atalaya.testkit.camera.CameraSimulator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many tenants with cameras of the same ids, which come and go at random while all are watched.
 * Every picture says whose it is, so any byte that reaches the wrong viewer is seen: by a wrong
 * name, a wrong session, or a buffer that was given to the next one while it was still being read.
 */
@QuarkusTest
@WithTestResource(GatewayResource.class)
class TenantsAtRandomTest {
  private static final List<String> TENANTS =
      List.of("random-a", "random-b", "random-c", "random-d", "random-e");
  private static final List<String> CAMERAS = List.of("lobby", "yard");
  private static final int PROVISIONERS = 3;
  private static final int VIEWERS = 4;
  private static final int SLOW_VIEWERS = 2;
  private static final int HOLDERS = 2;
  private static final int PIPELINED = 100;
  private static final int READ_TIMEOUT_MILLIS = 20_000;

  /** All that a request for a camera that comes and goes may be answered beside 200. */
  private static final Set<Integer> NOT_NOW = Set.of(404, 410, 503);

  ApiStub api;
  CameraSimulator cameras;
  @TestHTTPResource URI gatewayUrl;
  @Inject CameraRegistry registry;
  @TempDir Path folder;

  private final Map<StreamKey, AtomicLong> generations = new ConcurrentHashMap<>();
  private final AtomicInteger checked = new AtomicInteger();
  private final AtomicInteger removed = new AtomicInteger();
  private GatewayClient gateway;
  private long until;

  @BeforeEach
  void start() throws Exception {
    gateway = new GatewayClient(gatewayUrl, api);
    for (StreamKey stream : streams()) {
      generations.put(stream, new AtomicLong(1));
      cameras.add(Camera.named(name(stream)).clip(MarkedClip.of(name(stream), folder)));
    }
  }

  @AfterEach
  void stop() throws Exception {
    for (String tenant : TENANTS) {
      assertEquals(204, gateway.delete("/v1/tenants/" + tenant).statusCode());
    }
    streams().forEach(stream -> cameras.remove(name(stream)));
  }

  @Test
  @DisplayName("no viewer gets another tenant's byte, for a moment")
  void briefly() throws Exception {
    live(Duration.ofSeconds(8));
  }

  @Test
  @Tag("nightly")
  @DisplayName("no viewer gets another tenant's byte, for minutes")
  void atLength() throws Exception {
    live(Duration.ofMinutes(3));
  }

  private static List<StreamKey> streams() {
    return TENANTS.stream()
        .flatMap(tenant -> CAMERAS.stream().map(camera -> key(tenant, camera)))
        .toList();
  }

  private static String name(StreamKey stream) {
    return stream.tenantId() + "/" + stream.cameraId();
  }

  private interface Life {
    void step(Random random) throws Exception;
  }

  private void live(Duration length) throws Exception {
    long seed = Long.getLong("isolation.seed", new SecureRandom().nextLong());
    System.out.println("isolation.seed " + seed);
    until = System.nanoTime() + length.toNanos();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var lives = new ArrayList<Future<?>>();
      start(threads, lives, seed, PROVISIONERS, this::provision);
      start(threads, lives, seed + 1, VIEWERS, this::view);
      start(threads, lives, seed + 2, SLOW_VIEWERS, this::viewSlowly);
      start(threads, lives, seed + 3, HOLDERS, this::hold);
      for (Future<?> life : lives) {
        life.get();
      }
    }
    assertTrue(
        isEnough(), "objects looked at: %s, cameras removed: %s".formatted(checked, removed));
  }

  private void start(
      ExecutorService threads, List<Future<?>> lives, long seed, int count, Life life) {
    for (int i = 0; i < count; i++) {
      var random = new Random(seed * 31 + i);
      lives.add(
          threads.submit(() -> {
            while (goesOn()) {
              life.step(random);
            }
            return null;
          }));
    }
  }

  /** Longer than it was to, where a slow machine has shown too little yet. */
  private boolean goesOn() {
    long over = System.nanoTime() - until;
    return over < 0 || (!isEnough() && over < Duration.ofMinutes(2).toNanos());
  }

  private boolean isEnough() {
    return checked.get() > 30 && removed.get() > 3;
  }

  private static StreamKey any(Random random) {
    return streams().get(random.nextInt(streams().size()));
  }

  /** More come than go, so that there is something to see. */
  private void provision(Random random) throws Exception {
    StreamKey stream = any(random);
    int what = random.nextInt(20);
    if (what == 0) {
      expect(Set.of(204, 503), gateway.delete("/v1/tenants/" + stream.tenantId()).statusCode());
      removed.incrementAndGet();
    } else if (what < 4) {
      expect(Set.of(204, 503), gateway.delete(path(stream)).statusCode());
      removed.incrementAndGet();
    } else {
      var body =
          new JsonObject()
              .put("source", cameras.url(name(stream)))
              .put("engine", "inprocess")
              .put("generation", generations.get(stream).addAndGet(random.nextInt(4) / 3));
      expect(Set.of(200, 201, 409, 503), gateway.provision(stream, body).statusCode());
    }
    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(400)).toNanos());
  }

  private static void expect(Set<Integer> statuses, int status) {
    assertTrue(statuses.contains(status), "answered " + status);
  }

  /** Opens a camera and looks at what there is of it. */
  private void view(Random random) throws Exception {
    StreamKey stream = any(random);
    var opened = open(stream);
    if (opened == null) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      return;
    }
    for (int i = 0; i < 5; i++) {
      for (String object : opened.objects()) {
        var answer = opened.bytes(object);
        if (answer.statusCode() == 200 && !object.startsWith("init")) {
          check(stream, answer.body(), object);
        } else if (answer.statusCode() != 200) {
          expect(NOT_NOW, answer.statusCode());
        }
      }
      LockSupport.parkNanos(Duration.ofMillis(random.nextInt(300)).toNanos());
    }
  }

  private GatewayClient.Player open(StreamKey stream) throws Exception {
    var answer = gateway.open(api.issue(stream).text());
    if (answer.statusCode() != 200) {
      expect(NOT_NOW, answer.statusCode());
      return null;
    }
    // A fresh token: each opens once.
    try {
      return gateway.play(stream);
    } catch (AssertionError _) {
      return null; // it has gone meanwhile
    }
  }

  /** Asks for much at once and reads it late, when the camera may have gone. */
  private void viewSlowly(Random random) throws Exception {
    StreamKey stream = any(random);
    var opened = open(stream);
    List<String> objects = opened == null ? List.of() : opened.objects();
    if (objects.size() < 2) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      return;
    }
    try (var socket = new Socket()) {
      socket.setReceiveBufferSize(4_096);
      socket.setSoTimeout(READ_TIMEOUT_MILLIS);
      socket.connect(new InetSocketAddress(gatewayUrl.getHost(), gatewayUrl.getPort()));
      for (int i = 1; i <= PIPELINED; i++) {
        String object = objects.get(1 + random.nextInt(objects.size() - 1));
        String last = i == PIPELINED ? "Connection: close\r\n" : "";
        socket
            .getOutputStream()
            .write(
                ("GET " + opened.base + object + " HTTP/1.1\r\nHost: x\r\n" + last + "\r\n")
                    .getBytes(US_ASCII));
      }
      LockSupport.parkNanos(Duration.ofMillis(random.nextInt(1_500)).toNanos());
      byte[] all = socket.getInputStream().readAllBytes();
      MarkedClip.owners(all).forEach(owner -> assertEquals(name(stream), owner, "read late"));
      checked.incrementAndGet();
    }
  }

  /** Keeps a reference, as a response does that is being sent, while cameras come and go. */
  private void hold(Random random) throws Exception {
    StreamKey stream = any(random);
    CameraIngest camera = registry.find(stream).orElse(null);
    var opened = camera == null ? null : open(stream);
    for (String object : opened == null ? List.<String>of() : opened.objects()) {
      ByteBuf bytes =
          MediaNames.parse(object).flatMap(name -> camera.feed().live().bytes(name)).orElse(null);
      if (bytes != null && !object.startsWith("init")) {
        byte[] before = ByteBufUtil.getBytes(bytes);
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(300)).toNanos());
        check(stream, before, object);
        check(stream, ByteBufUtil.getBytes(bytes), object + ", held for a while");
        assertTrue(bytes.release() || bytes.refCnt() > 0);
      }
    }
    LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
  }

  private void check(StreamKey stream, byte[] media, String what) {
    List<String> owners = MarkedClip.owners(media).distinct().toList();
    assertEquals(List.of(name(stream)), owners, what + " of " + stream);
    checked.incrementAndGet();
  }
}
