package io.atalaya.gateway.platform;

import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.StreamKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What log lines are about, as fields beside their message: of all lines this thread logs until it
 * is closed. Then what was there before is there again. The api uses the same names.
 */
public final class LogFields implements AutoCloseable {
  static final String REQUEST = "requestId";
  static final String TRACE = "traceId";
  static final String SPAN = "spanId";
  private static final String TENANT = "tenantId";
  private static final String CAMERA = "cameraId";
  private static final String SESSION = "sessionId";

  private final Map<String, @Nullable String> before = new HashMap<>();

  private LogFields() {}

  public static LogFields of(StreamKey camera) {
    return new LogFields()
        .with(TENANT, camera.tenantId().value())
        .with(CAMERA, camera.cameraId().value());
  }

  static LogFields ofRequest(String id) {
    return new LogFields().with(REQUEST, id);
  }

  static LogFields ofTrace(String traceId, String spanId) {
    return new LogFields().with(TRACE, traceId).with(SPAN, spanId);
  }

  static LogFields none() {
    return new LogFields();
  }

  public LogFields session(SessionId session) {
    return with(SESSION, session.toString());
  }

  private LogFields with(String name, String value) {
    before.putIfAbsent(name, MDC.get(name));
    MDC.put(name, value);
    return this;
  }

  @Override
  public void close() {
    before.forEach((name, value) -> {
      if (value == null) {
        MDC.remove(name);
      } else {
        MDC.put(name, value);
      }
    });
  }
}
