package io.atalaya.launcher.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Runs PostgreSQL's programs as somebody: they refuse user id 0.
 *
 * <p>As root they run in a user namespace of their own, where our files still are theirs and no
 * privilege is left. An unprivileged user needs nothing.
 */
final class RootlessCommand {
  private RootlessCommand() {}

  static List<String> of(List<String> command) {
    if (!"root".equals(System.getProperty("user.name"))) {
      return command;
    }
    var rootless = new ArrayList<>(List.of("unshare", "--user"));
    rootless.addAll(command);
    return rootless;
  }

  /** Runs it to its end, within a deadline; what it said is in the exception if it fails. */
  static void run(List<String> command, long timeoutSeconds) throws IOException {
    Process process = new ProcessBuilder(of(command)).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      var reading =
          new FutureTask<>(
              () -> new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      Thread.ofVirtual().start(reading);
      if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
        throw new IOException(command.getFirst() + " took more than " + timeoutSeconds + " s");
      }
      if (process.exitValue() != 0) {
        throw new IOException(command.getFirst() + " failed: " + reading.get().strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while running " + command.getFirst(), e);
    } catch (ExecutionException e) {
      throw new IOException("cannot read the output of " + command.getFirst(), e);
    } finally {
      process.destroyForcibly();
    }
  }
}
