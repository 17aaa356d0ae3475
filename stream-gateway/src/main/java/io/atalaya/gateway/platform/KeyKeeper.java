package io.atalaya.gateway.platform;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the api's keys before anybody comes with a token, and looks for new ones now and then. */
@ApplicationScoped
class KeyKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(KeyKeeper.class);
  private static final Duration WITHOUT_KEYS = Duration.ofMillis(200);
  private static final Duration WITH_KEYS = Duration.ofSeconds(30);

  private final ApiKeys keys;
  private @Nullable Thread thread;
  private boolean said;

  KeyKeeper(ApiKeys keys) {
    this.keys = keys;
  }

  void start(@Observes StartupEvent ignored) {
    thread =
        Threads.startLoop(
            "api-keys", () -> keys.count() == 0 ? WITHOUT_KEYS : WITH_KEYS, this::keep);
  }

  void stop(@Observes ShutdownEvent ignored) {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  private void keep() {
    try {
      keys.keep();
    } catch (ApiUnavailableException e) {
      if (!said) {
        said = true;
        LOG.info("waits for the api's keys: {}", e.getMessage());
      }
    }
  }
}
