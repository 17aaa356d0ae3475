package io.atalaya.media.rtp.payload;

import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes access units of one track's packets. One thread at a time.
 *
 * <p>An access unit ends where the next one's timestamp comes, not at a marker: cameras forget
 * markers, or set them on every slice, and how long a picture is shown is known no sooner anyway.
 */
public sealed interface Depacketizer extends AutoCloseable
    permits AacDepacketizer, G711Depacketizer, OpusDepacketizer, VideoDepacketizer {

  /**
   * Takes the payload of a packet that follows on the one before, or comes first after {@link
   * #lost}.
   *
   * @param timestamp in ticks, without the wrap at 32 bits
   */
  void packet(long timestamp, ByteBuf bytes, int index, int length, Instant receivedAt);

  /** Packets are missing here. */
  void lost();

  /**
   * Why what came last could not be described to a player, the rest of a sentence; empty while it
   * can be.
   */
  default Optional<String> undescribed() {
    return Optional.empty();
  }

  /** Gives back what is held. Safe to call twice. */
  @Override
  void close();
}
