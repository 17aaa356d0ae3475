package io.atalaya.testkit.camera;

/** The statuses of RFC 2326 section 7.1.1 that the simulator answers. */
enum RtspStatus {
  OK(200, "OK"),
  BAD_REQUEST(400, "Bad Request"),
  UNAUTHORIZED(401, "Unauthorized"),
  NOT_FOUND(404, "Not Found"),
  REQUEST_ENTITY_TOO_LARGE(413, "Request Entity Too Large"),
  NOT_ENOUGH_BANDWIDTH(453, "Not Enough Bandwidth"),
  SESSION_NOT_FOUND(454, "Session Not Found"),
  METHOD_NOT_VALID_IN_THIS_STATE(455, "Method Not Valid in This State"),
  AGGREGATE_OPERATION_NOT_ALLOWED(459, "Aggregate operation not allowed"),
  ONLY_AGGREGATE_OPERATION_ALLOWED(460, "Only aggregate operation allowed"),
  UNSUPPORTED_TRANSPORT(461, "Unsupported transport"),
  NOT_IMPLEMENTED(501, "Not Implemented"),
  VERSION_NOT_SUPPORTED(505, "RTSP Version not supported"),
  OPTION_NOT_SUPPORTED(551, "Option not supported");

  private final int code;
  private final String phrase;

  RtspStatus(int code, String phrase) {
    this.code = code;
    this.phrase = phrase;
  }

  int code() {
    return code;
  }

  String phrase() {
    return phrase;
  }
}
