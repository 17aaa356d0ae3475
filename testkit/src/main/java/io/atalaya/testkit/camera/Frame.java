package io.atalaya.testkit.camera;

import java.util.List;

/**
 * One access unit as the payloads of its RTP packets, in order; the last one carries the marker.
 * The arrays are shared by all sessions and never written to.
 */
final class Frame {
  /**
   * Bytes of RTP payload in one packet at most: with RTP, UDP and IPv6 headers and a tunnel's, it
   * still fits an Ethernet frame.
   */
  static final int MAX_PAYLOAD_BYTES = 1400;

  private final List<byte[]> payloads;
  private final boolean randomAccess;

  Frame(List<byte[]> payloads, boolean randomAccess) {
    this.payloads = List.copyOf(payloads);
    this.randomAccess = randomAccess;
  }

  List<byte[]> payloads() {
    return payloads;
  }

  /** Whether a reader can begin here. */
  boolean isRandomAccess() {
    return randomAccess;
  }

  /** The sum of the payloads. */
  int sizeBytes() {
    return payloads.stream().mapToInt(payload -> payload.length).sum();
  }
}
