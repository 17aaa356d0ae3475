package io.atalaya.api.camera;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.DomainException;
import io.atalaya.contract.error.ErrorCode;
import io.atalaya.contract.error.Violation;
import io.atalaya.contract.id.CameraId;
import java.util.List;
import java.util.Map;

/** What can be wrong with a camera. */
public enum CameraErrorCode implements ErrorCode {
  CAMERA_NOT_FOUND,
  CAMERA_ALREADY_EXISTS,
  SOURCE_NOT_ALLOWED,
  /** The plan does not allow it, however often one asks. */
  ENTITLEMENT_DENIED;

  /** Unknown, deleted, or another tenant's. */
  public static DomainException notFound(CameraId camera) {
    return new DomainError.NotFound(
            CAMERA_NOT_FOUND, "there is no camera " + camera, Map.of("cameraId", camera.value()))
        .toException();
  }

  static DomainException alreadyExists(CameraId camera) {
    return new DomainError.Conflict(
            CAMERA_ALREADY_EXISTS,
            "camera %s exists already".formatted(camera),
            Map.of("cameraId", camera.value()))
        .toException();
  }

  static DomainException sourceNotAllowed(String why) {
    return new DomainError.Invalid(
            SOURCE_NOT_ALLOWED,
            "the source is not allowed: " + why,
            List.of(new Violation("source", why)))
        .toException();
  }

  static DomainException tooManyCameras(int limit) {
    return new DomainError.Forbidden(
            ENTITLEMENT_DENIED,
            "the plan allows %d cameras".formatted(limit),
            Map.of("entitlement", "maxCameras", "limit", limit))
        .toException();
  }
}
