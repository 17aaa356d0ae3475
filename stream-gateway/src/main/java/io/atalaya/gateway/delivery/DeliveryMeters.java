package io.atalaya.gateway.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what viewers get; see docs/ref/metrics.md. No series names a tenant. */
final class DeliveryMeters {
  private final Counter bytes;

  DeliveryMeters(MeterRegistry registry, LiveSessions sessions) {
    this.bytes =
        Counter.builder("atalaya.delivery.bytes")
            .description("Media handed to viewers' connections")
            .baseUnit("bytes")
            .register(registry);
    Gauge.builder("atalaya.viewers", sessions, LiveSessions::live)
        .description("Viewing sessions that are live")
        .register(registry);
  }

  void sent(int sizeBytes) {
    bytes.increment(sizeBytes);
  }
}
