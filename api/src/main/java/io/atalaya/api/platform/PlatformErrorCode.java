package io.atalaya.api.platform;

import io.atalaya.contract.error.ErrorCode;

/** What can be wrong with what all features stand on. */
public enum PlatformErrorCode implements ErrorCode {
  DATABASE_UNAVAILABLE
}
