package io.atalaya.api.platform;

import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * What log lines are about, as fields beside their message: of all lines this thread logs until it
 * is closed. Then what was there before is there again. The gateway uses the same names.
 */
public final class LogFields implements AutoCloseable {
  static final String REQUEST = "requestId";
  static final String TENANT = "tenantId";
  static final String TRACE = "traceId";
  static final String SPAN = "spanId";
  private static final String CAMERA = "cameraId";
  private static final String SESSION = "sessionId";

  private final Map<String, @Nullable Object> before = new HashMap<>();

  private LogFields() {}

  public static LogFields of(TenantId tenant) {
    return new LogFields().with(TENANT, tenant.value());
  }

  public static LogFields of(StreamKey camera) {
    return of(camera.tenantId()).with(CAMERA, camera.cameraId().value());
  }

  public LogFields session(SessionId session) {
    return with(SESSION, session.toString());
  }

  /** For the rest of the request that this thread works for. */
  public static void ofRequest(TenantId tenant) {
    MDC.put(TENANT, tenant.value());
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
