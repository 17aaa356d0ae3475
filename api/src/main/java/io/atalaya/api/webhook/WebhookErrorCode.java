package io.atalaya.api.webhook;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.DomainException;
import io.atalaya.contract.error.ErrorCode;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.error.Violation;
import java.util.List;
import java.util.Map;

/** The webhooks' refusals. */
enum WebhookErrorCode implements ErrorCode {
  WEBHOOK_NOT_FOUND,
  DELIVERY_NOT_FOUND,
  WEBHOOK_URL_NOT_ALLOWED,
  TOO_MANY_WEBHOOKS;

  static DomainException notFound() {
    return new DomainError.NotFound(WEBHOOK_NOT_FOUND, "there is no such webhook").toException();
  }

  static DomainException deliveryNotFound() {
    return new DomainError.NotFound(DELIVERY_NOT_FOUND, "there is no such delivery of this webhook")
        .toException();
  }

  static DomainException urlNotAllowed(String why) {
    return new DomainError.Invalid(
            WEBHOOK_URL_NOT_ALLOWED,
            "the url is not allowed: " + why,
            List.of(new Violation("url", why)))
        .toException();
  }

  static DomainException tooMany(int limit) {
    return new DomainError.Conflict(
            TOO_MANY_WEBHOOKS,
            "the tenant has %d webhooks, as many as may be".formatted(limit),
            Map.of("limit", limit))
        .toException();
  }

  static DomainException invalid(String field, String message) {
    return new DomainError.Invalid(
            RequestErrorCode.VALIDATION_FAILED,
            field + " " + message,
            List.of(new Violation(field, message)))
        .toException();
  }
}
