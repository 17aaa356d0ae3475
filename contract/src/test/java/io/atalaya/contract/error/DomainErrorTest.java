package io.atalaya.contract.error;

import static io.atalaya.contract.error.RequestErrorCode.INTERNAL_ERROR;
import static io.atalaya.contract.error.RequestErrorCode.TOO_MANY_REQUESTS;
import static io.atalaya.contract.error.RequestErrorCode.VALIDATION_FAILED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DomainErrorTest {

  @Test
  void each_kind_has_the_status_of_the_contract() {
    assertEquals(400, new DomainError.Invalid(VALIDATION_FAILED, "", List.of()).status());
    assertEquals(401, new DomainError.Unauthenticated(VALIDATION_FAILED, "").status());
    assertEquals(403, new DomainError.Forbidden(VALIDATION_FAILED, "").status());
    assertEquals(404, new DomainError.NotFound(VALIDATION_FAILED, "").status());
    assertEquals(405, new DomainError.MethodNotAllowed(VALIDATION_FAILED, "").status());
    assertEquals(406, new DomainError.NotAcceptable(VALIDATION_FAILED, "").status());
    assertEquals(409, new DomainError.Conflict(VALIDATION_FAILED, "").status());
    assertEquals(410, new DomainError.Gone(VALIDATION_FAILED, "").status());
    assertEquals(412, new DomainError.PreconditionFailed(VALIDATION_FAILED, "").status());
    assertEquals(413, new DomainError.TooLarge(VALIDATION_FAILED, "").status());
    assertEquals(415, new DomainError.UnsupportedMediaType(VALIDATION_FAILED, "").status());
    assertEquals(422, new DomainError.Unprocessable(VALIDATION_FAILED, "").status());
    assertEquals(
        429, new DomainError.TooManyRequests(TOO_MANY_REQUESTS, "", Duration.ZERO).status());
    assertEquals(500, new DomainError.Internal(INTERNAL_ERROR, "").status());
    assertEquals(503, new DomainError.Unavailable(INTERNAL_ERROR, "", Duration.ZERO).status());
  }

  @Test
  void a_body_without_details_leaves_them_out() {
    var body = new DomainError.NotFound(RequestErrorCode.ROUTE_NOT_FOUND, "no such route").body();
    assertEquals("route_not_found", body.code());
    assertNull(body.details());
  }

  @Test
  void violations_are_the_details_of_an_invalid_request() {
    var violation = new Violation("source", "scheme must be rtsp or rtsps");
    var error = new DomainError.Invalid(VALIDATION_FAILED, "invalid", List.of(violation));
    assertEquals(Map.of("violations", List.of(violation)), error.body().details());
  }

  @Test
  void only_the_kinds_that_pass_say_when_to_try_again() {
    var soon = Duration.ofSeconds(3);
    assertEquals(soon, new DomainError.Unavailable(INTERNAL_ERROR, "", soon).retryAfterOrNull());
    assertNull(new DomainError.Internal(INTERNAL_ERROR, "").retryAfterOrNull());
  }
}
