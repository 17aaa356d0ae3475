package io.atalaya.api.identity;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/** Whether there is a key to sign with, for whoever is woken when there is none. */
@Startup
@Singleton
final class SigningKeyGauge {
  SigningKeyGauge(SigningKeys keys, MeterRegistry registry) {
    Gauge.builder("atalaya.signing.key", keys, all -> all.canSign() ? 1 : 0)
        .description("Whether there is a key to sign tokens with")
        .register(registry);
  }
}
