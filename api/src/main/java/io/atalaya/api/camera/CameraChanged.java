package io.atalaya.api.camera;

import io.atalaya.contract.id.StreamKey;

/**
 * Fired inside the transaction that changed what a gateway should do about a camera.
 *
 * @param change what viewers have to know of it
 */
public record CameraChanged(StreamKey key, Change change) {
  /** What became of the camera. */
  public enum Change {
    /** It may be watched. */
    WANTED,
    /** Switched off or deprovisioned. */
    SWITCHED_OFF,
    DELETED
  }
}
