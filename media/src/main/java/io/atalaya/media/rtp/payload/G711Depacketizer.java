package io.atalaya.media.rtp.payload;

import io.atalaya.media.codec.AccessUnit;
import io.atalaya.media.codec.AccessUnitSink;
import io.atalaya.media.codec.DecoderConfig;
import io.atalaya.media.codec.FlacEncoder;
import io.atalaya.media.codec.G711;
import io.atalaya.media.codec.SlabWriter;
import io.atalaya.media.codec.Track;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Instant;

/**
 * G.711 in RTP (RFC 3551, 4.5.14), made into FLAC, which browsers play: a byte is a sample of 8
 * kHz, and 100 ms of them are a frame.
 */
public final class G711Depacketizer implements Depacketizer {
  private static final int SAMPLE_RATE = 8_000;
  private static final int BLOCK = 800;

  /** Of what comes out. */
  public static final DecoderConfig.Flac CONFIG = new DecoderConfig.Flac(SAMPLE_RATE, BLOCK);

  /** FLAC may be a little larger than what it was made of. */
  private static final int FRAME_BYTES = BLOCK * 2 + 64;

  private final G711 law;
  private final SlabWriter slab;
  private final AccessUnitSink sink;
  private final FlacEncoder encoder;
  private final int[] block = new int[BLOCK];
  private int filled;
  private long blockTimestamp;
  private Instant blockReceivedAt = Instant.EPOCH;
  private boolean configured;

  public G711Depacketizer(G711 law, ByteBufAllocator allocator, AccessUnitSink sink) {
    this.law = law;
    this.slab = SlabWriter.ofAudio(allocator);
    this.sink = sink;
    this.encoder = new FlacEncoder(law.unusedBits(), BLOCK);
  }

  @Override
  public void packet(long timestamp, ByteBuf bytes, int index, int length, Instant receivedAt) {
    if (filled > 0 && timestamp != blockTimestamp + filled) {
      filled = 0; // a pause: what is missing cannot be made up
    }
    for (int i = 0; i < length; i++) {
      if (filled == 0) {
        blockTimestamp = timestamp + i;
        blockReceivedAt = receivedAt;
      }
      block[filled++] = law.sample(bytes.getByte(index + i));
      if (filled == BLOCK) {
        emit();
      }
    }
  }

  private void emit() {
    filled = 0;
    if (!configured) {
      configured = true;
      sink.config(CONFIG);
    }
    encoder.encode(block, slab.room(FRAME_BYTES));
    sink.accessUnit(
        new AccessUnit(
            Track.Kind.AUDIO,
            blockTimestamp,
            blockTimestamp + BLOCK,
            true,
            slab.take(),
            blockReceivedAt));
  }

  @Override
  public void lost() {
    filled = 0;
  }

  @Override
  public void close() {
    filled = 0;
    slab.close();
  }
}
