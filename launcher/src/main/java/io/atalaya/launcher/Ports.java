package io.atalaya.launcher;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/** Looks at ports before anything is started on them. */
final class Ports {
  /** Children of a launcher that was just killed are still leaving theirs. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private static final long POLL_MILLIS = 100;

  private Ports() {}

  static void requireFree(String bind, List<Options.Port> ports)
      throws LaunchRefused, InterruptedException {
    InetAddress address = address(bind);
    long deadline = System.nanoTime() + GRACE.toNanos();
    for (Options.Port port : ports) {
      while (!isFree(address, port.number())) {
        if (System.nanoTime() - deadline > 0) {
          throw new LaunchRefused(
              "port " + port.number() + " is in use; choose another with " + port.option());
        }
        Thread.sleep(POLL_MILLIS);
      }
    }
  }

  private static InetAddress address(String bind) throws LaunchRefused {
    try {
      return InetAddress.getByName(bind);
    } catch (UnknownHostException _) {
      throw new LaunchRefused("--bind is no address of this machine: '" + bind + "'");
    }
  }

  private static boolean isFree(InetAddress address, int port) throws LaunchRefused {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(address, port), 1);
      return true;
    } catch (BindException e) {
      if (String.valueOf(e.getMessage()).contains("assign")) {
        throw new LaunchRefused("--bind is no address of this machine: " + address);
      }
      if (String.valueOf(e.getMessage()).contains("ermission")) {
        throw new LaunchRefused("port " + port + " is for root only; choose one above 1023");
      }
      return false;
    } catch (IOException e) {
      throw new LaunchRefused("cannot listen on port " + port + ": " + e.getMessage());
    }
  }
}
