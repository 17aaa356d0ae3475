package io.atalaya.gateway.ingest;

import io.atalaya.contract.gateway.IngestState;
import io.atalaya.contract.source.Network;
import io.atalaya.contract.source.SourcePolicy;
import io.atalaya.gateway.engine.MediaEngine;
import io.atalaya.gateway.platform.GatewayConfig;
import io.atalaya.gateway.platform.MediaMemory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.PooledByteBufAllocator;
import io.quarkus.arc.All;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Puts the ingest together from the configuration. */
@Dependent
class IngestBeans {
  private static final double MILLIS_PER_SECOND = 1_000;

  @Produces
  @Singleton
  Engines engines(@All List<MediaEngine> engines) {
    return new Engines(engines);
  }

  @Produces
  @Singleton
  CameraRegistry cameras(
      GatewayConfig config,
      Engines engines,
      MeterRegistry meters,
      InstantSource clock,
      SecureRandom random) {
    var world =
        new IngestWorld(
            engines,
            new SourceGuard(policy(config)),
            RetryPolicy.USUAL,
            new IngestMeters(meters),
            clock,
            random);
    var cameras = new CameraRegistry(world, config.cameraCapacity());
    gauges(meters, cameras);
    return cameras;
  }

  void stop(@Disposes CameraRegistry cameras) throws InterruptedException {
    boolean _ = cameras.close();
  }

  private static SourcePolicy policy(GatewayConfig config) {
    return new SourcePolicy(
        config.allowedNetworks().orElse(List.of()).stream().map(Network::parse).toList(),
        config.allowLocalSources(),
        Set.copyOf(config.platformPorts().orElse(List.of())));
  }

  private static void gauges(MeterRegistry meters, CameraRegistry cameras) {
    for (IngestState state : IngestState.values()) {
      Gauge.builder("atalaya.cameras", cameras, all -> all.count(state))
          .description("Cameras provisioned here, by what their ingest is doing")
          .tag("state", state.toString())
          .register(meters);
    }
    Gauge.builder(
            "atalaya.ingest.frame.age.worst",
            cameras,
            all -> all.oldestFrame().toMillis() / MILLIS_PER_SECOND)
        .description("How long ago the last media came of the live camera that waits longest")
        .baseUnit("seconds")
        .register(meters);
    Gauge.builder("atalaya.camera.capacity", cameras, CameraRegistry::capacity).register(meters);
    Gauge.builder("atalaya.media.window", cameras, CameraRegistry::windowBytes)
        .description("Media held for viewers: listed, kept for late ones, being filled")
        .baseUnit("bytes")
        .register(meters);
    Gauge.builder("atalaya.media.window.bound", cameras, CameraRegistry::windowBoundBytes)
        .description("How much of that any camera may have; less than usual when memory is short")
        .baseUnit("bytes")
        .register(meters);
    memory("used", _ -> MediaMemory.usedBytes()).register(meters);
    memory("reserved", pool -> pool.metric().usedDirectMemory()).register(meters);
    memory("limit", _ -> MediaMemory.limitBytes()).register(meters);
  }

  private static Gauge.Builder<?> memory(
      String state, ToDoubleFunction<PooledByteBufAllocator> bytes) {
    return Gauge.builder("atalaya.media.memory", MediaMemory.POOL, bytes)
        .description("Memory for media, outside the heap")
        .baseUnit("bytes")
        .tag("state", state);
  }
}
