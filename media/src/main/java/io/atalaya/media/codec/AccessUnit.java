package io.atalaya.media.codec;

import io.netty.buffer.ByteBuf;
import java.time.Instant;

/**
 * A picture with all its slices, or a frame of sound: what a decoder takes at once. The waist of
 * the media path: left of it are protocols, right of it containers.
 *
 * @param ptsTicks when it is to be shown or heard, in ticks of its track; any beginning, and it
 *     grows past 32 bits
 * @param nextPtsTicks of the access unit that comes after it, which for pictures that are reordered
 *     may be less; where nothing came after it, a guess
 * @param randomAccess whether decoding can begin here
 * @param data video: NAL units, each with its length in four bytes before it; audio: the frame. One
 *     reference, that belongs to whoever holds the access unit. {@link #HEADROOM} bytes before its
 *     first are free for a container's header.
 * @param receivedAt when its first byte arrived
 */
public record AccessUnit(
    Track.Kind kind,
    long ptsTicks,
    long nextPtsTicks,
    boolean randomAccess,
    ByteBuf data,
    Instant receivedAt) {

  /** What the header of a fragment with one sample takes, so that fragments leave no gap. */
  public static final int HEADROOM = 112;

  public int sizeBytes() {
    return data.readableBytes();
  }

  public void release() {
    data.release();
  }
}
