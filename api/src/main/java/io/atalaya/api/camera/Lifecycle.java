package io.atalaya.api.camera;

import java.util.Locale;

/** Whether a camera is wanted on a gateway. */
public enum Lifecycle {
  PROVISIONED,
  DEPROVISIONED;

  /** The spelling on the wire and in rows. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
