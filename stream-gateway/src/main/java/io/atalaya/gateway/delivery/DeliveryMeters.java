package io.atalaya.gateway.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts what viewers get; see docs/ref/metrics.md. No series names a tenant. */
final class DeliveryMeters {
  private final Counter bytes;
  private final Timer opened;

  DeliveryMeters(MeterRegistry registry, LiveSessions sessions) {
    this.bytes =
        Counter.builder("atalaya.delivery.bytes")
            .description("Media handed to viewers' connections")
            .baseUnit("bytes")
            .register(registry);
    this.opened =
        Timer.builder("atalaya.stream.open")
            .description("From a viewer's request to the playlist it plays from")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(10))
            .maximumExpectedValue(Duration.ofSeconds(15))
            .register(registry);
    Gauge.builder("atalaya.viewers", sessions, LiveSessions::live)
        .description("Viewing sessions that are live")
        .register(registry);
  }

  /** Of a viewer who was let in. */
  void opened(Duration took) {
    opened.record(took);
  }

  void sent(int sizeBytes) {
    bytes.increment(sizeBytes);
  }
}
