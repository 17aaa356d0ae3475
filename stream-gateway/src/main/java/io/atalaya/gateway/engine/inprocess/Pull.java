package io.atalaya.gateway.engine.inprocess;

import io.atalaya.gateway.engine.Exit;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.MediaSink;
import io.atalaya.media.codec.Track;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.Fragmenter;
import io.atalaya.media.fmp4.InitSegment;
import io.atalaya.media.rtp.SenderReport;
import io.atalaya.media.rtsp.MalformedRtspException;
import io.atalaya.media.rtsp.RtspResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream that plays: what is swept from its connection goes through its tracks to the sink.
 *
 * <p><b>Threads.</b> The sweeper's; {@link #end} may be called by any, and after it has returned
 * the sink is called no more. The lock guards everything here and is held while one sweep of this
 * camera goes on.
 */
final class Pull implements RtspConnection.Listener, Fragmenter.Output {
  private static final Logger LOG = LoggerFactory.getLogger(Pull.class);

  /** At most so many reads in one sweep, so that a flood at one camera is not felt by others. */
  private static final int MAX_READS = 4;

  /** Nobody sees that sound and picture are apart by less (ITU-R BT.1359: 45 ms early). */
  private static final Duration IN_STEP = Duration.ofMillis(40);

  private final RtspConnection connection;
  private final Handshake handshake;
  private final Map<Integer, TrackFeed> tracks = new LinkedHashMap<>();
  private final MediaSink sink;
  private final InprocessOptions options;
  private final InstantSource clock;
  private final CompletableFuture<Exit> exit = new CompletableFuture<>();
  private final Object lock = new Object();

  /** Of the sweep that goes on; all its packets came together. */
  private Instant sweptAt;

  private long sweptNanos;

  private final long startedNanos;
  private long lastMediaNanos;
  private @Nullable Keepalive keepalive;
  private boolean playable;
  private boolean ended;

  /** What a pull works with. */
  record Parts(
      RtspConnection connection,
      Handshake handshake,
      MediaSink sink,
      InprocessOptions options,
      InstantSource clock) {}

  Pull(Parts parts, long nowNanos) {
    this.connection = parts.connection;
    this.handshake = parts.handshake;
    this.sink = parts.sink;
    this.options = parts.options;
    this.clock = parts.clock;
    this.sweptAt = clock.instant();
    this.startedNanos = nowNanos;
    this.sweptNanos = nowNanos;
    this.lastMediaNanos = nowNanos;
  }

  /** Takes a track that was set up; before it plays. */
  void track(int channel, Tracks.Chosen chosen) {
    int id = tracks.size() + 1;
    tracks.put(channel, new TrackFeed(chosen, id, sweptAt, PooledByteBufAllocator.DEFAULT, this));
  }

  /** Before it is swept. */
  void plays(Keepalive with) {
    keepalive = with;
  }

  /** How it ends by itself. */
  CompletableFuture<Exit> exit() {
    return exit;
  }

  /** Reads once, or a few times if there is much; false when it is over. */
  boolean sweep(ByteBuf scratch, long nowNanos) {
    synchronized (lock) {
      if (ended) {
        return false;
      }
      try {
        sweptAt = clock.instant();
        sweptNanos = nowNanos;
        read(scratch, nowNanos);
        return !exit.isDone() && isInTime(nowNanos);
      } catch (MalformedRtspException e) {
        fail(
            new IngestFailure.ProtocolViolation(
                "The camera's stream broke off: " + e.getMessage() + "."));
      } catch (FailedRunException e) {
        fail(e.failure());
      } catch (IOException e) {
        LOG.debug("connection lost: {}", e.getMessage());
        exit.complete(new Exit.SourceEnded());
      } catch (RuntimeException e) {
        LOG.error("a sweep failed", e);
        fail(new IngestFailure.EngineCrashed("The media engine failed."));
      }
      return false;
    }
  }

  private void read(ByteBuf scratch, long nowNanos)
      throws IOException, MalformedRtspException, FailedRunException {
    for (int i = 0; i < MAX_READS; i++) {
      int count = connection.sweep(scratch);
      if (count < 0) {
        exit.complete(new Exit.SourceEnded());
        return;
      }
      if (count == 0 || scratch.writerIndex() < scratch.capacity()) {
        break;
      }
    }
    if (keepalive != null) {
      keepalive.sweep(nowNanos);
    }
  }

  private boolean isInTime(long nowNanos) {
    if (nowNanos - lastMediaNanos > options.stall().toNanos()) {
      fail(
          new IngestFailure.Stalled(
              "The camera has sent nothing for %d s.".formatted(options.stall().toSeconds())));
      return false;
    }
    if (!playable && nowNanos - startedNanos > options.startup().toNanos()) {
      fail(
          new IngestFailure.Stalled(
              "The camera answers but has sent no picture for %d s."
                  .formatted(options.startup().toSeconds())));
      return false;
    }
    return true;
  }

  private void fail(IngestFailure failure) {
    exit.complete(new Exit.Failed(failure));
  }

  @Override
  public void packet(int channel, ByteBuf bytes, int index, int length) {
    TrackFeed track = tracks.get(channel);
    if (track != null) {
      if (track.packet(bytes, index, length, sweptAt)) {
        lastMediaNanos = sweptNanos;
      }
      return;
    }
    TrackFeed reported = tracks.get(channel - 1);
    if (reported != null) {
      SenderReport.parse(bytes, index, length).ifPresent(reported::report);
      synchronise();
    }
  }

  @Override
  public void answered(RtspResponse response) throws IOException, FailedRunException {
    if (keepalive != null) {
      keepalive.heard(response);
    }
  }

  /** A camera that sends us away has ended this; where to, is asked when it is tried again. */
  @Override
  public void asked(String method) {
    if (method.equals("REDIRECT") || method.equals("TEARDOWN")) {
      exit.complete(new Exit.SourceEnded());
    }
  }

  /** Brings sound in step with the picture, by the camera's own clock, where they are not. */
  private void synchronise() {
    Optional<TrackFeed> sound = track(Track.Kind.AUDIO);
    Optional<Duration> picture = track(Track.Kind.VIDEO).flatMap(TrackFeed::aheadOfCamera);
    Optional<Duration> heard = sound.flatMap(TrackFeed::aheadOfCamera);
    if (picture.isPresent() && heard.isPresent()) {
      Duration late = picture.get().minus(heard.get());
      if (late.abs().compareTo(IN_STEP) > 0) {
        sound.get().shift(late);
      }
    }
  }

  private Optional<TrackFeed> track(Track.Kind kind) {
    return tracks.values().stream().filter(track -> track.kind() == kind).findFirst();
  }

  @Override
  public void chunk(Chunk chunk) {
    if (playable) {
      sink.chunk(chunk);
    } else {
      chunk.release();
    }
  }

  /** The picture decides when there is something to play; sound alone, if there is no picture. */
  @Override
  public void init(InitSegment init) {
    boolean video = track(Track.Kind.VIDEO).isPresent();
    if (!playable && video && init.kind() == Track.Kind.AUDIO) {
      return;
    }
    playable = true;
    List<InitSegment> all =
        tracks.values().stream().map(TrackFeed::init).flatMap(Optional::stream).toList();
    sink.init(all);
  }

  /** Ends it, whatever it does; says goodbye to the camera. */
  void end(Duration atMost) {
    synchronized (lock) {
      ended = true;
      tracks.values().forEach(TrackFeed::close);
    }
    connection.mute();
    handshake.tearDown(atMost);
    connection.close();
  }
}
