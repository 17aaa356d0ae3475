package io.atalaya.contract.error;

/** What can be wrong with a request before any feature looks at it. */
public enum RequestErrorCode implements ErrorCode {
  VALIDATION_FAILED,
  MALFORMED_JSON,
  ROUTE_NOT_FOUND,
  METHOD_NOT_ALLOWED,
  NOT_ACCEPTABLE,
  PRECONDITION_FAILED,
  PAYLOAD_TOO_LARGE,
  UNSUPPORTED_MEDIA_TYPE,
  TOO_MANY_REQUESTS,
  UNAUTHENTICATED,
  PERMISSION_DENIED,
  INTERNAL_ERROR
}
