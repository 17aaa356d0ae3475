package io.atalaya.api.platform;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Our errors for the statuses that the framework answers with by itself. */
final class EdgeErrors {
  private EdgeErrors() {}

  static DomainError ofStatus(int status, Map<String, Object> details) {
    return switch (status) {
      case 401 ->
          new DomainError.Unauthenticated(
              RequestErrorCode.UNAUTHENTICATED, "sign in first", details);
      case 403 ->
          new DomainError.Forbidden(RequestErrorCode.PERMISSION_DENIED, "not allowed", details);
      case 404 ->
          new DomainError.NotFound(
              RequestErrorCode.ROUTE_NOT_FOUND, "there is nothing at this address", details);
      case 405 ->
          new DomainError.MethodNotAllowed(
              RequestErrorCode.METHOD_NOT_ALLOWED, "this address has no such method", details);
      case 406 ->
          new DomainError.NotAcceptable(
              RequestErrorCode.NOT_ACCEPTABLE, "we answer with application/json only", details);
      case 413 -> BodyLimit.tooLarge(BodyLimit.MAX_BYTES);
      case 415 ->
          new DomainError.UnsupportedMediaType(
              RequestErrorCode.UNSUPPORTED_MEDIA_TYPE, "we read application/json only", details);
      case 429 ->
          new DomainError.TooManyRequests(
              RequestErrorCode.TOO_MANY_REQUESTS, "too many requests", Duration.ofSeconds(1));
      default ->
          status >= 500
              ? new DomainError.Internal(
                  RequestErrorCode.INTERNAL_ERROR, "internal error; see the log by its request id")
              : new DomainError.Invalid(
                  RequestErrorCode.VALIDATION_FAILED, "the request is malformed", List.of());
    };
  }
}
