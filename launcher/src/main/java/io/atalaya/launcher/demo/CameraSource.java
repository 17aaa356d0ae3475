package io.atalaya.launcher.demo;

/** Where a demo camera is; the source has its credentials in it. */
public record CameraSource(String tenantId, String cameraId, String source) {
  @Override
  public String toString() {
    return "CameraSource[" + tenantId + "/" + cameraId + "]";
  }
}
