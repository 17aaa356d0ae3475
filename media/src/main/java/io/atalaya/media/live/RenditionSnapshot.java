package io.atalaya.media.live;

import io.atalaya.media.codec.Track;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One track's playlist at one moment. Immutable.
 *
 * @param partTarget the same for the life of the stream
 * @param targetDuration whole seconds; the same for the life of the stream
 * @param discontinuitySequence of the first segment listed
 * @param segments complete and listed, oldest first
 * @param open the segment now being filled, once it has begun
 * @param nextPart the part expected next; none while segments are published whole
 * @param bitsPerSecond measured over the last seconds of media
 * @param framesPerSecond measured likewise
 */
public record RenditionSnapshot(
    Track track,
    Duration partTarget,
    Duration targetDuration,
    long discontinuitySequence,
    List<SegmentInfo> segments,
    Optional<SegmentInfo> open,
    Optional<MediaObject.Part> nextPart,
    long nextMsn,
    long bitsPerSecond,
    double framesPerSecond) {

  public RenditionSnapshot {
    segments = List.copyOf(segments);
  }

  public Track.Kind kind() {
    return track.kind();
  }

  /** The number of the first segment listed, or of the first to come. */
  public long mediaSequence() {
    if (!segments.isEmpty()) {
      return segments.getFirst().msn();
    }
    return open.map(SegmentInfo::msn).orElse(nextMsn);
  }

  /** The newest segment that a playlist shows: complete, or open with at least one part. */
  public Optional<SegmentInfo> newest() {
    var begun = open.filter(segment -> !segment.parts().isEmpty());
    return begun.isPresent() || segments.isEmpty() ? begun : Optional.of(segments.getLast());
  }

  /**
   * Whether the playlist holds segment {@code msn}, complete, or its {@code part}, or anything
   * later (RFC 8216bis, 6.2.5.2). A part beyond the last of a complete segment is the first part of
   * the next one.
   */
  public boolean reaches(long msn, OptionalInt part) {
    if (part.isEmpty()) {
      return completeThrough() >= msn;
    }
    if (completeThrough() > msn) {
      return true;
    }
    int parts = published(msn);
    if (completeThrough() == msn) {
      return part.getAsInt() < Math.max(parts, 1) || published(msn + 1) > 0;
    }
    return part.getAsInt() < parts;
  }

  /** Whether a request for the object need not wait: it is there, it was, or it will never be. */
  public boolean settles(MediaObject object) {
    return switch (object) {
      case MediaObject.Init _ -> true;
      case MediaObject.Segment(_, var msn) -> completeThrough() >= msn;
      case MediaObject.Part(_, var msn, var part) ->
          completeThrough() >= msn || part < published(msn);
    };
  }

  /** The number of the last complete segment; one less than the first while there is none. */
  private long completeThrough() {
    return open.map(SegmentInfo::msn).orElse(nextMsn) - 1;
  }

  private int published(long msn) {
    if (open.isPresent() && open.get().msn() == msn) {
      return open.get().parts().size();
    }
    if (segments.isEmpty()) {
      return 0;
    }
    long index = msn - segments.getFirst().msn();
    return index < 0 || index >= segments.size() ? 0 : segments.get((int) index).parts().size();
  }
}
