package io.atalaya.contract.gateway;

import java.util.Locale;

/** What a track carries. */
public enum TrackKind {
  VIDEO,
  AUDIO;

  /** The spelling on the wire. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
