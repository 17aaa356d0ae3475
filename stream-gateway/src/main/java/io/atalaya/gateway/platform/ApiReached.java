package io.atalaya.gateway.platform;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says whether the api answers, and is up either way: while the api is away those who watch go on
 * to be served here, and no other gateway would let new ones in.
 */
@Readiness
@Singleton
final class ApiReached implements HealthCheck {
  private final ApiClient api;

  ApiReached(ApiClient api) {
    this.api = api;
  }

  @Override
  public HealthCheckResponse call() {
    ApiClient.Reach reach = api.reach();
    return HealthCheckResponse.named("api")
        .up()
        .withData("answers", reach.answers())
        .withData("since", reach.since().toString())
        .build();
  }
}
