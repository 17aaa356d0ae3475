package io.atalaya.gateway.engine.inprocess;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.contract.gateway.Transport;
import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.engine.MediaSink;
import io.atalaya.gateway.platform.MediaMemory;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.InitSegment;
import io.atalaya.testkit.camera.Camera;
import io.atalaya.testkit.camera.CameraSimulator;
import io.atalaya.testkit.camera.Fault;
import io.atalaya.testkit.camera.SimulatorOptions;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A camera that comes and goes for weeks leaves nothing behind: thread, socket, memory. */
class ReconnectTest {
  private static final int AT_ONCE = 10;

  /** What the JVM itself opens, or keeps for reading and writing, while anything runs. */
  private static final int SLACK = 10;

  private static final long SLACK_BYTES = 2 << 20;
  private static final String INSIDE_TLS = "acme/inside-tls";

  @TempDir Path folder;
  private final InprocessEngine engine = Runs.engine();
  private final AtomicReference<Throwable> failed = new AtomicReference<>();

  @Test
  @DisplayName("dozens of runs, ended in every way and interrupted in every phase, leave nothing")
  void leavesNothing() throws Exception {
    reconnect(5);
  }

  @Test
  @Tag("nightly")
  @DisplayName("a thousand runs, ended in every way and interrupted in every phase, leave nothing")
  void leavesNothingForLong() throws Exception {
    reconnect(100);
  }

  /** What is in use of what could leak. */
  private record Held(long threads, long sockets, long pinnedBytes, long directBytes) {
    static Held now() throws IOException {
      long direct =
          ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
              .filter(pool -> pool.getName().equals("direct"))
              .mapToLong(BufferPoolMXBean::getMemoryUsed)
              .sum();
      // Of the pool only what is in use: its arenas are filled once each, sooner or later.
      return new Held(
          ManagementFactory.getThreadMXBean().getThreadCount(),
          openSockets(),
          MediaMemory.POOL.pinnedDirectMemory(),
          direct
              + Math.max(0, PlatformDependent.usedDirectMemory())
              - MediaMemory.POOL.metric().usedDirectMemory());
    }

    private static long openSockets() throws IOException {
      try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
        return open.filter(Held::isSocket).count();
      }
    }

    private static boolean isSocket(Path descriptor) {
      try {
        return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
      } catch (IOException _) {
        return false; // closed meanwhile
      }
    }

