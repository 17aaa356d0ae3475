package io.atalaya.gateway.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.gateway.ingest.CameraRegistry;
import io.atalaya.gateway.platform.ApiClient;
import io.atalaya.gateway.platform.GatewayConfig;
import io.atalaya.gateway.platform.Node;
import io.atalaya.gateway.platform.SignedTokens;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/** The parts of delivery, put together once. */
record Delivery(
    Cors cors, PlayKeys playKeys, LiveSessions sessions, PlaybackDoor door, DeliveryMeters meters) {

  /** Makes it from the configuration. */
  @Dependent
  static class Beans {
    @Produces
    @Singleton
    Delivery delivery(
        GatewayConfig config,
        SignedTokens signed,
        ApiClient api,
        Node node,
        CameraRegistry cameras,
        ObjectMapper json,
        MeterRegistry meters,
        InstantSource clock,
        SecureRandom random) {
      var sessions = new LiveSessions(clock, config.sessionCapacity());
      var tokens = new StreamTokens(signed, json, clock);
      return new Delivery(
          new Cors(config.portalOrigins().orElse(List.of())),
          new PlayKeys(random),
          sessions,
          new PlaybackDoor(tokens, api, node, cameras, sessions, clock),
          new DeliveryMeters(meters, sessions));
    }
  }
}
