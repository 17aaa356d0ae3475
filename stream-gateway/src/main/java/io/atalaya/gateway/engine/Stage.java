package io.atalaya.gateway.engine;

/** A step on a run's way to its first picture. */
public enum Stage {
  /** There is a connection to the camera. */
  CONNECTED,
  /** The camera has described itself and agreed to play. */
  PLAYING
}
