package io.atalaya.media.rtp.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.media.codec.AacConfig;
import io.atalaya.media.codec.DecoderConfig;
import io.atalaya.media.rtp.payload.Network.Unit;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is sent, in packets of whatever size, over a network that loses, repeats and reorders:
 * what comes out is exactly what can be decoded. Each stream is made of its seed.
 */
final class AnyNetworkTest {
  private static final int STREAMS = 200;
  private static final double NONE = 0;
  private static final double SOME = 0.01;
  private static final int FRAME_TICKS = 3_600;
  private static final int AAC_TICKS = 1_024;
  private static final HexFormat HEX = HexFormat.of();

  /** How a camera sends pictures, in hexadecimal: headers of slices and of aggregates. */
  enum Video {
    H264("65", "41", "18", "6742c00dd90141fb011000000300100000030320f142a480 68cb83cb20"),
    H265(
        "2601",
        "0201",
        "6001",
        "40010c01ffff016000000300900000030000030078ac09"
            + " 420101016000000300900000030000030078a003c08010e596565924caf0168080000003008000000c84"
            + " 4401c172b46240");

    private final String access;
    private final String other;
    private final String aggregate;
    private final String parameterSets;

    Video(String access, String other, String aggregate, String parameterSets) {
      this.access = access;
      this.other = other;
      this.aggregate = aggregate;
      this.parameterSets = parameterSets;
    }

    private List<byte[]> parameterSets() {
      return Stream.of(parameterSets.split(" ")).map(HEX::parseHex).toList();
    }

    private NalSyntax syntax() {
      List<ByteBuffer> units = parameterSets().stream().map(ByteBuffer::wrap).toList();
      return switch (this) {
        case H264 -> new AvcSyntax(units);
        case H265 -> new HevcSyntax(units);
      };
    }

    /** Behind the header, its highest bit says whether a slice is the first of its picture. */
    private byte[] slice(Random random, boolean access, boolean first) {
      byte[] header = HEX.parseHex(access ? this.access : other);
      ByteBuffer slice = ByteBuffer.allocate(header.length + 1 + size(random)).put(header);
      slice.put((byte) (first ? 0x80 : 0)).put(bytes(random, slice.remaining()));
      return slice.array();
    }

    /** Single units and fragments; now and then several units in a packet. */
    private List<byte[]> packets(List<byte[]> units, int mtu, Random random) {
      var packets = new ArrayList<byte[]>();
      var together = new ArrayList<byte[]>();
      for (int i = 0; i < units.size(); i++) {
        byte[] unit = units.get(i);
        boolean joins = unit.length < mtu / 4 && random.nextBoolean();
        if (joins) {
          together.add(unit);
        }
        if (!together.isEmpty() && (!joins || i == units.size() - 1)) {
          packets.add(Packets.aggregate(HEX.parseHex(aggregate), together));
          together.clear();
        }
        if (!joins) {
          packets.addAll(this == H264 ? Packets.avc(unit, mtu) : Packets.hevc(unit, mtu));
        }
      }
      return packets;
    }
  }

  /** Long ones are rarer than short ones. */
  private static int size(Random random) {
    return random.nextInt(1 << random.nextInt(1, 13));
  }

