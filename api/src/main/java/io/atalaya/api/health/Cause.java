package io.atalaya.api.health;

import java.util.Locale;

/** Why a camera is looked at. */
enum Cause {
  /** It was due. */
  SCHEDULED,
  /** Somebody asked. */
  MANUAL,
  /** It was just changed. */
  CHANGED;

  /** As metrics name it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
