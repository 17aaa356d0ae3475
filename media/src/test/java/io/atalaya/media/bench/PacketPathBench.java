package io.atalaya.media.bench;

import io.atalaya.media.codec.AacConfig;
import io.atalaya.media.codec.DecoderConfig;
import io.atalaya.media.codec.G711;
import io.atalaya.media.codec.Track;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.Fragmenter;
import io.atalaya.media.fmp4.InitSegment;
import io.atalaya.media.live.LiveConfig;
import io.atalaya.media.live.LiveStream;
import io.atalaya.media.rtp.RtpPacket;
import io.atalaya.media.rtp.TimestampClock;
import io.atalaya.media.rtp.payload.AacDepacketizer;
import io.atalaya.media.rtp.payload.AvcSyntax;
import io.atalaya.media.rtp.payload.Depacketizer;
import io.atalaya.media.rtp.payload.G711Depacketizer;
import io.atalaya.media.rtp.payload.VideoDepacketizer;
import io.atalaya.media.rtsp.MalformedRtspException;
import io.atalaya.media.rtsp.RtspHeaders;
import io.atalaya.media.rtsp.RtspReader;
import io.atalaya.media.rtsp.RtspResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * One camera's bytes (1080p25 of 2 Mbit/s, AAC) through the whole packet path as fast as it goes,
 * without sockets: interleaved framing, RTP, access units, fragments, parts, segments. Says what an
 * access unit costs in time and in heap. Then what a second of G.711 costs on its way to FLAC.
 */
public final class PacketPathBench {
  private static final int FRAMES = 50;
  private static final int PICTURE_BYTES = 10_000;
  private static final int MTU = 1_400;
  private static final int AAC_FRAMES = 62;
  private static final int AAC_BYTES = 190;
  private static final int ROUNDS = 6;
  private static final int LOOPS = 4_000;
  private static final HexFormat HEX = HexFormat.of();
  private static final PooledByteBufAllocator POOL =
      new PooledByteBufAllocator(true, 0, 1, 8_192, 9, 0, 0, false, 0);

  private PacketPathBench() {}

  public static void main(String[] args) throws Exception {
    for (int round = 1; round <= ROUNDS; round++) {
      path(round);
    }
    for (int round = 1; round <= ROUNDS; round++) {
      telephone(round);
    }
  }

  private static void path(int round) throws MalformedRtspException {
    var camera = new Camera();
    var stream = new Stream();
    long allocated = allocated();
    long began = System.nanoTime();
    for (int i = 0; i < LOOPS; i++) {
      stream.reader.read(camera.next());
    }
    double nanos = System.nanoTime() - began;
    double units = stream.units;
    System.out.printf(
        Locale.ROOT,
        "round %d: %.0f ns and %.0f bytes of heap an access unit; %.3f ms a camera and second%n",
        round,
        nanos / units,
        (allocated() - allocated) / units,
        nanos / 1e6 / (LOOPS * FRAMES / 25.0));
    stream.live.close();
  }

  private static void telephone(int round) {
    var random = new Random(1);
    byte[] second = new byte[8_000];
    for (int i = 0; i < second.length; i++) {
      // A voice as loud as usual, and the noise of a line: most samples are small.
      double sample = 900 * Math.sin(i / 9.0) * Math.sin(i / 1_300.0) + 60 * random.nextGaussian();
      second[i] = muLaw((int) sample);
    }
    var flac = new Counting();
    var fragmenter = new Fragmenter(1, 8_000, 80_000, flac);
    var depacketizer = new G711Depacketizer(G711.MU_LAW, POOL, fragmenter);
    ByteBuf bytes = Unpooled.wrappedBuffer(second);
    int seconds = 2_000;
    long began = System.nanoTime();
    for (int s = 0; s < seconds; s++) {
      for (int packet = 0; packet < 50; packet++) {
        depacketizer.packet(s * 8_000L + packet * 160L, bytes, packet * 160, 160, Instant.EPOCH);
      }
    }
    double nanos = System.nanoTime() - began;
    System.out.printf(
        Locale.ROOT,
        "round %d: a second of G.711 to FLAC takes %.1f µs; %.1f kbit/s of 64%n",
        round,
        nanos / 1e3 / seconds,
        flac.bytes * 8.0 / seconds / 1_000);
    depacketizer.close();
  }

