package io.atalaya.api.health;

import io.atalaya.api.camera.CameraSummary;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** Counts what the health loop does; labels come from our own words only. */
@Singleton
final class HealthMeters {
  private static final List<String> BREAKER_STATES = List.of("closed", "open", "half_open");

  private final MeterRegistry registry;
  private final Timer lag;
  private final Counter busy;

  HealthMeters(MeterRegistry registry, Lanes lanes) {
    this.registry = registry;
    this.lag =
        Timer.builder("atalaya.health.due.lag")
            .description("From a camera's being due to its being looked at")
            .serviceLevelObjectives(
                Duration.ofMillis(100),
                Duration.ofMillis(250),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Duration.ofMinutes(1))
            .register(registry);
    this.busy =
        Counter.builder("atalaya.health.postponed")
            .description("Looks put off because the gateway had no place left")
            .register(registry);
    for (CameraSummary result : CameraSummary.values()) {
      for (Cause cause : Cause.values()) {
        counter(result, cause);
      }
    }
    for (String state : BREAKER_STATES) {
      Gauge.builder("atalaya.gateway.breakers", lanes, all -> inState(all, state))
          .description("Gateways, by the state of their breaker at this replica")
          .tag("state", state)
          .register(registry);
    }
  }

  private static double inState(Lanes lanes, String state) {
    return lanes.all().stream().filter(lane -> lane.breaker().label().equals(state)).count();
  }

  private Counter counter(CameraSummary result, Cause cause) {
    return registry.counter(
        "atalaya.health.syncs", "result", result.toString(), "cause", cause.toString());
  }

  void lag(Duration due) {
    lag.record(due);
  }

  void synced(HealthReport report, Cause cause) {
    counter(report.summary(), cause).increment();
  }

  void busy(int cameras) {
    busy.increment(cameras);
  }
}
