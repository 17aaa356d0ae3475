package io.atalaya.media.golden;

import io.atalaya.media.codec.AacConfig;
import io.atalaya.media.codec.AccessUnitSink;
import io.atalaya.media.codec.DecoderConfig;
import io.atalaya.media.codec.G711;
import io.atalaya.media.rtp.RtpPacket;
import io.atalaya.media.rtp.Sequence;
import io.atalaya.media.rtp.TimestampClock;
import io.atalaya.media.rtp.payload.AacDepacketizer;
import io.atalaya.media.rtp.payload.AvcSyntax;
import io.atalaya.media.rtp.payload.Depacketizer;
import io.atalaya.media.rtp.payload.G711Depacketizer;
import io.atalaya.media.rtp.payload.HevcSyntax;
import io.atalaya.media.rtp.payload.OpusDepacketizer;
import io.atalaya.media.rtp.payload.VideoDepacketizer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * Packets that GStreamer made, each behind its length (RFC 4571). Numbers begin at 65533 and
 * timestamps at 4294960000, so that both wrap.
 */
enum Recorded {
  H264("h264", 90_000),
  H264_B_FRAMES("h264-b-frames", 90_000),
  H265("h265", 90_000),
  AAC("aac", 16_000),
  OPUS("opus", 48_000),
  PCMA("pcma", 8_000);

  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  final String file;
  final int clockRate;

  Recorded(String file, int clockRate) {
    this.file = file;
    this.clockRate = clockRate;
  }

  private Depacketizer depacketizer(ByteBufAllocator allocator, AccessUnitSink sink)
      throws Exception {
    return switch (this) {
      case H264, H264_B_FRAMES -> new VideoDepacketizer(new AvcSyntax(List.of()), allocator, sink);
      case H265 -> new VideoDepacketizer(new HevcSyntax(List.of()), allocator, sink);
      case AAC -> {
        ByteBuffer specific = ByteBuffer.wrap(HexFormat.of().parseHex("1408"));
        var config = new DecoderConfig.Aac(AacConfig.parseSpecific(specific), specific);
        yield new AacDepacketizer(
            new AacDepacketizer.Format(config, 13, 3, 3, 1_024), allocator, sink);
      }
      case OPUS -> new OpusDepacketizer(new DecoderConfig.Opus(1), allocator, sink);
      case PCMA -> new G711Depacketizer(G711.A_LAW, allocator, sink);
    };
  }

  /** Gives all packets to a sink, as access units. */
  void into(ByteBufAllocator allocator, AccessUnitSink sink) throws Exception {
    var clock = new TimestampClock(clockRate);
    var sequence = new Sequence();
    try (Depacketizer to = depacketizer(allocator, sink)) {
      ByteBuf bytes = Unpooled.wrappedBuffer(Golden.bytes(file + ".rtp"));
      while (bytes.isReadable()) {
        int length = bytes.readUnsignedShort();
        RtpPacket packet = RtpPacket.parse(bytes, bytes.readerIndex(), length).orElseThrow();
        if (sequence.next(packet.sequence()) != Sequence.Step.NEXT) {
          throw new IllegalStateException("a recording has no losses");
        }
        to.packet(
            clock.ticks(packet.timestamp(), 0),
            bytes,
            packet.payloadIndex(),
            packet.payloadBytes(),
            NOW);
        bytes.skipBytes(length);
      }
    }
  }
}
