package io.atalaya.launcher.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Ties a child process to this JVM: when this JVM goes, however it goes, the kernel signals the
 * child.
 *
 * <p>Linux' parent-death signal fires when the <em>thread</em> that forked ends, not the process.
 * So each child is forked by a platform thread of its own, which then waits for it to exit. A
 * pooled or virtual thread would take the child down with it at some unrelated moment.
 */
public final class Tether {
  private Tether() {}

  /** What the kernel sends the child when this JVM is gone. */
  public enum DeathSignal {
    /** A clean stop, for programs that stop on it within seconds. */
    TERM,
    /** PostgreSQL's fast shutdown; its TERM would wait for clients to leave. */
    INT,
    /** For programs that have been seen ignoring the others. */
    KILL
  }

  /**
   * The command that runs {@code command} with the death signal set; same pid, by exec. In a
   * session of its own, so that Ctrl-C in a terminal reaches us alone and the order of stopping is
   * ours.
   */
  public static List<String> tethered(DeathSignal signal, List<String> command) {
    var tethered = new ArrayList<>(List.of("setpriv", "--pdeathsig", signal.name(), "setsid"));
    tethered.addAll(command);
    return tethered;
  }

  /**
   * Starts the builder's command, tethered.
   *
   * @throws IOException when the program cannot be started
   */
  public static Process start(ProcessBuilder builder, DeathSignal signal) throws IOException {
    builder.command(tethered(signal, builder.command()));
    var forked = new CompletableFuture<Process>();
    Thread.ofPlatform().daemon().name("tether").start(() -> forkAndStay(builder, forked));
    try {
      return forked.get();
    } catch (InterruptedException e) {
      var _ = forked.thenAccept(Process::destroyForcibly);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while starting " + builder.command().getLast(), e);
    } catch (ExecutionException e) {
      throw new IOException("cannot start " + builder.command() + ": " + e.getCause(), e);
    }
  }

  private static void forkAndStay(ProcessBuilder builder, CompletableFuture<Process> forked) {
    try {
      Process process = builder.start();
      forked.complete(process);
      awaitExit(process);
    } catch (IOException e) {
      forked.completeExceptionally(e);
    }
  }

  private static void awaitExit(Process process) {
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException _) {
        // Nobody holds this thread to interrupt it; leaving early would kill the child.
      }
    }
  }
}
