package io.atalaya.media.fmp4;

import io.atalaya.media.codec.Track;
import io.netty.buffer.ByteBuf;
import java.time.Instant;

/**
 * One {@code moof} with its {@code mdat}: a few access units of one track, contiguous in time.
 *
 * @param baseDecodeTimeTicks of the first sample, in the track's timescale
 * @param durationTicks of all samples together
 * @param independent whether the first sample is a sync sample
 * @param frames how many samples
 * @param data the bytes, with one reference that belongs to whoever holds the chunk: the one who
 *     receives it hands it on or releases it
 * @param receivedAt when its last byte arrived
 */
public record Chunk(
    Track.Kind kind,
    long baseDecodeTimeTicks,
    long durationTicks,
    boolean independent,
    int frames,
    ByteBuf data,
    Instant receivedAt) {

  public int sizeBytes() {
    return data.readableBytes();
  }

  public void release() {
    data.release();
  }
}
