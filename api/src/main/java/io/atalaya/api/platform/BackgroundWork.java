package io.atalaya.api.platform;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * What goes on in the {@linkplain Background background}. The scheduler of the framework stops
 * without waiting for what it began, and a job on a virtual thread would find its database closed.
 *
 * <p>Thread-safe.
 */
@Singleton
public class BackgroundWork {
  private static final Logger LOG = Logger.getLogger(BackgroundWork.class);

  /** How long the api's end waits for what was begun. */
  private static final Duration FINISH = Duration.ofSeconds(3);

  private final Object lock = new Object();
  private int running;
  private boolean ending;

  /** Whether the api ends: who has much to do stops at the next good place. */
  public boolean isEnding() {
    synchronized (lock) {
      return ending;
    }
  }

  void onStop(@Observes ShutdownEvent event) {
    end(FINISH);
  }

  /** Whether it may be begun; then {@link #finished} is called once. */
  boolean begin() {
    synchronized (lock) {
      if (!ending) {
        running++;
      }
      return !ending;
    }
  }

  void finished() {
    synchronized (lock) {
      running--;
      lock.notifyAll();
    }
  }

  /** Lets nothing begin, and waits for what has begun. */
  void end(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    synchronized (lock) {
      ending = true;
      try {
        for (long left = atMost.toMillis(); running > 0 && left > 0; ) {
          lock.wait(left);
          left = (deadline - System.nanoTime()) / 1_000_000;
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      if (running > 0) {
        LOG.infof("%d jobs break off: the api stops", running);
      }
    }
  }
}
