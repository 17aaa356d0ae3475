package io.atalaya.contract.gateway;

import java.util.Locale;

/** How RTP travels from the camera: inside the RTSP connection, or beside it. */
public enum Transport {
  TCP,
  UDP;

  /** The spelling on the wire. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
