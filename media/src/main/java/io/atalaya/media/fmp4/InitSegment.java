package io.atalaya.media.fmp4;

import io.atalaya.media.codec.Track;
import java.nio.ByteBuffer;

/**
 * The CMAF header of one track: {@code ftyp} and a {@code moov} with that track alone.
 *
 * @param bytes read-only; each call gives a view with a position of its own
 */
public record InitSegment(Track track, ByteBuffer bytes) {

  public InitSegment {
    bytes = bytes.asReadOnlyBuffer();
  }

  @Override
  public ByteBuffer bytes() {
    return bytes.duplicate();
  }

  public Track.Kind kind() {
    return track.kind();
  }
}
