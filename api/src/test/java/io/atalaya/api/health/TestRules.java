package io.atalaya.api.health;

import java.time.Duration;

/** The constants as they are shipped. */
final class TestRules {
  static final HealthRules USUAL =
      new HealthRules(
          new HealthRules.Looks(
              Duration.ofSeconds(15),
              Duration.ofSeconds(5),
              Duration.ofSeconds(5),
              Duration.ofSeconds(40),
              Duration.ofSeconds(5),
              Duration.ofDays(30)),
          new HealthRules.Limits(256, 128, 50),
          new HealthRules.Backoff(
              Duration.ofSeconds(10), Duration.ofMinutes(15), Duration.ofMinutes(1)),
          new HealthRules.Damping(3, Duration.ofSeconds(30), 2, 4, Duration.ofMinutes(10)),
          new HealthRules.Fuse(5, Duration.ofSeconds(10)));

  private TestRules() {}
}
