package io.atalaya.api.platform;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.DomainException;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.error.Violation;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Makes the one error shape of everything that goes wrong in a resource or on the way to it. */
final class ErrorMapper {
  private static final Logger LOG = Logger.getLogger(ErrorMapper.class);

  /** Jackson, the parameter reader and interceptors wrap each other; deeper is nobody's nesting. */
  private static final int MAX_CAUSES = 8;

  private final AllowedMethods allowed;

  ErrorMapper(AllowedMethods allowed) {
    this.allowed = allowed;
  }

  /** Quarkus maps some of these itself, in another shape; naming them makes ours the closest. */
  @ServerExceptionMapper({
    Throwable.class,
    ConstraintViolationException.class,
    MismatchedInputException.class,
    WebApplicationException.class
  })
  Response toResponse(Throwable thrown, UriInfo address) {
    DomainError error = errorOf(thrown);
    if (error instanceof DomainError.Internal) {
      LOG.error("request failed", thrown);
    } else if (error.code() == PlatformErrorCode.DATABASE_UNAVAILABLE) {
      // All requests of an outage say the same: a line each, without a stack.
      LOG.warnf("request failed: %s", thrown);
    }
    return answer(error, address);
  }

  private Response answer(DomainError error, UriInfo address) {
    var answer =
        Response.status(error.status()).type(MediaType.APPLICATION_JSON_TYPE).entity(error.body());
    var retryAfter = error.retryAfterOrNull();
    if (retryAfter != null) {
      answer.header(HttpHeaders.RETRY_AFTER, Math.max(1, retryAfter.toSeconds()));
    }
    if (error instanceof DomainError.MethodNotAllowed) {
      answer.header(HttpHeaders.ALLOW, String.join(", ", allowed.of(address.getPath())));
    }
    return answer.build();
  }

  /** Whatever lies deepest says it best: frameworks wrap what their callees throw. */
  static DomainError errorOf(Throwable thrown) {
    Throwable at = thrown;
    for (int depth = 0; at != null && depth < MAX_CAUSES; depth++, at = at.getCause()) {
      switch (at) {
        case DomainException refused -> {
          return refused.error();
        }
        case BodyLimit.BodyTooLarge body -> {
          return BodyLimit.tooLarge(body.maxBytes);
        }
        default -> {}
      }
    }
    if (DatabaseAway.isBehind(thrown)) {
      return DatabaseAway.error();
    }
    return switch (thrown) {
      case ConstraintViolationException invalid -> violations(invalid);
      case WebApplicationException web -> {
        JacksonException unreadable = jackson(web);
        yield unreadable == null ? ofStatus(web) : unreadable(unreadable);
      }
      default -> {
        JacksonException unreadable = jackson(thrown);
        yield unreadable == null
            ? new DomainError.Internal(
                RequestErrorCode.INTERNAL_ERROR, "internal error; see the log by its request id")
            : unreadable(unreadable);
      }
    };
  }

  private static @Nullable JacksonException jackson(Throwable thrown) {
    Throwable at = thrown;
    for (int depth = 0; at != null && depth < MAX_CAUSES; depth++, at = at.getCause()) {
      if (at instanceof JacksonException found) {
        return found;
      }
    }
    return null;
  }

  private static DomainError violations(ConstraintViolationException invalid) {
    List<Violation> found =
        invalid.getConstraintViolations().stream()
            .map(violation -> new Violation(field(violation), violation.getMessage()))
            .sorted(Comparator.comparing(Violation::field).thenComparing(Violation::message))
            .toList();
    return invalid(found);
  }

  /** The path as the caller knows it: without our method's and, in a body, our parameter's name. */
  private static String field(ConstraintViolation<?> violation) {
    var names = new ArrayList<String>();
    String parameter = "body";
    for (Path.Node node : violation.getPropertyPath()) {
      if (node.getKind() == ElementKind.PARAMETER) {
        parameter = node.getName();
      } else if (node.getKind() == ElementKind.PROPERTY
          || node.getKind() == ElementKind.CONTAINER_ELEMENT) {
        names.add(node.getKey() == null ? node.getName() : String.valueOf(node.getKey()));
      }
    }
    return names.isEmpty() ? parameter : String.join(".", names);
  }

  private static DomainError unreadable(JacksonException unreadable) {
    return switch (unreadable) {
      case UnrecognizedPropertyException unknown ->
          invalid(List.of(new Violation(field(unknown), "is not a field of this request")));
      case JsonMappingException mismatched when !mismatched.getPath().isEmpty() ->
          invalid(List.of(new Violation(field(mismatched), "has the wrong type or value")));
      case MismatchedInputException _ ->
          invalid(List.of(new Violation("body", "has the wrong type")));
      default ->
          new DomainError.Invalid(
              RequestErrorCode.MALFORMED_JSON, "the body is not readable JSON", List.of());
    };
  }

  private static String field(JsonMappingException mismatched) {
    return mismatched.getPath().stream()
        .map(at -> at.getFieldName() == null ? String.valueOf(at.getIndex()) : at.getFieldName())
        .collect(Collectors.joining("."));
  }

  private static DomainError invalid(List<Violation> violations) {
    String message =
        violations.stream()
            .map(violation -> violation.field() + " " + violation.message())
            .collect(Collectors.joining("; "));
    return new DomainError.Invalid(RequestErrorCode.VALIDATION_FAILED, message, violations);
  }

  private static DomainError ofStatus(WebApplicationException web) {
    int status = web.getResponse().getStatus();
    if (status == Response.Status.NOT_FOUND.getStatusCode() && web.getCause() != null) {
      // JAX-RS (3.2) answers 404 where a path or query parameter cannot be converted.
      return invalid(List.of(new Violation("parameter", "has the wrong type or value")));
    }
    return EdgeErrors.ofStatus(status, Map.of());
  }
}
