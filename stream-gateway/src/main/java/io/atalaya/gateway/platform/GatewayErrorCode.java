package io.atalaya.gateway.platform;

import io.atalaya.contract.error.ErrorCode;

/** The gateway's own error codes. */
public enum GatewayErrorCode implements ErrorCode {
  CAMERA_NOT_FOUND,
  STALE_GENERATION,
  GATEWAY_AT_CAPACITY,
  STOP_TIMED_OUT,
  TOKEN_INVALID,
  TOKEN_EXPIRED,
  TOKEN_USED,
  SESSION_ENDED,
  SESSION_EXPIRED,
  STREAM_NOT_READY,
  MEDIA_NOT_FOUND,
  CONTROL_PLANE_UNAVAILABLE
}
