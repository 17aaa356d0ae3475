package io.atalaya.api.identity;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.DomainException;
import io.atalaya.contract.error.ErrorCode;
import java.util.Map;

/** What can be wrong with who calls. */
public enum IdentityErrorCode implements ErrorCode {
  INVALID_CREDENTIALS,
  CROSS_SITE_REQUEST,
  TENANT_REQUIRED,
  USER_NOT_FOUND,
  USER_ALREADY_EXISTS,
  API_KEY_NOT_FOUND;

  static DomainException userNotFound() {
    return new DomainError.NotFound(USER_NOT_FOUND, "there is no such user").toException();
  }

  static DomainException userAlreadyExists(String username) {
    return new DomainError.Conflict(
            USER_ALREADY_EXISTS,
            "there is a user %s already".formatted(username),
            Map.of("username", username))
        .toException();
  }
}
