package io.atalaya.gateway.delivery;

import static io.atalaya.gateway.GatewayClient.key;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.contract.id.StreamKey;
import io.atalaya.gateway.ApiStub;
import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.GatewayClient;
import io.atalaya.gateway.GatewayResource;
import io.atalaya.gateway.ingest.CameraRegistry;
import io.atalaya.media.hls.MediaNames;
import io.atalaya.media.live.LiveStream;
import io.atalaya.testkit.camera.Camera;
import io.atalaya.testkit.camera.CameraSimulator;
import io.netty.buffer.ByteBuf;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Media goes out from shared buffers, so each response must give back exactly the reference it
 * took: one too few is a leak, one too many hands freed memory to the next viewer.
 */
@QuarkusTest
@WithTestResource(GatewayResource.class)
class BufferReleaseTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final StreamKey CAMERA = key("acme-buffers", "lobby");
  private static final int CLIENTS = 20;
  private static final int REQUESTS = 100;

  ApiStub api;
  CameraSimulator cameras;
  @TestHTTPResource URI gatewayUrl;
  @Inject CameraRegistry registry;

  @Test
  @DisplayName("after thousands of responses, whole and aborted, every reference is back")
  void returnsEveryReference() throws Exception {
    var gateway = new GatewayClient(gatewayUrl, api);
    cameras.add(Camera.named("acme-buffers/lobby"));
    assertEquals(201, gateway.provision(CAMERA, cameras.url("acme-buffers/lobby"), 1).statusCode());
    GatewayClient.Player player = gateway.play(CAMERA);
    String name = Eventually.get(SOON, player::objects, objects -> objects.size() > 2).getLast();
    LiveStream live = registry.find(CAMERA).orElseThrow().feed().live();
    // Holding a reference keeps the bytes alive when their segment has long left the stream.
    ByteBuf watched = live.bytes(MediaNames.parse(name).orElseThrow()).orElseThrow();
    ByteBuf shared = root(watched);
    assertTrue(shared.refCnt() >= 2, "the stream's and ours");

    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        boolean aborts = i % 2 == 0;
        done.add(clients.submit(() -> fetch(player.base + name, aborts)));
      }
      for (Future<?> future : done) {
        future.get();
      }
    }
    assertEquals(204, gateway.delete("/v1/tenants/acme-buffers").statusCode());
    // Without the stream, its engine and the viewers.
    Eventually.holds(SOON, () -> shared.refCnt() == 1);
    assertTrue(watched.release());
    assertEquals(0, shared.refCnt(), "the last reference was ours");
    cameras.remove("acme-buffers/lobby");
  }

  /** The memory behind a part: it is free when nobody has any part of it. */
  private static ByteBuf root(ByteBuf buffer) {
    ByteBuf root = buffer;
    while (root.unwrap() != null) {
      root = root.unwrap();
    }
    return root;
  }

  /** Many requests on one connection each; an aborting client leaves without reading. */
  private Void fetch(String path, boolean aborts) throws IOException {
    byte[] request = ("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(US_ASCII);
    byte[] last =
        ("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").getBytes(US_ASCII);
    for (int round = 0; round < REQUESTS / 10; round++) {
      try (var socket = new Socket(gatewayUrl.getHost(), gatewayUrl.getPort())) {
        socket.setSoTimeout((int) SOON.toMillis());
        for (int i = 0; i < 9; i++) {
          socket.getOutputStream().write(request);
        }
        if (aborts) {
          socket.setSoLinger(true, 0); // a reset, while answers are under way
          int _ = socket.getInputStream().read();
        } else {
          socket.getOutputStream().write(last);
          String answers = new String(socket.getInputStream().readAllBytes(), US_ASCII);
          assertEquals(10, answers.split("HTTP/1.1 200 OK", -1).length - 1);
        }
      }
    }
    return null;
  }
}
