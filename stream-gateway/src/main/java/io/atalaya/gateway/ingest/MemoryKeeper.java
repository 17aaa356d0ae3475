package io.atalaya.gateway.ingest;

import io.atalaya.gateway.platform.Threads;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sees each second that the memory of media is enough for all cameras. */
@ApplicationScoped
class MemoryKeeper {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final CameraRegistry cameras;
  private @Nullable Thread thread;

  MemoryKeeper(CameraRegistry cameras) {
    this.cameras = cameras;
  }

  void start(@Observes StartupEvent ignored) {
    thread = Threads.startLoop("media-memory", () -> INTERVAL, cameras::shareMemory);
  }

  void stop(@Observes ShutdownEvent ignored) {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }
}
