package io.atalaya.api.platform;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.Duration;

/** How long what is over is kept, checked: with less than the minimum the api does not start. */
@Startup
@Singleton
public final class Retention {
  /** The database keeps younger rows whatever is asked of it, and usage looks back as far. */
  private static final Duration SHORTEST = Duration.ofDays(92);

  private final Duration age;

  Retention(Settings settings) {
    this.age = settings.retention();
    if (age.compareTo(SHORTEST) < 0) {
      throw new IllegalStateException(
          "ATALAYA_RETENTION must be at least %d days, not %s".formatted(SHORTEST.toDays(), age));
    }
  }

  /** What is older may go. */
  public Duration age() {
    return age;
  }
}
