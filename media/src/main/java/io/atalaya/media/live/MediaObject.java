package io.atalaya.media.live;

import io.atalaya.media.codec.Track;

/** The name of something a reader can fetch; what it names never changes its bytes. */
public sealed interface MediaObject {
  Track.Kind kind();

  /**
   * An init segment.
   *
   * @param version the number of the first segment that needed it
   */
  record Init(Track.Kind kind, long version) implements MediaObject {}

  /**
   * A complete segment.
   *
   * @param msn media sequence number
   */
  record Segment(Track.Kind kind, long msn) implements MediaObject {}

  /**
   * A part of a segment.
   *
   * @param msn of the segment it belongs to
   * @param part its place in the segment, from 0
   */
  record Part(Track.Kind kind, long msn, int part) implements MediaObject {}
}
