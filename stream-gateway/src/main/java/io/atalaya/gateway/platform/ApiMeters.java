package io.atalaya.gateway.platform;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/** What stands between this gateway and its api, as numbers; see docs/ref/metrics.md. */
@Startup
@Singleton
final class ApiMeters {
  ApiMeters(ApiClient api, ApiKeys keys, MeterRegistry registry) {
    Gauge.builder("atalaya.keys", keys, ApiKeys::count)
        .description("Keys of the api to verify tokens with")
        .register(registry);
    Gauge.builder("atalaya.api.reached", api, client -> client.reach().answers() ? 1 : 0)
        .description("Whether the api answered when it was last asked")
        .register(registry);
  }
}
