package io.atalaya.media.bench;

import io.atalaya.media.codec.AacConfig;
import io.atalaya.media.codec.DecoderConfig;
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
import io.atalaya.media.rtp.payload.Packets;
import io.atalaya.media.rtp.payload.VideoDepacketizer;
import io.atalaya.media.rtsp.MalformedRtspException;
import io.atalaya.media.rtsp.RtspHeaders;
import io.atalaya.media.rtsp.RtspReader;
import io.atalaya.media.rtsp.RtspResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One camera's bytes (1080p25 of 2 Mbit/s, AAC) through the whole packet path, without sockets:
 * interleaved framing, RTP, access units, fragments, parts, segments. An operation is one access
 * unit; there are 56 in a second of a camera.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class PacketPathBench {
  private static final int FRAMES = 50;
  private static final int PICTURE_BYTES = 10_000;
  private static final int MTU = 1_400;
  private static final int AAC_FRAMES = 62;
  private static final int AAC_BYTES = 190;
  private static final HexFormat HEX = HexFormat.of();
  private static final PooledByteBufAllocator POOL =
      new PooledByteBufAllocator(true, 0, 1, 8_192, 9, 0, 0, false, 0);

  private Camera camera;
  private Stream stream;

  @Setup(Level.Iteration)
  public void begin() {
    camera = new Camera();
    stream = new Stream();
  }

  @TearDown(Level.Iteration)
  public void end() {
    camera.bytes.release();
    stream.close();
  }

  @Benchmark
  @OperationsPerInvocation(FRAMES + AAC_FRAMES)
  public long path() throws MalformedRtspException {
    stream.reader.read(camera.next());
    return stream.units;
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
      byte[] slice = new byte[key ? 5 * PICTURE_BYTES : PICTURE_BYTES];
      random.nextBytes(slice);
      slice[0] = (byte) (key ? 0x65 : 0x41);
      slice[1] = (byte) 0x88;
      List<byte[]> packets = Packets.avc(slice, MTU);
      for (int i = 0; i < packets.size(); i++) {
        packet(0, packets.get(i), i == packets.size() - 1);
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

    void close() {
      for (Depacketizer depacketizer : depacketizers) {
        depacketizer.close();
      }
      live.close();
    }

    @Override
    public void response(RtspResponse response) {}

    @Override
    public void request(String method, RtspHeaders headers) {}
  }
}
