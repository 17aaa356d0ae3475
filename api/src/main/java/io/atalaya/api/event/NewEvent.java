package io.atalaya.api.event;

import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something to tell.
 *
 * @param tenant whose people are told; null for what only the platform's are
 * @param data what its readers get, as JSON; small, and without anything secret
 */
public record NewEvent(
    @Nullable TenantId tenant,
    EventType type,
    @Nullable CameraId camera,
    Map<String, Object> data) {
  public NewEvent {
    data = Map.copyOf(data);
    if ((tenant == null) != type.isOfPlatform()) {
      throw new IllegalArgumentException("%s of tenant %s".formatted(type, tenant));
    }
  }

  /** About a camera, whose id is added to {@code data}. */
  public static NewEvent ofCamera(StreamKey camera, EventType type, Map<String, Object> data) {
    var more = new LinkedHashMap<String, Object>(data);
    more.put("cameraId", camera.cameraId().value());
    return new NewEvent(camera.tenantId(), type, camera.cameraId(), more);
  }

  /** About a tenant as a whole. */
  public static NewEvent ofTenant(TenantId tenant, EventType type, Map<String, Object> data) {
    return new NewEvent(tenant, type, null, data);
  }

  /** About the installation; no tenant sees it. */
  public static NewEvent ofPlatform(EventType type, Map<String, Object> data) {
    return new NewEvent(null, type, null, data);
  }
}
