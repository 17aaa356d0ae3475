package io.atalaya.api.camera;

import io.atalaya.contract.id.StreamKey;

/**
 * What is to become of one camera at its gateway: the desired state of the health loop.
 *
 * @param generation as of which
 */
public record WantedCamera(StreamKey key, Wish wish, long generation) {
  /** What is to become of it. */
  public enum Wish {
    /** Pulled. */
    PRESENT,
    /** Not there; the camera itself stays. */
    ABSENT,
    /** Not there while its tenant is suspended. */
    SUSPENDED,
    /** Not there, and then the camera's row goes too. */
    PURGED
  }
}
