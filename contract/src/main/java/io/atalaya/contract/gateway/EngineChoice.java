package io.atalaya.contract.gateway;

import java.util.Locale;

/** Which engine pulls the camera; {@code auto} takes the first that supports it. */
public enum EngineChoice {
  AUTO,
  INPROCESS,
  FFMPEG;

  /** The spelling on the wire. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
