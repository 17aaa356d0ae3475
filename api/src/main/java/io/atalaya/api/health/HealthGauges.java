package io.atalaya.api.health;

import io.atalaya.api.platform.Background;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * What waits for the loop, as the database says every few seconds; every replica finds the same.
 * Not a number while the database cannot be asked.
 */
@Singleton
@Startup // its series are there from the beginning
final class HealthGauges {
  /** A camera that waits no longer than this is not late. */
  private static final Duration LATE = Duration.ofSeconds(2);

  private final ClaimStore store;
  private volatile Optional<ClaimStore.Census> found = Optional.empty();

  HealthGauges(ClaimStore store, MeterRegistry registry) {
    this.store = store;
    gauge(registry, "overdue", "Cameras due for more than 2 s", ClaimStore.Census::overdue);
    gauge(
        registry,
        "overdue.worst.tenant",
        "The most of them that one tenant has",
        ClaimStore.Census::worstTenant);
    gauge(
        registry,
        "parked",
        "Cameras tried no more until their configuration changes",
        ClaimStore.Census::parked);
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      String description,
      ToLongFunction<ClaimStore.Census> value) {
    Gauge.builder("atalaya.health." + name, this, gauges -> gauges.value(value))
        .description(description)
        .register(registry);
  }

  private double value(ToLongFunction<ClaimStore.Census> value) {
    return found.map(census -> (double) value.applyAsLong(census)).orElse(Double.NaN);
  }

  @Scheduled(
      every = "${atalaya.census-interval:15s}",
      concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  @Background
  void look() {
    try {
      found = Optional.of(store.census(LATE));
    } catch (RuntimeException e) {
      found = Optional.empty();
      throw e;
    }
  }
}
