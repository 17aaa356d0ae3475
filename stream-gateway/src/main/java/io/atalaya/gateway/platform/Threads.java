package io.atalaya.gateway.platform;

import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where threads come from; nothing else makes any. All are daemons and carry a name. */
public final class Threads {
  private static final Logger LOG = LoggerFactory.getLogger(Threads.class);

  private Threads() {}

  /** For whatever waits: cheap, one per thing that is going on. */
  public static Thread startVirtual(String name, Runnable task) {
    return Thread.ofVirtual().name(name).start(task);
  }

  /** Does {@code work} again and again, a pause before each, until it is interrupted. */
  public static Thread startLoop(String name, Supplier<Duration> pause, Runnable work) {
    return startVirtual(
        name,
        () -> {
          try {
            while (true) {
              Thread.sleep(pause.get());
              round(name, work);
            }
          } catch (InterruptedException _) {
            // the gateway stops
          }
        });
  }

  private static void round(String name, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.error("a round of {} failed; the next one comes", name, e);
    }
  }

  /**
   * For reads that hold their carrier, and for forking a child that must not outlive its parent.
   */
  public static Thread startPlatform(String name, Runnable task) {
    return Thread.ofPlatform().daemon().name(name).start(task);
  }
}
