package io.atalaya.media.live;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A segment, complete or open, as a playlist tells of it.
 *
 * @param msn media sequence number
 * @param initVersion of the init segment it needs
 * @param discontinuity whether its timeline or init segment does not follow on the one before
 * @param programDateTime wall clock of its first sample
 * @param duration of its media; of an open segment, what is published
 * @param gap there is no media; nothing answers to its name
 * @param parts empty for a segment that was published whole
 */
public record SegmentInfo(
    long msn,
    long initVersion,
    boolean discontinuity,
    Instant programDateTime,
    Duration duration,
    boolean gap,
    List<PartInfo> parts,
    long sizeBytes) {

  public SegmentInfo {
    parts = List.copyOf(parts);
  }
}
