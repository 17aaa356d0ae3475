package io.atalaya.api.session;

import io.atalaya.api.platform.Background;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many sessions there are, as the database says every few seconds; a scrape only reads what was
 * found last. Every replica finds the same. Not a number while the database cannot be asked.
 */
@Singleton
@Startup // its series are there from the beginning
final class SessionGauges {
  private static final List<SessionPhase> LIVE =
      List.of(SessionPhase.REQUESTED, SessionPhase.ISSUED, SessionPhase.ACTIVE);

  private final SlotStore store;
  private volatile Optional<Census> found = Optional.empty();

  /**
   * What there is at one moment.
   *
   * @param live by phase, those whose time has not run out
   * @param zombies rows that should long be something else
   */
  record Census(Map<SessionPhase, Long> live, long zombies) {
    Census {
      live = Map.copyOf(live);
    }
  }

  SessionGauges(SlotStore store, MeterRegistry registry) {
    this.store = store;
    for (SessionPhase phase : LIVE) {
      Gauge.builder("atalaya.sessions", this, gauges -> gauges.live(phase))
          .description("Sessions that are not over")
          .tag("state", phase.toString())
          .register(registry);
    }
    Gauge.builder("atalaya.zombie.sessions", this, SessionGauges::zombies)
        .description("Sessions that nobody watches and nobody ended")
        .register(registry);
  }

  @Scheduled(
      every = "${atalaya.census-interval:15s}",
      concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  @Background
  void look() {
    try {
      found = Optional.of(store.census());
    } catch (RuntimeException e) {
      found = Optional.empty();
      throw e;
    }
  }

  private double live(SessionPhase phase) {
    return found.map(census -> (double) census.live().getOrDefault(phase, 0L)).orElse(Double.NaN);
  }

  private double zombies() {
    return found.map(census -> (double) census.zombies()).orElse(Double.NaN);
  }
}
