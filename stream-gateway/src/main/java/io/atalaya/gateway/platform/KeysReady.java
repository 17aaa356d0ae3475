package io.atalaya.gateway.platform;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once there are keys to verify tokens with: without any, nobody could be let in. */
@Readiness
@Singleton
final class KeysReady implements HealthCheck {
  private final ApiKeys keys;

  KeysReady(ApiKeys keys) {
    this.keys = keys;
  }

  @Override
  public HealthCheckResponse call() {
    int count = keys.count();
    return HealthCheckResponse.named("keys").status(count > 0).withData("keys", count).build();
  }
}
