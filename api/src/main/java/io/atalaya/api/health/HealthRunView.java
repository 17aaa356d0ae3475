package io.atalaya.api.health;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An unbroken run of equal results of syncs, as JSON. */
@Schema(name = "CameraHealthRun")
public record HealthRunView(
    @Schema(description = "the camera's summary all the while") String result,
    @Schema(description = "code of why") String reason,
    Instant firstAt,
    Instant lastAt,
    @Schema(description = "syncs") long count) {

  static HealthRunView of(HealthStore.Run run) {
    return new HealthRunView(run.result(), run.reason(), run.firstAt(), run.lastAt(), run.count());
  }
}
