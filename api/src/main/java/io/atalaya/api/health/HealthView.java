package io.atalaya.api.health;

import io.atalaya.api.camera.Camera;
import io.atalaya.api.camera.CameraSummary;
import io.atalaya.contract.gateway.CameraHealth;
import io.atalaya.contract.id.CameraId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A camera's health as JSON. */
@Schema(name = "CameraHealthReport")
public record HealthView(
    CameraId cameraId,
    CameraSummary summary,
    Instant since,
    String reason,
    long generation,
    List<Condition> conditions,
    @Schema(nullable = true, description = "left out before the first")
        @Nullable Instant lastSyncAt,
    @Schema(
            nullable = true,
            description = "when it is looked at next; in the present when it is overdue")
        @Nullable Instant nextSyncAt,
    int consecutiveFailures,
    @Schema(nullable = true, description = "as the gateway measured it")
        @Nullable CameraHealth gateway) {

  static HealthView of(CameraHealths.Latest latest) {
    Camera camera = latest.camera();
    Camera.Status status = camera.status();
    Optional<HealthReport> report = latest.report();
    return new HealthView(
        camera.key().cameraId(),
        report.map(HealthReport::summary).orElse(status.summary()),
        report.map(HealthReport::since).orElse(status.since()),
        report.map(HealthReport::reason).orElse(status.reason()),
        report.map(HealthReport::generation).orElse(camera.generation()),
        report.map(HealthReport::conditions).orElse(List.of()),
        report.map(HealthReport::lastSyncAt).orElse(null),
        latest.nextSyncAt().orElse(null),
        report.map(known -> known.track().failures()).orElse(0),
        report.flatMap(known -> Optional.ofNullable(known.gateway())).orElse(null));
  }
}
