package io.atalaya.gateway.engine.inprocess;

import io.atalaya.media.codec.AccessUnitSink;
import io.atalaya.media.codec.Track;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.Fragmenter;
import io.atalaya.media.fmp4.InitSegment;
import io.atalaya.media.rtp.RtpPacket;
import io.atalaya.media.rtp.SenderReport;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way of one track's packets: their order, their clock, access units, chunks. Not thread-safe.
 */
final class TrackFeed implements AutoCloseable {
  /** Before the first media of a run: room for pictures that are decoded before they are shown. */
  private static final long ORIGIN_SECONDS = 10;

  private static final long NANOS = 1_000_000_000;

  /** By the standard; AAC with 960 is for radio. */
  private static final int AAC_FRAME = 1_024;

  private final Tracks.Chosen track;
  private final int trackId;
  private final Instant runStart;
  private final ByteBufAllocator allocator;
  private final Fragmenter.Output output;
  private final Sequence sequence = new Sequence();
  private final TimestampClock clock = new TimestampClock();
  private @Nullable Fragmenter fragmenter;
  private @Nullable Depacketizer depacketizer;
  private @Nullable SenderReport report;
  private @Nullable InitSegment init;
  private long offsetTicks;
  private int ssrc;
  private boolean started;

  TrackFeed(
      Tracks.Chosen track,
      int trackId,
      Instant runStart,
      ByteBufAllocator allocator,
      Fragmenter.Output output) {
    this.track = track;
    this.trackId = trackId;
    this.runStart = runStart;
    this.allocator = allocator;
    this.output = output;
  }

  Track.Kind kind() {
    return track.kind();
  }

  /** The track's init segment, once it is known. */
  Optional<InitSegment> init() {
    return Optional.ofNullable(init);
  }

  long lost() {
    return sequence.lost();
  }

  /** Takes a packet; what is none of this track's is passed over. False if nothing was taken. */
  boolean packet(ByteBuf bytes, int index, int length, Instant receivedAt) {
    Optional<RtpPacket> parsed = RtpPacket.parse(bytes, index, length);
    if (parsed.isEmpty() || parsed.get().payloadType() != track.media().payloadType()) {
      return false;
    }
    RtpPacket packet = parsed.get();
    boolean anotherSender = started && packet.ssrc() != ssrc;
    ssrc = packet.ssrc();
    Depacketizer to = begun(receivedAt);
    switch (sequence.next(packet.sequence())) {
      case NEXT -> {
        if (anotherSender) {
          to.lost();
        }
      }
      case AFTER_LOSS, RESTARTED -> to.lost();
      case OLD -> {
        return false;
      }
    }
    to.packet(
        clock.ticks(packet.timestamp()),
        bytes,
        packet.payloadIndex(),
        packet.payloadBytes(),
        receivedAt);
    return true;
  }

  /** The first packet puts the track on the run's timeline: where it arrives is when it was. */
  private Depacketizer begun(Instant receivedAt) {
    if (depacketizer == null) {
      started = true;
      long timescale = track.media().clockRate();
      long sinceStart = Math.max(0, Duration.between(runStart, receivedAt).toMillis());
      long offset = ORIGIN_SECONDS * timescale + sinceStart * timescale / 1_000;
      offsetTicks = offset;
      fragmenter = new Fragmenter(trackId, timescale, offset, new Kept());
      depacketizer = depacketizer(fragmenter);
    }
    return depacketizer;
  }

  /** Takes what the camera says of this track's clock. */
  void report(SenderReport told) {
    if (started && told.ssrc() == ssrc) {
      report = told;
    }
  }

  /**
   * How far the run's timeline is ahead of the camera's clock on this track; empty while the camera
   * has not told. What differs between two tracks is by how much they are out of step.
   */
  Optional<Duration> aheadOfCamera() {
    if (report == null) {
      return Optional.empty();
    }
    long timescale = track.media().clockRate();
    long ticks = clock.at(report.timestamp()) + offsetTicks;
    return Optional.of(
        Duration.ofSeconds(ticks / timescale, ticks % timescale * NANOS / timescale)
            .minusNanos(report.senderNanos()));
  }

  /** Moves all that comes from here on. */
  void shift(Duration by) {
    if (fragmenter != null) {
      long timescale = track.media().clockRate();
      long ticks = by.toMillis() * timescale / 1_000;
      offsetTicks += ticks;
      fragmenter.shift(ticks);
    }
  }

  private Depacketizer depacketizer(AccessUnitSink sink) {
    return switch (track.payload()) {
      case Tracks.Payload.H264(var sets) ->
          new VideoDepacketizer(new AvcSyntax(sets), allocator, sink);
      case Tracks.Payload.H265(var sets) ->
          new VideoDepacketizer(new HevcSyntax(sets), allocator, sink);
      case Tracks.Payload.Aac(var config, int size, int index, int delta) ->
          new AacDepacketizer(
              new AacDepacketizer.Format(config, size, index, delta, AAC_FRAME), allocator, sink);
      case Tracks.Payload.Telephone(var law) -> new G711Depacketizer(law, allocator, sink);
      case Tracks.Payload.Opus(var config) -> new OpusDepacketizer(config, allocator, sink);
    };
  }

  /** Remembers the init segment on its way. */
  private final class Kept implements Fragmenter.Output {
    @Override
    public void init(InitSegment segment) {
      init = segment;
      output.init(segment);
    }

    @Override
    public void chunk(Chunk chunk) {
      output.chunk(chunk);
    }
  }

  @Override
  public void close() {
    if (depacketizer != null) {
      depacketizer.close();
    }
  }
}