    boolean isAtMost(Held before) {
      return threads <= before.threads + SLACK
          && sockets <= before.sockets + SLACK
          && pinnedBytes <= before.pinnedBytes
          && directBytes <= before.directBytes + SLACK_BYTES;
    }
  }

  private void reconnect(int rounds) throws Exception {
    try (CameraSimulator cameras = CameraSimulator.start(SimulatorOptions.loopback());
        var tls = new TlsCamera(folder, "TLSv1.3", cameras.port())) {
      for (int i = 0; i < AT_ONCE; i++) {
        cameras.add(Camera.named("acme/" + i));
      }
      cameras.add(Camera.named(INSIDE_TLS)); // of its own: the others' faults end all sessions
      round(cameras, tls); // what is made once, is made now
      Eventually.holds(Runs.SOON, () -> engine.running() == 0);
      Held before = Held.now();
      for (int i = 0; i < rounds; i++) {
        round(cameras, tls);
      }
      try {
        Held _ = Eventually.get(Runs.SOON, Held::now, now -> now.isAtMost(before));
      } catch (AssertionError e) {
        throw new AssertionError("before: " + before, e);
      }
      for (int i = 0; i < AT_ONCE; i++) {
        String name = "acme/" + i;
        Eventually.holds(Runs.SOON, () -> cameras.counters(name).activeSessions() == 0);
      }
    }
  }

  /** Runs at once, which end in different ways. */
  private void round(CameraSimulator cameras, TlsCamera tls) throws Exception {
    List<Thread> runs = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      int number = i;
      runs.add(Thread.ofVirtual().start(() -> quietly(() -> live(cameras, number))));
    }
    runs.add(Thread.ofVirtual().start(() -> quietly(() -> liveInsideTls(cameras, tls))));
    runs.add(Thread.ofVirtual().start(() -> quietly(this::stuckInTls)));
    for (Phase phase : Phase.values()) {
      for (boolean interrupted : new boolean[] {true, false}) {
        runs.add(Thread.ofVirtual().start(() -> quietly(() -> fail(phase, interrupted))));
      }
    }
    for (Thread run : runs) {
      assertTrue(run.join(Runs.SOON), "a run that does not end");
    }
    assertTrue(failed.get() == null, () -> "" + failed.get());
  }

  private interface Step {
    void run() throws Exception;
  }

  private void quietly(Step step) {
    try {
      step.run();
    } catch (Exception | AssertionError e) {
      failed.set(e);
    }
  }

  /** Until its first picture, and then the camera resets, says goodbye, or we stop. */
  private void live(CameraSimulator cameras, int number) throws Exception {
    String name = "acme/" + number;
    var sink = new FirstPicture();
    Runs.Run run = start(cameras.url(name), number % 2 == 0 ? Transport.TCP : Transport.UDP, sink);
    assertTrue(sink.came.await(Runs.SOON.toNanos(), TimeUnit.NANOSECONDS), "a picture of " + name);
    switch (number % 3) {
      case 0 -> cameras.fault(name, Fault.RESET);
      case 1 -> cameras.fault(name, Fault.DROP);
      default -> run.stop();
    }
    run.awaitEnd();
  }

  private void liveInsideTls(CameraSimulator cameras, TlsCamera tls) throws Exception {
    var sink = new FirstPicture();
    String plain = cameras.url(INSIDE_TLS);
    String inside =
        plain.replace("rtsp://", "rtsps://").replace(":" + cameras.port(), ":" + tls.port());
    Runs.Run run = start(inside, Transport.TCP, sink);
    assertTrue(sink.came.await(Runs.SOON.toNanos(), TimeUnit.NANOSECONDS), "a picture inside TLS");
    run.stop();
  }

  /** Nobody answers to what TLS says first. */
  private void stuckInTls() throws Exception {
    try (var camera = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      camera.setSoTimeout((int) Runs.SOON.toMillis());
      String url = "rtsps://127.0.0.1:" + camera.getLocalPort() + "/";
      Runs.Run run = start(url, Transport.TCP, new Runs.NoSink());
      try (Socket _ = camera.accept()) {
        run.stop();
      }
    }
  }

  /** Where a handshake gets stuck. */
  private enum Phase {
    DESCRIBE,
    SETUP,
    PLAY
  }

  /** The camera falls silent, and we stop; or it answers nonsense there. */
  private void fail(Phase phase, boolean interrupted) throws Exception {
    var reached = new CountDownLatch(1);
    try (var camera =
        WireCamera.start()
            .on(
                phase.name(),
                request -> {
                  reached.countDown();
                  return interrupted ? new byte[0] : WireCamera.ok(request, "Content-Length: -1");
                })) {
      Runs.Run run = start(camera.url(), Transport.TCP, new Runs.NoSink());
      assertTrue(reached.await(Runs.SOON.toNanos(), TimeUnit.NANOSECONDS), "asked to " + phase);
      if (interrupted) {
        run.stop();
      }
      run.awaitEnd();
    }
  }

  private Runs.Run start(String url, Transport transport, MediaSink sink) {
    return Runs.start(engine, Runs.spec(url, transport, Runs.NOWHERE_ELSE), sink);
  }

  private static final class FirstPicture implements MediaSink {
    private final CountDownLatch came = new CountDownLatch(1);
    private final AtomicBoolean begun = new AtomicBoolean();

    @Override
    public void init(List<InitSegment> tracks) {
      begun.set(true);
    }

    @Override
    public void chunk(Chunk chunk) {
      chunk.release();
      assertTrue(begun.get());
      came.countDown();
    }
  }
}