  private static byte muLaw(int sample) {
    int best = 0;
    for (int code = 0; code < 256; code++) {
      if (Math.abs(G711.MU_LAW.sample((byte) code) - sample)
          < Math.abs(G711.MU_LAW.sample((byte) best) - sample)) {
        best = code;
      }
    }
    return (byte) best;
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private static final class Counting implements Fragmenter.Output {
    private long bytes;

    @Override
    public void init(InitSegment init) {}

    @Override
    public void chunk(Chunk chunk) {
      bytes += chunk.sizeBytes();
      chunk.release();
    }
  }

  /** Two seconds of interleaved packets, again and again with later numbers. */
  private static final class Camera {
    private final ByteBuf bytes = Unpooled.directBuffer();
    private final List<Integer> headers = new ArrayList<>();
    private final int[] sequence = new int[2];
    private final long[] ticks = new long[2];

    Camera() {
      var random = new Random(7);
      int sound = 0;
      for (int frame = 0; frame < FRAMES; frame++) {
        picture(random, frame == 0);
        for (; sound < (frame + 1) * AAC_FRAMES / FRAMES; sound++) {
          byte[] aac = new byte[4 + AAC_BYTES];
          random.nextBytes(aac);
          ByteBuffer.wrap(aac).putShort((short) 16).putShort((short) (AAC_BYTES << 3));
          packet(1, aac, true);
        }
      }
    }

    private void picture(Random random, boolean key) {
      if (key) {
        packet(0, HEX.parseHex(SPS), false);
        packet(0, HEX.parseHex(PPS), false);
      }
      byte[] nal = new byte[key ? 5 * PICTURE_BYTES : PICTURE_BYTES];
      random.nextBytes(nal);
      for (int at = 2; at < nal.length; at += MTU) {
        int length = Math.min(MTU, nal.length - at);
        byte[] piece = new byte[2 + length];
        piece[0] = 0x7C;
        boolean first = at == 2;
        boolean last = at + length == nal.length;
        piece[1] = (byte) ((first ? 0x80 : 0) | (last ? 0x40 : 0) | (key ? 5 : 1));
        System.arraycopy(nal, at, piece, 2, length);
        piece[2] = first ? (byte) 0x88 : piece[2];
        packet(0, piece, last);
      }
    }

    private void packet(int track, byte[] payload, boolean marker) {
      bytes.writeByte('$').writeByte(2 * track).writeShort(12 + payload.length);
      headers.add(bytes.writerIndex());
      bytes.writeByte(0x80).writeByte((marker ? 0x80 : 0) | (96 + track)).writeShort(0);
      bytes.writeInt(0).writeInt(track).writeBytes(payload);
    }

    ByteBuf next() {
      for (int at : headers) {
        int track = bytes.getInt(at + 8);
        bytes.setShort(at + 2, sequence[track]++);
        bytes.setInt(at + 4, (int) ticks[track]);
        if ((bytes.getByte(at + 1) & 0x80) != 0) {
          ticks[track] += track == 0 ? 3_600 : 1_024;
        }
      }
      return bytes.readerIndex(0);
    }
  }

  // 1920×1080, Constrained Baseline
  private static final String SPS = "6742c028da01e0089f97011000000300100000030328f1832a";
  private static final String PPS = "68CE3C80";

  /** What the gateway's engine does with them. */
  private static final class Stream implements RtspReader.Sink, Fragmenter.Output {
    private final LiveStream live =
        new LiveStream(LiveConfig.standard(), POOL, InstantSource.system());
    private final RtspReader reader = new RtspReader(this);
    private final TimestampClock[] clocks = {
      new TimestampClock(90_000), new TimestampClock(32_000)
    };
    private final Depacketizer[] depacketizers;
    private final InitSegment[] inits = new InitSegment[2];
    private long units;

    Stream() {
      try {
        ByteBuffer specific = ByteBuffer.wrap(HEX.parseHex("1288"));
        var aac = new DecoderConfig.Aac(AacConfig.parseSpecific(specific), specific);
        depacketizers =
            new Depacketizer[] {
              new VideoDepacketizer(
                  new AvcSyntax(List.of()), POOL, new Fragmenter(1, 90_000, 900_000, this)),
              new AacDepacketizer(
                  new AacDepacketizer.Format(aac, 13, 3, 3, 1_024),
                  POOL,
                  new Fragmenter(2, 32_000, 320_000, this))
            };
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void packet(int channel, ByteBuf bytes, int index, int length) {
      RtpPacket packet = RtpPacket.parse(bytes, index, length).orElseThrow();
      depacketizers[channel / 2].packet(
          clocks[channel / 2].ticks(packet.timestamp(), 0),
          bytes,
          packet.payloadIndex(),
          packet.payloadBytes(),
          Instant.EPOCH);
    }

    @Override
    public void init(InitSegment init) {
      inits[init.kind() == Track.Kind.VIDEO ? 0 : 1] = init;
      if (inits[0] != null && inits[1] != null) {
        live.init(List.of(inits));
      }
    }

    @Override
    public void chunk(Chunk chunk) {
      units++;
      live.append(chunk);
    }

    @Override
    public void response(RtspResponse response) {}

    @Override
    public void request(String method, RtspHeaders headers) {}
  }
}
