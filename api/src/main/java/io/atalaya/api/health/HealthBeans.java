package io.atalaya.api.health;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.api.platform.Monotonic;
import io.atalaya.api.platform.Settings;
import io.atalaya.api.platform.Traces;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;

/** Puts the loop together from the configuration. */
final class HealthBeans {
  @Produces
  @Singleton
  HealthRules rules(Settings settings) {
    return HealthRules.of(settings.health());
  }

  @Produces
  @Singleton
  Lanes lanes(
      Settings settings,
      HealthRules rules,
      ObjectMapper json,
      GatewayCredentials credentials,
      Traces traces,
      Monotonic time,
      @VirtualThreads ExecutorService threads) {
    var client =
        new HttpGatewayClient(settings.gatewayUrl(), rules, json, credentials, traces, threads);
    return Lanes.single(new Lane(settings.gatewayUrl().getAuthority(), client, rules, time));
  }

  /** What is not of the loop asks past its breaker: a person's question is worth a call. */
  @Produces
  @Singleton
  GatewayClient gateway(
      Settings settings,
      HealthRules rules,
      ObjectMapper json,
      GatewayCredentials credentials,
      Traces traces,
      @VirtualThreads ExecutorService threads) {
    return new HttpGatewayClient(settings.gatewayUrl(), rules, json, credentials, traces, threads);
  }
}
