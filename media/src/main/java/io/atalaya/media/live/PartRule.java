package io.atalaya.media.live;

import java.time.Duration;

/**
 * The part target of a rendition and what fits it (RFC 8216bis, 4.4.4.9: no part over the target,
 * and none but the last of a segment under 85 % of it). Pure.
 */
record PartRule(long targetNanos) {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /**
   * The rule for chunks of a usual duration. Up to 15 % of the least target any chunks will do; a
   * longer one must divide the target.
   */
  static PartRule forChunks(Duration leastTarget, long typicalNanos) {
    long least = leastTarget.toNanos();
    if (typicalNanos <= least * 15 / 100) {
      return new PartRule(least);
    }
    long count = (least + typicalNanos - 1) / typicalNanos;
    long slack = count * typicalNanos / 100 * 105;
    return new PartRule((slack / NANOS_PER_MILLI + 1) * NANOS_PER_MILLI);
  }

  long leastNanos() {
    return targetNanos * 85 / 100;
  }

  /** Whether chunks of that duration can fill parts. */
  boolean suits(long typicalNanos) {
    return typicalNanos <= targetNanos * 15 / 100
        || (typicalNanos <= targetNanos
            && targetNanos / typicalNanos * typicalNanos >= leastNanos());
  }
}
