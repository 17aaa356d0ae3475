package io.atalaya.media.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.media.DirectMemory;
import io.atalaya.media.codec.AccessUnitSink;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.FragmentedMp4Reader;
import io.atalaya.media.fmp4.Fragmenter;
import io.atalaya.media.fmp4.InitSegment;
import io.atalaya.media.fmp4.MalformedMp4Exception;
import io.atalaya.media.fmp4.Mp4Limits;
import io.atalaya.media.fmp4.Mp4Sink;
import io.atalaya.media.fmp4.UnsupportedCodecException;
import io.atalaya.media.rtp.RtpPacket;
import io.atalaya.media.rtp.Sequence;
import io.atalaya.media.rtp.TimestampClock;
import io.atalaya.media.rtp.payload.Depacketizer;
import io.atalaya.media.rtsp.MalformedRtspException;
import io.atalaya.media.rtsp.RtspHeaders;
import io.atalaya.media.rtsp.RtspReader;
import io.atalaya.media.rtsp.RtspResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The way of a track from a camera's connection to chunks, and back: what is packaged is read
 * again, and must say the same.
 */
final class Feed implements RtspReader.Sink, Fragmenter.Output {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final int TRACK_ID = 1;
  private static final long ORIGIN_SECONDS = 10;

  /** What is held beside copies of what came: two slabs, and a block of sound. */
  private static final int FIXED_BYTES = (1 << 20) + 64 * 1024;

  /** A slab grows by doubling. */
  private static final int GROWTH = 4;

  private final DirectMemory memory = new DirectMemory();
  private final Sequence sequence = new Sequence();
  private final TimestampClock clock;
  private final Depacketizer depacketizer;
  private final Consumer<ByteBuffer> sampleRule;
  private final List<InitSegment> inits = new ArrayList<>();
  private final List<Chunk> read = new ArrayList<>();
  private FragmentedMp4Reader reader;
  private boolean isReadable = true;
  private long taken;

  private Feed(
      long timescale,
      BiFunction<ByteBufAllocator, AccessUnitSink, Depacketizer> depacketizer,
      Consumer<ByteBuffer> sampleRule) {
    this.sampleRule = sampleRule;
    this.clock = new TimestampClock(timescale);
    var fragmenter = new Fragmenter(TRACK_ID, timescale, ORIGIN_SECONDS * timescale, this);
    this.depacketizer = depacketizer.apply(memory.allocator(), fragmenter);
  }

  /**
   * Takes all of a connection's bytes.
   *
   * @param sampleRule throws for a sample that is none
   */
  static void run(
      byte[] connection,
      long timescale,
      BiFunction<ByteBufAllocator, AccessUnitSink, Depacketizer> depacketizer,
      Consumer<ByteBuffer> sampleRule) {
    var feed = new Feed(timescale, depacketizer, sampleRule);
    try {
      new RtspReader(feed).read(Unpooled.wrappedBuffer(connection));
    } catch (MalformedRtspException _) {
      // What came before it counts.
    }
    feed.end();
  }

  private void end() {
    depacketizer.close();
    depacketizer.close();
    if (reader != null) {
      reader.close();
    }
    memory.assertAllReleased();
  }

  @Override
  public void packet(int channel, ByteBuf bytes, int index, int length) {
    taken += length;
    RtpPacket packet = RtpPacket.parse(bytes, index, length).orElse(null);
    if (packet == null) {
      return;
    }
    switch (sequence.next(packet.sequence())) {
      case NEXT -> {}
      case AFTER_LOSS, RESTARTED -> depacketizer.lost();
      case OLD -> {
        return;
      }
    }
    depacketizer.packet(
        clock.ticks(packet.timestamp(), NOW.toEpochMilli()),
        bytes,
        packet.payloadIndex(),
        packet.payloadBytes(),
        NOW);
    assertTrue(
        memory.usedBytes() <= FIXED_BYTES + GROWTH * taken,
        () -> "holds " + memory.usedBytes() + " of " + taken);
  }

  @Override
  public void init(InitSegment init) {
    if (reader != null) {
      reader.close();
    }
    reader =
        new FragmentedMp4Reader(
            Mp4Limits.standard(), memory.allocator(), InstantSource.fixed(NOW), new Kept());
    inits.clear();
    isReadable = push(init.bytes());
    if (isReadable) {
      assertEquals(List.of(init.track()), inits.stream().map(InitSegment::track).toList());
    }
  }

  @Override
  public void chunk(Chunk chunk) {
    assertTrue(reader != null, "a chunk before any init segment");
    assertTrue(chunk.baseDecodeTimeTicks() >= 0 && chunk.durationTicks() > 0, chunk::toString);
    ByteBuffer bytes = chunk.data().nioBuffer();
    sampleRule.accept(sample(bytes));
    if (isReadable) {
      assertTrue(push(bytes));
      assertEquals(1, read.size(), "a chunk is one chunk when it is read again");
      assertEquals(said(chunk), said(read.getFirst()));
      read.removeFirst().release();
    }
    chunk.release();
  }

  private record Said(long from, long duration, boolean independent, int frames, ByteBuffer data) {}

  private static Said said(Chunk chunk) {
    return new Said(
        chunk.baseDecodeTimeTicks(),
        chunk.durationTicks(),
        chunk.independent(),
        chunk.frames(),
        chunk.data().nioBuffer());
  }

  /** What is in the {@code mdat} behind the {@code moof}. */
  private static ByteBuffer sample(ByteBuffer chunk) {
    int moofBytes = chunk.getInt(0);
    assertEquals(chunk.remaining() - moofBytes, chunk.getInt(moofBytes), "moof, mdat, no more");
    return chunk.slice(moofBytes + 8, chunk.remaining() - moofBytes - 8);
  }

  /** False for a codec that the reader does not take, and we write. */
  private boolean push(ByteBuffer bytes) {
    try {
      reader.push(bytes);
      return true;
    } catch (UnsupportedCodecException _) {
      return false;
    } catch (MalformedMp4Exception e) {
      throw new AssertionError("what was written is malformed", e);
    }
  }

  private final class Kept implements Mp4Sink {
    @Override
    public void init(List<InitSegment> init) {
      inits.addAll(init);
    }

    @Override
    public void chunk(Chunk chunk) {
      read.add(chunk);
    }
  }

  @Override
  public void response(RtspResponse response) {
    // Not of interest here.
  }

  @Override
  public void request(String method, RtspHeaders headers) {
    // Not of interest here.
  }
}