  private static byte[] bytes(Random random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /**
   * A picture or a frame of sound.
   *
   * @param first number of a packet of it
   * @param essential number of the first packet that it cannot do without
   * @param next number of the first packet of what comes after it
   */
  private record Sent(Unit unit, int first, int essential, int next) {
    /** Parameter sets may be missing that came before, if nothing of them came. */
    boolean isWhole(NavigableSet<Integer> lost) {
      int begin = first;
      while (begin < essential && lost.contains(begin)) {
        begin++;
      }
      return lost.subSet(begin, next).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void pictures_come_out_that_refer_to_none_that_lacks_something(Video kind) {
    for (double loss : new double[] {NONE, SOME}) {
      for (int seed = 0; seed < STREAMS; seed++) {
        var random = new Random(seed);
        var network =
            new Network(
                random,
                90_000,
                (allocator, sink) -> new VideoDepacketizer(kind.syntax(), allocator, sink));
        List<Sent> sent = pictures(kind, network, random);
        NavigableSet<Integer> lost = network.deliver(loss);
        assertEquals(decodable(sent, lost), network.received(), "seed " + seed + ", lost " + lost);
        assertEquals(lost.size(), network.lost(), "seed " + seed);
      }
    }
  }

  /** A loss right behind a picture may be of its own. */
  private static List<Unit> decodable(List<Sent> sent, NavigableSet<Integer> lost) {
    var units = new ArrayList<Unit>();
    boolean follows = false;
    for (Sent picture : sent) {
      follows =
          (follows || picture.unit.access())
              && picture.isWhole(lost)
              && !lost.contains(picture.next);
      if (follows) {
        units.add(picture.unit);
      }
    }
    return units;
  }

  private static List<Sent> pictures(Video kind, Network network, Random random) {
    int mtu = random.nextInt(30, 1_450);
    int count = random.nextInt(10, 40);
    var sent = new ArrayList<Sent>();
    for (int i = 0; i < count; i++) {
      boolean access = i == 0 || random.nextInt(8) == 0;
      var slices = new ArrayList<byte[]>();
      for (int left = random.nextInt(1, 4); left > 0; left--) {
        slices.add(kind.slice(random, access, slices.isEmpty()));
      }
      long ticks = (long) i * FRAME_TICKS;
      List<byte[]> before = access ? kind.packets(kind.parameterSets(), mtu, random) : List.of();
      List<byte[]> packets = kind.packets(slices, mtu, random);
      int first = network.send(ticks, before);
      int essential = network.send(ticks, packets);
      sent.add(
          new Sent(
              new Unit(ticks, access, framed(slices)),
              first,
              essential,
              essential + packets.size()));
    }
    // What ends the last picture; of what comes in it, nothing is told.
    int _ = network.send((long) count * FRAME_TICKS, List.of(kind.slice(random, false, true)));
    return sent;
  }

  private static ByteBuffer framed(List<byte[]> slices) {
    var bytes = new ByteArrayOutputStream();
    for (byte[] slice : slices) {
      bytes.writeBytes(ByteBuffer.allocate(4).putInt(slice.length).array());
      bytes.writeBytes(slice);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  @ParameterizedTest
  @ValueSource(doubles = {NONE, SOME})
  void each_frame_of_sound_comes_out_whose_packets_came(double loss) throws Exception {
    ByteBuffer specific = ByteBuffer.wrap(HEX.parseHex("1408"));
    var config = new DecoderConfig.Aac(AacConfig.parseSpecific(specific), specific);
    var format = new AacDepacketizer.Format(config, 13, 3, 3, AAC_TICKS);
    for (int seed = 0; seed < STREAMS; seed++) {
      var random = new Random(seed);
      var network =
          new Network(
              random, 16_000, (allocator, sink) -> new AacDepacketizer(format, allocator, sink));
      List<Sent> sent = frames(network, random);
      NavigableSet<Integer> lost = network.deliver(loss);
      assertEquals(
          sent.stream().filter(frame -> frame.isWhole(lost)).map(Sent::unit).toList(),
          network.received(),
          "seed " + seed + ", lost " + lost);
      assertEquals(lost.size(), network.lost(), "seed " + seed);
    }
  }

  /** Several frames in a packet, or one in several (RFC 3640, 3.3.6). */
  private static List<Sent> frames(Network network, Random random) {
    int mtu = random.nextInt(50, 1_450);
    var sent = new ArrayList<Sent>();
    for (int i = 0; i < 60; i++) {
      long ticks = (long) sent.size() * AAC_TICKS;
      var frames = new ArrayList<byte[]>();
      for (int left = random.nextInt(1, 5); left > 0; left--) {
        frames.add(bytes(random, 1 + size(random)));
      }
      boolean together = frames.stream().mapToInt(frame -> 2 + frame.length).sum() <= mtu;
      List<byte[]> whole = together ? frames : frames.subList(0, 1);
      List<byte[]> packets = together ? List.of(packet(frames)) : pieces(frames.getFirst(), mtu);
      int first = network.send(ticks, packets);
      for (byte[] frame : whole) {
        var unit = new Unit((long) sent.size() * AAC_TICKS, true, ByteBuffer.wrap(frame));
        sent.add(new Sent(unit, first, first, first + packets.size()));
      }
    }
    return sent;
  }

  /** Each tells the size of the whole. */
  private static List<byte[]> pieces(byte[] frame, int mtu) {
    var pieces = new ArrayList<byte[]>();
    for (int at = 0; at < frame.length; at += mtu) {
      int length = Math.min(mtu, frame.length - at);
      ByteBuffer piece = ByteBuffer.allocate(4 + length).putShort((short) 16);
      pieces.add(piece.putShort((short) (frame.length << 3)).put(frame, at, length).array());
    }
    return pieces;
  }

  private static byte[] packet(List<byte[]> frames) {
    int bytes = frames.stream().mapToInt(frame -> 2 + frame.length).sum();
    ByteBuffer packet = ByteBuffer.allocate(2 + bytes).putShort((short) (16 * frames.size()));
    frames.forEach(frame -> packet.putShort((short) (frame.length << 3)));
    frames.forEach(packet::put);
    return packet.array();
  }
}
