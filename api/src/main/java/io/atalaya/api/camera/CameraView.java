package io.atalaya.api.camera;

import io.atalaya.contract.gateway.EngineChoice;
import io.atalaya.contract.gateway.Transport;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.TenantId;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A camera as JSON. */
@Schema(name = "Camera")
public record CameraView(
    TenantId tenantId,
    CameraId cameraId,
    String name,
    @Schema(description = "without credentials", examples = "rtsp://***:***@10.0.0.7/stream1")
        String source,
    boolean enabled,
    boolean onDemand,
    EngineChoice engine,
    Transport transport,
    Map<String, String> labels,
    Lifecycle lifecycle,
    CameraSummary summary,
    Instant summarySince,
    @Schema(description = "code of why the summary is so") String reason,
    long generation,
    Instant createdAt,
    Instant updatedAt) {

  static CameraView of(Camera camera) {
    return new CameraView(
        camera.key().tenantId(),
        camera.key().cameraId(),
        camera.name(),
        camera.maskedSource(),
        camera.pull().enabled(),
        camera.pull().onDemand(),
        camera.pull().engine(),
        camera.pull().transport(),
        camera.labels(),
        camera.lifecycle(),
        camera.status().summary(),
        camera.status().since(),
        camera.status().reason(),
        camera.generation(),
        camera.createdAt(),
        camera.updatedAt());
  }
}
