package io.atalaya.launcher.service;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What has been started, to be stopped in the opposite order, once, from whichever thread.
 *
 * <p>Stopping may come while things are still being started: what is added after it is closed at
 * once.
 */
public final class CloseStack implements AutoCloseable {
  private final Consumer<String> log;

  /** Guards {@code open} and {@code closed}; not held while anything is being closed. */
  private final Object lock = new Object();

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private boolean closed;

  public CloseStack(Consumer<String> log) {
    this.log = log;
  }

  public <T extends AutoCloseable> T add(T started) {
    boolean late;
    synchronized (lock) {
      late = closed;
      if (!late) {
        open.push(started);
      }
    }
    if (late) {
      close(started);
    }
    return started;
  }

  public boolean isClosed() {
    synchronized (lock) {
      return closed;
    }
  }

  @Override
  public void close() {
    for (AutoCloseable next = pop(); next != null; next = pop()) {
      close(next);
    }
  }

  private @Nullable AutoCloseable pop() {
    synchronized (lock) {
      closed = true;
      return open.poll();
    }
  }

  private void close(AutoCloseable started) {
    try {
      started.close();
    } catch (Exception e) {
      // The others still have to be stopped.
      log.accept("could not stop " + started + ": " + e);
    }
  }
}
