package io.atalaya.gateway.engine;

import io.atalaya.gateway.engine.ffmpeg.FfmpegOptions;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says whether FFmpeg is where the configuration says. Never a reason not to be ready: most cameras
 * are pulled without it, and one that needs it says so in its own health.
 */
@Readiness
@ApplicationScoped
class EngineHealth implements HealthCheck {
  private final FfmpegOptions ffmpeg;

  EngineHealth(FfmpegOptions ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("media-engine")
        .up()
        .withData("ffmpeg", ffmpeg.isInstalled())
        .build();
  }
}
