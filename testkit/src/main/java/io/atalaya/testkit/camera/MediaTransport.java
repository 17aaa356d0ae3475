package io.atalaya.testkit.camera;

/** How RTP travels from a camera to its reader. */
public enum MediaTransport {
  /** Interleaved with RTSP on its connection (RFC 2326 section 10.12). */
  TCP,
  /** Unicast datagrams to the address that the RTSP connection comes from. */
  UDP
}
