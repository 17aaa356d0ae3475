package io.atalaya.api.identity;

import io.atalaya.contract.error.ErrorCode;

/** What can be wrong with who calls. */
public enum IdentityErrorCode implements ErrorCode {
  INVALID_CREDENTIALS,
  CROSS_SITE_REQUEST,
  TENANT_REQUIRED,
  USER_NOT_FOUND,
  USER_ALREADY_EXISTS,
  API_KEY_NOT_FOUND
}
