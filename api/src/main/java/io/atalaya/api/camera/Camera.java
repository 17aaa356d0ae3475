package io.atalaya.api.camera;

import io.atalaya.contract.gateway.EngineChoice;
import io.atalaya.contract.gateway.Transport;
import io.atalaya.contract.id.StreamKey;
import java.time.Instant;
import java.util.Map;

/**
 * A camera as people may see it.
 *
 * @param maskedSource without credentials
 * @param generation grows with every change that a gateway must see
 * @param version grows with every change; the {@code ETag}
 */
public record Camera(
    StreamKey key,
    String name,
    String maskedSource,
    Pull pull,
    Map<String, String> labels,
    Lifecycle lifecycle,
    Status status,
    long generation,
    long version,
    Instant createdAt,
    Instant updatedAt) {
  public Camera {
    labels = Map.copyOf(labels);
  }

  /** How it is pulled. */
  public record Pull(boolean enabled, boolean onDemand, EngineChoice engine, Transport transport) {}

  /**
   * What the health loop last said of it.
   *
   * @param reason the code of why it is so
   */
  public record Status(CameraSummary summary, Instant since, String reason) {}

  /** Whether it should be pulled, and may be watched. */
  public boolean isWanted() {
    return pull.enabled && lifecycle == Lifecycle.PROVISIONED;
  }
}
