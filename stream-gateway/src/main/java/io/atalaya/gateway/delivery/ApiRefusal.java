package io.atalaya.gateway.delivery;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.ErrorBody;
import io.atalaya.contract.error.ErrorCode;
import io.atalaya.gateway.platform.GatewayErrorCode;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** Passes the api's no on to the viewer, in the api's own words where they are for viewers. */
final class ApiRefusal {
  private static final String ALREADY_ACTIVE = "session_state_conflict";

  private ApiRefusal() {}

  /** A code that the api chose; the set is open, and ours to pass on. */
  private record Passed(String name) implements ErrorCode {}

  static DomainError of(int status, ErrorBody body) {
    var code = new Passed(body.code());
    Map<String, Object> details = Objects.requireNonNullElse(body.details(), Map.of());
    return switch (status) {
      case 403 -> new DomainError.Forbidden(code, body.message(), details);
      case 404 ->
          new DomainError.Unauthenticated(
              GatewayErrorCode.TOKEN_INVALID, "the token's session is not known");
      case 409 ->
          body.code().equals(ALREADY_ACTIVE)
              ? new DomainError.Unauthenticated(
                  GatewayErrorCode.TOKEN_USED,
                  "this stream token was used already; ask for a new one")
              : new DomainError.Conflict(code, body.message(), details);
      case 410 -> new DomainError.Gone(code, body.message(), details);
      default ->
          new DomainError.Unavailable(
              GatewayErrorCode.CONTROL_PLANE_UNAVAILABLE,
              "the control plane did not accept the session",
              Duration.ofSeconds(2));
    };
  }
}
