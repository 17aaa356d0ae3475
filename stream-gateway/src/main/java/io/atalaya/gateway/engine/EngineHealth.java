package io.atalaya.gateway.engine;

import io.atalaya.gateway.platform.GatewayConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while FFmpeg is not where the configuration says: no camera could run. */
@Readiness
@ApplicationScoped
class EngineHealth implements HealthCheck {
  private final GatewayConfig config;

  EngineHealth(GatewayConfig config) {
    this.config = config;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("media-engine").status(isExecutable(config.ffmpeg())).build();
  }

  private static boolean isExecutable(String program) {
    if (program.contains("/")) {
      return Files.isExecutable(Path.of(program));
    }
    String path = System.getenv("PATH");
    return path != null
        && Stream.of(path.split(Pattern.quote(":"), -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
