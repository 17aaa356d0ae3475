package io.atalaya.media.rtp.payload;

import io.atalaya.media.DirectMemory;
import io.atalaya.media.codec.AccessUnit;
import io.atalaya.media.codec.AccessUnitSink;
import io.atalaya.media.codec.DecoderConfig;
import io.atalaya.media.rtp.ReorderBuffer;
import io.atalaya.media.rtp.RtpPacket;
import io.atalaya.media.rtp.Sequence;
import io.atalaya.media.rtp.TimestampClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * Between a camera and a depacketizer: loses, repeats and reorders packets as its randomness has
 * it. Sequence numbers and timestamps wrap in every stream.
 */
final class Network {
  /** As many places as a reorder buffer makes up for. */
  private static final int LATE = 60;

  private static final double TWICE = 0.1;
  private static final int FIRST_SEQUENCE = 65_500;
  private static final int FIRST_TIMESTAMP = -40_000;
  private static final long PACKET_NANOS = 1_000_000;

  private final Random random;
  private final DirectMemory memory = new DirectMemory();
  private final Sequence sequence = new Sequence();
  private final TimestampClock clock;
  private final ReorderBuffer order = new ReorderBuffer(memory.allocator(), this::receive);
  private final Depacketizer depacketizer;
  private final List<ByteBuf> sent = new ArrayList<>();
  private final List<Unit> received = new ArrayList<>();
  private long nowNanos;

  /** An access unit. */
  record Unit(long ticks, boolean access, ByteBuffer bytes) {}

  /** A packet at our end, and which place it has there. */
  private record Arrival(int number, int place) {}

  Network(
      Random random,
      int clockRate,
      BiFunction<ByteBufAllocator, AccessUnitSink, Depacketizer> depacketizer) {
    this.random = random;
    this.clock = new TimestampClock(clockRate);
    this.depacketizer = depacketizer.apply(memory.allocator(), new Received());
  }

  /** Sends packets, which wait for {@link #deliver}; answers the first one's number, from 0. */
  int send(long ticks, List<byte[]> payloads) {
    int first = sent.size();
    for (byte[] payload : payloads) {
      sent.add(
          Unpooled.buffer(12 + payload.length)
              .writeShort(0x8060)
              .writeShort(FIRST_SEQUENCE + sent.size())
              .writeInt((int) (FIRST_TIMESTAMP + ticks))
              .writeInt(0xCAFE)
              .writeBytes(payload));
    }
    return first;
  }

  /** Delivers; answers which packets were lost. The first and the last one never are. */
  NavigableSet<Integer> deliver(double loss) {
    var lost = new TreeSet<Integer>();
    var arrivals = new ArrayList<Arrival>();
    arrivals.add(new Arrival(0, 0));
    for (int number = 1; number < sent.size(); number++) {
      if (random.nextDouble() < loss && number < sent.size() - 1) {
        lost.add(number);
        continue;
      }
      for (double again = 0; again < TWICE; again = random.nextDouble()) {
        arrivals.add(new Arrival(number, number + random.nextInt(LATE)));
      }
    }
    arrivals.sort(Comparator.comparingInt(Arrival::place));
    arrivals.forEach(arrival -> arrive(sent.get(arrival.number)));
    nowNanos += ReorderBuffer.MAX_WAIT_NANOS;
    order.sweep(nowNanos);
    depacketizer.close();
    order.close();
    memory.assertAllReleased();
    return lost;
  }

  private void arrive(ByteBuf packet) {
    nowNanos += PACKET_NANOS;
    order.packet(packet, 0, packet.readableBytes(), nowNanos);
    order.sweep(nowNanos);
  }

  private void receive(ByteBuf bytes, int index, int length) {
    RtpPacket packet = RtpPacket.parse(bytes, index, length).orElseThrow();
    if (sequence.next(packet.sequence()) == Sequence.Step.AFTER_LOSS) {
      depacketizer.lost();
    }
    depacketizer.packet(
        clock.ticks(packet.timestamp(), nowNanos / 1_000_000),
        bytes,
        packet.payloadIndex(),
        packet.payloadBytes(),
        Packets.NOW);
  }

  /** All that came out, in order. */
  List<Unit> received() {
    return received;
  }

  /** As it was counted. */
  long lost() {
    return sequence.lost();
  }

  private final class Received implements AccessUnitSink {
    @Override
    public void config(DecoderConfig config) {
      // Which one it is, other tests ask.
    }

    @Override
    public void accessUnit(AccessUnit unit) {
      byte[] bytes = DirectMemory.take(unit.data());
      received.add(new Unit(unit.ptsTicks(), unit.randomAccess(), ByteBuffer.wrap(bytes)));
    }
  }
}
