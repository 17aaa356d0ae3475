package io.atalaya.api.event;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.DomainException;
import io.atalaya.contract.error.ErrorCode;
import java.time.Duration;

/** The event stream's refusals. */
enum EventErrorCode implements ErrorCode {
  TOO_MANY_EVENT_STREAMS;

  static DomainException tooMany(String whose, int limit) {
    return new DomainError.TooManyRequests(
            TOO_MANY_EVENT_STREAMS,
            "%s has %d event streams open, as many as may be".formatted(whose, limit),
            Duration.ofSeconds(10))
        .toException();
  }
}
