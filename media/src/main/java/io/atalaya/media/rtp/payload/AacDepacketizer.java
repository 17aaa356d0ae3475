package io.atalaya.media.rtp.payload;

import io.atalaya.media.codec.AccessUnit;
import io.atalaya.media.codec.AccessUnitSink;
import io.atalaya.media.codec.DecoderConfig;
import io.atalaya.media.codec.SlabWriter;
import io.atalaya.media.codec.Track;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * AAC in RTP (RFC 3640, 3.3: AAC-lbr and AAC-hbr).
 *
 * <pre>
 *   headersLength(16, bits)  {size(sizeLength) index or indexDelta}…, padded to a byte   frames
 * </pre>
 *
 * A packet has several whole frames, or a piece of one whose header tells its whole size.
 */
public final class AacDepacketizer implements Depacketizer {
  private static final int HEADERS_LENGTH_BYTES = 2;

  /** Of 6,144 bits a channel, eight channels. */
  private static final int MAX_FRAME_BYTES = 6_144;

  /** More frames than a second has would be a packet that lies. */
  private static final int MAX_FRAMES = 96;

  private final Format format;
  private final SlabWriter slab;
  private final AccessUnitSink sink;
  private boolean configured;
  private @Nullable Partial partial;

  /**
   * What the SDP says ({@code a=fmtp}).
   *
   * @param sizeLength bits; 13 for AAC-hbr
   * @param indexLength bits; 3 for AAC-hbr
   * @param indexDeltaLength bits; 3 for AAC-hbr
   * @param frameTicks samples in a frame: 1024 or 960
   */
  public record Format(
      DecoderConfig.Aac config,
      int sizeLength,
      int indexLength,
      int indexDeltaLength,
      int frameTicks) {
    public Format {
      if (sizeLength < 1 || sizeLength > 16 || indexLength > 16 || indexDeltaLength > 16) {
        throw new IllegalArgumentException(
            "AU header fields of %d, %d, %d bits"
                .formatted(sizeLength, indexLength, indexDeltaLength));
      }
    }
  }

  /** A frame of which pieces are still to come. */
  private record Partial(long timestamp, int size, Instant receivedAt) {}

  public AacDepacketizer(Format format, ByteBufAllocator allocator, AccessUnitSink sink) {
    this.format = format;
    this.slab = SlabWriter.ofAudio(allocator);
    this.sink = sink;
  }

  @Override
  public void packet(long timestamp, ByteBuf bytes, int index, int length, Instant receivedAt) {
    int end = index + length;
    int headerBits = length < HEADERS_LENGTH_BYTES ? 0 : bytes.getUnsignedShort(index);
    int frames = frames(headerBits);
    int data = index + HEADERS_LENGTH_BYTES + (headerBits + 7) / 8;
    if (frames == 0 || frames > MAX_FRAMES || data > end) {
      lost();
      return;
    }
    if (partial != null && (frames > 1 || partial.timestamp != timestamp)) {
      lost();
    }
    int bit = (index + HEADERS_LENGTH_BYTES) * 8;
    for (int i = 0; i < frames; i++) {
      int size = bits(bytes, bit, format.sizeLength);
      bit += format.sizeLength + (i == 0 ? format.indexLength : format.indexDeltaLength);
      if (size > MAX_FRAME_BYTES || (size > end - data && frames > 1)) {
        lost();
        return;
      }
      if (size > end - data || partial != null) {
        piece(timestamp, size, bytes, data, end - data, receivedAt);
        return;
      }
      if (size > 0) {
        slab.room(size).writeBytes(bytes, data, size);
        emit(timestamp + (long) i * format.frameTicks, receivedAt);
      }
      data += size;
    }
  }

  private int frames(int headerBits) {
    int first = format.sizeLength + format.indexLength;
    int next = format.sizeLength + format.indexDeltaLength;
    return headerBits < first ? 0 : 1 + (headerBits - first) / next;
  }

  private void piece(
      long timestamp, int size, ByteBuf bytes, int index, int length, Instant receivedAt) {
    Partial begun = partial;
    if (begun == null || begun.size != size) {
      lost();
      begun = new Partial(timestamp, size, receivedAt);
      partial = begun;
    }
    if (slab.sizeBytes() + length > size) {
      lost();
      return;
    }
    slab.room(length).writeBytes(bytes, index, length);
    if (slab.sizeBytes() == size) {
      partial = null;
      emit(timestamp, begun.receivedAt);
    }
  }

  /** What was written is a frame. */
  private void emit(long ptsTicks, Instant receivedAt) {
    if (!configured) {
      configured = true;
      sink.config(format.config);
    }
    sink.accessUnit(
        new AccessUnit(
            Track.Kind.AUDIO,
            ptsTicks,
            ptsTicks + format.frameTicks,
            true,
            slab.take(),
            receivedAt));
  }

  private static int bits(ByteBuf bytes, int fromBit, int count) {
    int value = 0;
    for (int bit = fromBit; bit < fromBit + count; bit++) {
      value = value << 1 | (bytes.getByte(bit >> 3) >> (7 - (bit & 7)) & 1);
    }
    return value;
  }

  /** A frame of which a piece is missing is no frame; the next one is. */
  @Override
  public void lost() {
    if (partial != null) {
      partial = null;
      slab.clear();
    }
  }

  @Override
  public void close() {
    partial = null;
    slab.close();
  }
}
