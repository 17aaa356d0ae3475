package io.atalaya.media.rtp.payload;

import io.atalaya.media.codec.AccessUnit;
import io.atalaya.media.codec.AccessUnitSink;
import io.atalaya.media.codec.DecoderConfig;
import io.atalaya.media.codec.SlabWriter;
import io.atalaya.media.codec.Track;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Instant;

/** Opus in RTP (RFC 7587): a packet is a packet of Opus, and its clock is always 48 kHz. */
public final class OpusDepacketizer implements Depacketizer {
  /** RFC 6716, 3.2.1: the most one packet's duration allows, 120 ms. */
  private static final int MAX_TICKS = 5_760;

  private final DecoderConfig.Opus config;
  private final SlabWriter slab;
  private final AccessUnitSink sink;
  private boolean configured;

  public OpusDepacketizer(
      DecoderConfig.Opus config, ByteBufAllocator allocator, AccessUnitSink sink) {
    this.config = config;
    this.slab = SlabWriter.ofAudio(allocator);
    this.sink = sink;
  }

  @Override
  public void packet(long timestamp, ByteBuf bytes, int index, int length, Instant receivedAt) {
    int ticks = length == 0 ? 0 : ticks(bytes, index, length);
    if (ticks == 0 || ticks > MAX_TICKS) {
      return;
    }
    if (!configured) {
      configured = true;
      sink.config(config);
    }
    slab.room(length).writeBytes(bytes, index, length);
    sink.accessUnit(
        new AccessUnit(
            Track.Kind.AUDIO, timestamp, timestamp + ticks, true, slab.take(), receivedAt));
  }

  /**
   * How long a packet lasts, by its first byte (RFC 6716, 3.1): {@code config(5) stereo(1)
   * code(2)}.
   */
  static int ticks(ByteBuf bytes, int index, int length) {
    int first = bytes.getUnsignedByte(index);
    int frames =
        switch (first & 3) {
          case 0 -> 1;
          case 1, 2 -> 2;
          default -> length < 2 ? 0 : bytes.getByte(index + 1) & 0x3F;
        };
    return frames * frameTicks(first >> 3);
  }

  private static int frameTicks(int config) {
    if (config < 12) {
      // SILK: 10, 20, 40, 60 ms
      return (config & 3) == 3 ? 2_880 : 480 << (config & 3);
    }
    // Hybrid: 10, 20 ms; CELT: 2.5, 5, 10, 20 ms
    return config < 16 ? 480 << (config & 1) : 120 << (config & 3);
  }

  @Override
  public void lost() {
    // Each packet stands for itself.
  }

  @Override
  public void close() {
    slab.close();
  }
}
