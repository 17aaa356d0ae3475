package io.atalaya.contract.id;

/**
 * Names a camera inside its tenant. Another tenant may use the same: only {@link StreamKey} is
 * unique.
 *
 * @param value matches {@code [a-z0-9][a-z0-9-]{0,62}}; anything else is a {@code
 *     validation_failed}
 */
public record CameraId(String value) implements Comparable<CameraId> {
  public CameraId {
    value = Slug.checked("cameraId", value);
  }

  @Override
  public int compareTo(CameraId other) {
    return value.compareTo(other.value);
  }

  /** The bare value, as it stands in paths, logs and rows. */
  @Override
  public String toString() {
    return value;
  }
}
