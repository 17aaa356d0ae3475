package io.atalaya.api.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/** Counts tries to deliver; see docs/ref/metrics.md. No series names a tenant or a receiver. */
@Startup
@Singleton
final class WebhookMeters {
  private final Counter delivered;
  private final Counter failed;

  WebhookMeters(MeterRegistry registry) {
    this.delivered = attempts(registry, "delivered");
    this.failed = attempts(registry, "failed");
  }

  private static Counter attempts(MeterRegistry registry, String result) {
    return Counter.builder("atalaya.webhook.attempts")
        .description("Tries to deliver an event to a webhook")
        .tag("result", result)
        .register(registry);
  }

  void tried(Attempt attempt) {
    (attempt.isDelivered() ? delivered : failed).increment();
  }
}
