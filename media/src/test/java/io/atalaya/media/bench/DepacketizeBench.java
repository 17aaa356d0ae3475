package io.atalaya.media.bench;

import io.atalaya.media.codec.AacConfig;
import io.atalaya.media.codec.AccessUnit;
import io.atalaya.media.codec.AccessUnitSink;
import io.atalaya.media.codec.DecoderConfig;
import io.atalaya.media.codec.G711;
import io.atalaya.media.codec.MalformedConfigException;
import io.atalaya.media.rtp.payload.AacDepacketizer;
import io.atalaya.media.rtp.payload.AvcSyntax;
import io.atalaya.media.rtp.payload.Depacketizer;
import io.atalaya.media.rtp.payload.G711Depacketizer;
import io.atalaya.media.rtp.payload.HevcSyntax;
import io.atalaya.media.rtp.payload.Packets;
import io.atalaya.media.rtp.payload.VideoDepacketizer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Payloads of packets to access units: a picture of 10 kB in fragments, a frame of AAC, and a
 * second of G.711, which becomes ten frames of FLAC.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DepacketizeBench {
  private static final int MTU = 1_400;
  private static final int PICTURE_BYTES = 10_000;
  private static final int AAC_BYTES = 190;
  private static final HexFormat HEX = HexFormat.of();
  private static final PooledByteBufAllocator POOL =
      new PooledByteBufAllocator(true, 0, 1, 8_192, 9, 0, 0, false, 0);

  @Param public Kind kind;

  private Feed feed;

  public enum Kind {
    AVC,
    HEVC,
    AAC,
    TELEPHONE
  }

  /** With nothing of the iteration before. */
  @Setup(Level.Iteration)
  public void begin() throws MalformedConfigException {
    feed =
        switch (kind) {
          case AVC -> avc();
          case HEVC -> hevc();
          case AAC -> aac();
          case TELEPHONE ->
              new Feed(sink -> new G711Depacketizer(G711.MU_LAW, POOL, sink))
                  .goOn(8_000, 160, voice());
        };
  }

  @TearDown(Level.Iteration)
  public void end() {
    feed.close();
  }

  @Benchmark
  public long depacketize() {
    return feed.next();
  }

  private static Feed avc() {
    return new Feed(sink -> new VideoDepacketizer(new AvcSyntax(List.of()), POOL, sink))
        .send(3_600, units("6742c028da01e0089f97011000000300100000030328f1832a", "68ce3c80"))
        .send(3_600, Packets.avc(slice("6588"), MTU))
        .goOn(3_600, 0, Packets.avc(slice("4188"), MTU));
  }

  private static Feed hevc() {
    return new Feed(sink -> new VideoDepacketizer(new HevcSyntax(List.of()), POOL, sink))
        .send(
            3_600,
            units(
                "40010c01ffff016000000300900000030000030078ac09",
                "420101016000000300900000030000030078a003c08010e596565924caf0168080000003008000"
                    + "000c84",
                "4401c172b46240"))
        .send(3_600, Packets.hevc(slice("260188"), MTU))
        .goOn(3_600, 0, Packets.hevc(slice("020188"), MTU));
  }

  private static Feed aac() throws MalformedConfigException {
    ByteBuffer specific = ByteBuffer.wrap(HEX.parseHex("1288"));
    var config = new DecoderConfig.Aac(AacConfig.parseSpecific(specific), specific);
    var format = new AacDepacketizer.Format(config, 13, 3, 3, 1_024);
    ByteBuffer frame = ByteBuffer.allocate(4 + AAC_BYTES).putShort((short) 16);
    frame.putShort((short) (AAC_BYTES << 3));
    return new Feed(sink -> new AacDepacketizer(format, POOL, sink))
        .goOn(1_024, 0, List.of(frame.array()));
  }

  private static List<byte[]> units(String... hex) {
    return List.of(hex).stream().map(HEX::parseHex).toList();
  }

  private static byte[] slice(String beginning) {
    byte[] slice = new byte[PICTURE_BYTES];
    new Random(7).nextBytes(slice);
    ByteBuffer.wrap(slice).put(HEX.parseHex(beginning));
    return slice;
  }

  /** As loud as usual, with the noise of a line, 20 ms in a packet. */
  private static List<byte[]> voice() {
    var random = new Random(1);
    var packets = new ArrayList<byte[]>();
    for (int at = 0; at < 8_000; at += 160) {
      byte[] packet = new byte[160];
      for (int i = 0; i < packet.length; i++) {
        double phase = at + i;
        packet[i] =
            muLaw(900 * Math.sin(phase / 9) * Math.sin(phase / 1_300) + 60 * random.nextGaussian());
      }
      packets.add(packet);
    }
    return packets;
  }

  private static byte muLaw(double sample) {
    byte best = 0;
    for (int code = 0; code < 256; code++) {
      if (Math.abs(G711.MU_LAW.sample((byte) code) - sample)
          < Math.abs(G711.MU_LAW.sample(best) - sample)) {
        best = (byte) code;
      }
    }
    return best;
  }

  /** Gives a depacketizer the same packets again and again, each time later. */
  private static final class Feed implements AccessUnitSink {
    private final Depacketizer depacketizer;
    private ByteBuf[] packets = {};
    private long everyTicks;
    private long packetTicks;
    private long ticks;
    private long units;

    Feed(Function<AccessUnitSink, Depacketizer> depacketizer) {
      this.depacketizer = depacketizer.apply(this);
    }

    /** Sends these once. */
    Feed send(long every, List<byte[]> payloads) {
      long _ = goOn(every, 0, payloads).next();
      return this;
    }

    /**
     * What is sent from here on.
     *
     * @param every ticks from the first packet to the first one of the next time
     * @param packet ticks from one packet to the next
     */
    Feed goOn(long every, long packet, List<byte[]> payloads) {
      everyTicks = every;
      packetTicks = packet;
      release();
      packets =
          payloads.stream()
              .map(payload -> Unpooled.directBuffer(payload.length).writeBytes(payload))
              .toArray(ByteBuf[]::new);
      return this;
    }

    long next() {
      ticks += everyTicks;
      long at = ticks;
      for (ByteBuf packet : packets) {
        depacketizer.packet(at, packet, 0, packet.readableBytes(), Instant.EPOCH);
        at += packetTicks;
      }
      return units;
    }

    @Override
    public void config(DecoderConfig config) {}

    @Override
    public void accessUnit(AccessUnit unit) {
      units++;
      unit.release();
    }

    void close() {
      depacketizer.close();
      release();
      if (units == 0) {
        throw new IllegalStateException("no access unit came of it");
      }
    }

    private void release() {
      for (ByteBuf packet : packets) {
        packet.release();
      }
    }
  }
}
