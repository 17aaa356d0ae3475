package io.atalaya.api.health;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.DomainException;
import io.atalaya.contract.error.ErrorCode;
import java.time.Duration;

/** What can be wrong between us and the gateways. */
public enum HealthErrorCode implements ErrorCode {
  GATEWAY_UNAVAILABLE;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  static DomainException gatewayUnavailable() {
    return new DomainError.Unavailable(
            GATEWAY_UNAVAILABLE, "the gateway does not answer", RETRY_AFTER)
        .toException();
  }
}
