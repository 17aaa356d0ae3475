package io.atalaya.gateway.engine.inprocess;

import io.atalaya.media.codec.AccessUnitSink;
import io.atalaya.media.codec.DecoderConfig;
import io.atalaya.media.codec.Track;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.Fragmenter;
import io.atalaya.media.fmp4.InitSegment;
import io.atalaya.media.fmp4.TrackHeader;
import io.atalaya.media.rtp.ArrivalLag;
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
import java.util.OptionalLong;
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
  private final TimestampClock clock;
  private final ArrivalLag lag = new ArrivalLag();
  private @Nullable Fragmenter fragmenter;
  private @Nullable Depacketizer depacketizer;
  private @Nullable InitSegment init;
  private long offsetTicks;
  private int ssrc;

  /** By the last report, of which {@link #reportedJumps} tells whether it still holds. */
  private long aheadNanos;

  private int reportedJumps = -1;
  private long reports;
  private @Nullable Captured captured;

  /** Media with this time, on the run's timeline, was captured then. */
  record Captured(long ticks, Instant at) {}

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
    this.clock = new TimestampClock(track.media().clockRate());
    this.init =
        announced()
            .map(config -> TrackHeader.of(config, trackId, track.media().clockRate()))
            .orElse(null);
  }

  /**
   * A sound says what it is before it is heard: so it has its place from the start, and nothing has
   * to begin anew when its first frame comes after the first picture.
   */
  private Optional<DecoderConfig> announced() {
    return switch (track.payload()) {
      case Tracks.Payload.H264 _, Tracks.Payload.H265 _ -> Optional.empty();
      case Tracks.Payload.Aac aac -> Optional.of(aac.config());
      case Tracks.Payload.Opus(var config) -> Optional.of(config);
      case Tracks.Payload.Telephone _ -> Optional.of(G711Depacketizer.CONFIG);
    };
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

  /** Why its media cannot be played though it comes; see {@link Depacketizer#undescribed}. */
  Optional<String> undescribed() {
    return depacketizer == null ? Optional.empty() : depacketizer.undescribed();
  }

  /** Takes a packet; what is none of this track's is passed over. False if nothing was taken. */
  boolean packet(ByteBuf bytes, int index, int length, Instant receivedAt) {
    Optional<RtpPacket> parsed = RtpPacket.parse(bytes, index, length);
    if (parsed.isEmpty() || parsed.get().payloadType() != track.media().payloadType()) {
      return false;
    }
    RtpPacket packet = parsed.get();
    boolean anotherSender = depacketizer != null && packet.ssrc() != ssrc;
    ssrc = packet.ssrc();
    Depacketizer to = begun(receivedAt);
    if (anotherSender) {
      sequence.anotherSender();
      clock.anotherSender();
      to.lost();
    }
    switch (sequence.next(packet.sequence())) {
      case NEXT -> {}
      case AFTER_LOSS, RESTARTED -> to.lost();
      case OLD -> {
        return false;
      }
    }
    long receivedMillis = receivedAt.toEpochMilli();
    long ticks = clock.ticks(packet.timestamp(), receivedMillis);
    lag.add(nanos(ticks + offsetTicks), receivedMillis);
    to.packet(ticks, bytes, packet.payloadIndex(), packet.payloadBytes(), receivedAt);
    return true;
  }

  /** The first packet puts the track on the run's timeline: where it arrives is when it was. */
  private Depacketizer begun(Instant receivedAt) {
    if (depacketizer == null) {
      long timescale = track.media().clockRate();
      long sinceStart = Math.max(0, Duration.between(runStart, receivedAt).toMillis());
      long offset = ORIGIN_SECONDS * timescale + sinceStart * timescale / 1_000;
      offsetTicks = offset;
      fragmenter = new Fragmenter(trackId, timescale, offset, new Kept());
      depacketizer = depacketizer(fragmenter);
    }
    return depacketizer;
  }

  /** Takes what the camera says of this track's clock, unless it is far from all media. */
  void report(SenderReport told, Instant receivedAt) {
    if (depacketizer != null && told.ssrc() == ssrc && clock.isNear(told.timestamp())) {
      long ticks = clock.at(told.timestamp()) + offsetTicks;
      aheadNanos = nanos(ticks) - told.senderNanos();
      reportedJumps = clock.jumps();
      reports++;
      captured = new Captured(ticks, receivedAt);
    }
  }

  /** What the last report said is of when it came. */
  Optional<Captured> captured() {
    return Optional.ofNullable(captured);
  }

  /** How many reports were believed. */
  long reports() {
    return reports;
  }

  /** By how much this track comes later than its own clock says. */
  ArrivalLag lag() {
    return lag;
  }

  /**
   * How far the run's timeline is ahead of the camera's clock on this track, in nanoseconds; empty
   * while the camera has not told. What differs between two tracks is by how much they are out of
   * step.
   */
  OptionalLong aheadOfCamera() {
    return reportedJumps == clock.jumps() ? OptionalLong.of(aheadNanos) : OptionalLong.empty();
  }

  /** Moves all that comes from here on. */
  void shift(long byNanos) {
    if (fragmenter != null) {
      long ticks = byNanos / 1_000 * track.media().clockRate() / 1_000_000;
      offsetTicks += ticks;
      aheadNanos += nanos(ticks);
      lag.shifted(nanos(ticks));
      fragmenter.shift(ticks);
    }
  }

  private long nanos(long ticks) {
    long timescale = track.media().clockRate();
    return ticks / timescale * NANOS + ticks % timescale * NANOS / timescale;
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
