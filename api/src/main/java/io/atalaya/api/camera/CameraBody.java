package io.atalaya.api.camera;

import io.atalaya.contract.gateway.EngineChoice;
import io.atalaya.contract.gateway.Transport;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says about a camera. What is left out takes its default in a PUT and stays as it is
 * in a PATCH.
 */
@Schema(name = "CameraSettings")
public record CameraBody(
    @Schema(nullable = true, description = "for people; the id by default", maxLength = 200)
        @Nullable String name,
    @Schema(
            nullable = true,
            description = "rtsp[s]://user:password@host/path; required when a camera is made",
            writeOnly = true,
            examples = "rtsp://user:password@10.0.0.7/stream1")
        @Nullable String source,
    @Schema(nullable = true, defaultValue = "true") @Nullable Boolean enabled,
    @Schema(nullable = true, defaultValue = "false", description = "pulled only while watched")
        @Nullable Boolean onDemand,
    @Schema(nullable = true, defaultValue = "auto") @Nullable EngineChoice engine,
    @Schema(nullable = true, defaultValue = "tcp") @Nullable Transport transport,
    @Schema(nullable = true, description = "at most 32") @Nullable Map<String, String> labels) {

  /** Hides the source, which carries credentials. */
  @Override
  public String toString() {
    return "CameraBody[name=%s, source=***]".formatted(name);
  }
}
