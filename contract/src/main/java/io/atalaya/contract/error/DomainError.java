package io.atalaya.contract.error;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every way a request can be refused, closed by kind; the codes inside a kind are open ({@link
 * ErrorCode}). {@link #status()} is the only place that knows HTTP numbers.
 *
 * <p>Messages are for people and carry values; they never carry SQL, class names or credentials.
 */
public sealed interface DomainError {
  /** The stable code. */
  ErrorCode code();

  /** For people. */
  String message();

  /** Facts for programs; empty when there are none. */
  Map<String, Object> details();

  /** The caller's input is malformed or invalid. */
  record Invalid(ErrorCode code, String message, List<Violation> violations)
      implements DomainError {
    public Invalid {
      violations = List.copyOf(violations);
    }

    @Override
    public Map<String, Object> details() {
      return violations.isEmpty() ? Map.of() : Map.of("violations", violations);
    }
  }

  /** No credentials, or none that we accept. */
  record Unauthenticated(ErrorCode code, String message, Map<String, Object> details)
      implements DomainError {
    public Unauthenticated {
      details = Map.copyOf(details);
    }

    public Unauthenticated(ErrorCode code, String message) {
      this(code, message, Map.of());
    }
  }

  /** Who the caller is, or what the plan is, never allows it. */
  record Forbidden(ErrorCode code, String message, Map<String, Object> details)
      implements DomainError {
    public Forbidden {
      details = Map.copyOf(details);
    }

    public Forbidden(ErrorCode code, String message) {
      this(code, message, Map.of());
    }
  }

  /** Unknown, or another tenant's: the two are answered alike. */
  record NotFound(ErrorCode code, String message, Map<String, Object> details)
      implements DomainError {
    public NotFound {
      details = Map.copyOf(details);
    }

    public NotFound(ErrorCode code, String message) {
      this(code, message, Map.of());
    }
  }

  /** The route exists, the method on it does not. */
  record MethodNotAllowed(ErrorCode code, String message, Map<String, Object> details)
      implements DomainError {
    public MethodNotAllowed {
      details = Map.copyOf(details);
    }

    public MethodNotAllowed(ErrorCode code, String message) {
      this(code, message, Map.of());
    }
  }

  /** We have no representation of the kind asked for. */
  record NotAcceptable(ErrorCode code, String message, Map<String, Object> details)
      implements DomainError {
    public NotAcceptable {
      details = Map.copyOf(details);
    }

    public NotAcceptable(ErrorCode code, String message) {
      this(code, message, Map.of());
    }
  }

  /** A conflict with the present state. */
  record Conflict(ErrorCode code, String message, Map<String, Object> details)
      implements DomainError {
    public Conflict {
      details = Map.copyOf(details);
    }

    public Conflict(ErrorCode code, String message) {
      this(code, message, Map.of());
    }
  }

  /** It was, and is over. */
  record Gone(ErrorCode code, String message, Map<String, Object> details) implements DomainError {
    public Gone {
      details = Map.copyOf(details);
    }

    public Gone(ErrorCode code, String message) {
      this(code, message, Map.of());
    }
  }

  /** {@code If-Match} names a version that is no longer the current one. */
  record PreconditionFailed(ErrorCode code, String message, Map<String, Object> details)
      implements DomainError {
    public PreconditionFailed {
      details = Map.copyOf(details);
    }

    public PreconditionFailed(ErrorCode code, String message) {
      this(code, message, Map.of());
    }
  }

  /** The body is larger than we read. */
  record TooLarge(ErrorCode code, String message, Map<String, Object> details)
      implements DomainError {
    public TooLarge {
      details = Map.copyOf(details);
    }

    public TooLarge(ErrorCode code, String message) {
      this(code, message, Map.of());
    }
  }

  /** The body is of a kind we do not read. */
  record UnsupportedMediaType(ErrorCode code, String message, Map<String, Object> details)
      implements DomainError {
    public UnsupportedMediaType {
      details = Map.copyOf(details);
    }

    public UnsupportedMediaType(ErrorCode code, String message) {
      this(code, message, Map.of());
    }
  }

  /** An {@code Idempotency-Key} came back with another body. */
  record Unprocessable(ErrorCode code, String message, Map<String, Object> details)
      implements DomainError {
    public Unprocessable {
      details = Map.copyOf(details);
    }

    public Unprocessable(ErrorCode code, String message) {
      this(code, message, Map.of());
    }
  }

  /** The caller asks too often. */
  record TooManyRequests(ErrorCode code, String message, Duration retryAfter)
      implements DomainError {
    @Override
    public Map<String, Object> details() {
      return Map.of();
    }
  }

  /** Our fault; the cause is in our log under the request id, never in the answer. */
  record Internal(ErrorCode code, String message) implements DomainError {
    @Override
    public Map<String, Object> details() {
      return Map.of();
    }
  }

  /** Ours, and it will pass: try again. */
  record Unavailable(ErrorCode code, String message, Duration retryAfter) implements DomainError {
    @Override
    public Map<String, Object> details() {
      return Map.of();
    }
  }

  /** The HTTP status of this kind. */
  default int status() {
    return switch (this) {
      case Invalid _ -> 400;
      case Unauthenticated _ -> 401;
      case Forbidden _ -> 403;
      case NotFound _ -> 404;
      case MethodNotAllowed _ -> 405;
      case NotAcceptable _ -> 406;
      case Conflict _ -> 409;
      case Gone _ -> 410;
      case PreconditionFailed _ -> 412;
      case TooLarge _ -> 413;
      case UnsupportedMediaType _ -> 415;
      case Unprocessable _ -> 422;
      case TooManyRequests _ -> 429;
      case Internal _ -> 500;
      case Unavailable _ -> 503;
    };
  }

  /** What the {@code Retry-After} header says, or null where there is none. */
  default @Nullable Duration retryAfterOrNull() {
    return switch (this) {
      case TooManyRequests(_, _, Duration after) -> after;
      case Unavailable(_, _, Duration after) -> after;
      default -> null;
    };
  }

  /** The answer's body. */
  default ErrorBody body() {
    return new ErrorBody(code().code(), message(), details().isEmpty() ? null : details());
  }

  /** To throw it. */
  default DomainException toException() {
    return new DomainException(this);
  }
}
