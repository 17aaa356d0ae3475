package io.atalaya.launcher.service;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * Keeps one service running: starts it, waits for its end, starts it again.
 *
 * <p>Failing to start the first time is the caller's to judge ({@link #awaitReady}); later failures
 * are only logged, and tried again for as long as the keeper is open. The pause between two tries
 * doubles up to a bound and starts over once a run has lasted.
 */
public final class Keeper implements AutoCloseable {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LASTING = Duration.ofSeconds(30);
  private static final Duration STOP_DEADLINE = Duration.ofSeconds(70);

  private final Service service;
  private final Consumer<String> log;
  private final CompletableFuture<Long> firstPid = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean closed;

  private Keeper(Service service, Consumer<String> log) {
    this.service = service;
    this.log = log;
    this.thread = Thread.ofPlatform().name("keep-" + service.name()).unstarted(this::keep);
  }

  /** Begins to start it; {@link #awaitReady} tells when it serves. */
  public static Keeper begin(Service service, Consumer<String> log) {
    var keeper = new Keeper(service, log);
    keeper.thread.start();
    return keeper;
  }

  /** Returns when it serves for the first time; the service's own deadline holds. */
  public void awaitReady() throws IOException, InterruptedException {
    try {
      firstPid.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException why ? why : new IOException(e);
    }
  }

  /** Stops the present run, or the present try to start; the next one begins at once. */
  public void restart() {
    thread.interrupt();
  }

  private void keep() {
    Duration pause = FIRST_PAUSE;
    while (!closed) {
      try {
        long startNanos = System.nanoTime();
        if (!runOnce()) {
          return;
        }
        boolean lasted = System.nanoTime() - startNanos > LASTING.toNanos();
        pause = lasted ? FIRST_PAUSE : pause;
        Thread.sleep(pause);
        pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
      } catch (InterruptedException _) {
        // Closed, or to be restarted; nothing runs now.
        pause = FIRST_PAUSE;
      }
    }
    firstPid.completeExceptionally(new IOException(service.name() + " was stopped"));
  }

  /** False if it never came up and the caller has been told. */
  private boolean runOnce() throws InterruptedException {
    try (var running = service.start()) {
      if (!firstPid.complete(running.pid())) {
        log.accept(service.name() + " serves again, pid " + running.pid());
      }
      running.onExit().get();
      log.accept(service.name() + " (pid " + running.pid() + ") is gone: starting it again");
      return true;
    } catch (IOException e) {
      if (firstPid.completeExceptionally(e)) {
        return false;
      }
      log.accept(service.name() + " does not start, trying again: " + e.getMessage());
      return true;
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for an exit never fails", e);
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Stops the service; returns when it is gone. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      if (!thread.join(STOP_DEADLINE)) {
        log.accept(service.name() + " did not stop in " + STOP_DEADLINE.toSeconds() + " s");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
