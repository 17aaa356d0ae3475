package io.atalaya.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.launcher.service.FreePort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

final class PortsTest {
  @Test
  void names_the_port_in_use_and_the_option_that_moves_it() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var refused =
          assertThrows(LaunchRefused.class, () -> requireFree(gatewayAt(taken.getLocalPort())));
      assertEquals(
          "port " + taken.getLocalPort() + " is in use; choose another with --gateway-port",
          refused.getMessage());
    }
  }

  @Test
  void waits_a_moment_for_a_port_that_is_just_being_left() throws Exception {
    final CompletableFuture<Object> waiting;
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var options = gatewayAt(taken.getLocalPort());
      waiting = CompletableFuture.supplyAsync(() -> verdict(options), Thread::startVirtualThread);
      assertThrows(TimeoutException.class, () -> waiting.get(200, TimeUnit.MILLISECONDS));
    }
    assertEquals("free", waiting.get(60, TimeUnit.SECONDS));
  }

  private static Object verdict(Options options) {
    try {
      requireFree(options);
      return "free";
    } catch (LaunchRefused | InterruptedException e) {
      return e;
    }
  }

  @Test
  void refuses_an_address_that_is_not_ours() {
    var options = new Options(Path.of("data"), 18080, 18081, 19000, "192.0.2.1", 0);
    var refused = assertThrows(LaunchRefused.class, () -> requireFree(options));
    assertTrue(refused.getMessage().contains("--bind"), refused.getMessage());
  }

  private static void requireFree(Options options) throws LaunchRefused, InterruptedException {
    Ports.requireFree(options.bind(), options.ports(Mode.DEMO));
  }

  private static Options gatewayAt(int port) throws Exception {
    return new Options(Path.of("data"), FreePort.find(), port, freePair(), "127.0.0.1", 0);
  }

  private static int freePair() throws Exception {
    while (true) {
      int port = FreePort.find();
      try (var _ = new ServerSocket(port + 1, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (java.net.BindException _) {
        // The next one is taken: look for another pair.
      }
    }
  }
}
