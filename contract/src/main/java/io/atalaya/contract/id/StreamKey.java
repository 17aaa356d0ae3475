package io.atalaya.contract.id;

/**
 * The full name of a camera's stream. Everything that keeps something per camera keys it by this,
 * never by the {@link CameraId} alone: that is how the same id in two tenants cannot collide.
 */
public record StreamKey(TenantId tenantId, CameraId cameraId) {
  /** {@code tenant/camera}, for logs. Unambiguous, since neither part can contain a slash. */
  @Override
  public String toString() {
    return tenantId + "/" + cameraId;
  }
}
