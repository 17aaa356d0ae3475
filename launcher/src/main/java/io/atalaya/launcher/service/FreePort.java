package io.atalaya.launcher.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a server that starts later: below the range from which the system hands out ports, so
 * that nobody is given it meanwhile, and never the same one twice.
 */
public final class FreePort {
  private static final int FIRST = 20_000;

  /** From here on Linux gives them to anybody's outgoing connections. */
  private static final int EPHEMERAL = 32_768;

  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private FreePort() {}

  public static int find() {
    for (int tries = 0; tries < 100; tries++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, EPHEMERAL);
      if (!GIVEN.add(port)) {
        continue;
      }
      try (var probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return probe.getLocalPort();
      } catch (IOException taken) {
        // try another
      }
    }
    throw new UncheckedIOException(
        new IOException("no free port between %d and %d".formatted(FIRST, EPHEMERAL)));
  }
}
