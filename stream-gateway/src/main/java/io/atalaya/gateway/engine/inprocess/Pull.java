package io.atalaya.gateway.engine.inprocess;

import io.atalaya.gateway.engine.Exit;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.MediaSink;
import io.atalaya.gateway.engine.PacketLoss;
import io.atalaya.gateway.platform.MediaMemory;
import io.atalaya.media.codec.Track;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.Fragmenter;
import io.atalaya.media.fmp4.InitSegment;
import io.atalaya.media.rtsp.MalformedRtspException;
import io.atalaya.media.rtsp.RtspResponse;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
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

  /** What passes between two sweeps beyond this is our own halt, and no camera's silence. */
  private static final long LONGEST_UNSEEN_NANOS = Duration.ofMillis(250).toNanos();

  /** Some cameras end a stream that nobody reports on (RFC 3550, 6.2: every 5 s). */
  private static final Duration REPORT_EVERY = Duration.ofSeconds(5);

  private final RtspConnection connection;
  private final Handshake handshake;
  private final List<Lane> lanes = new ArrayList<>(2);
  private final int ssrc;
  private final MediaSink sink;
  private final InprocessOptions options;
  private final InstantSource clock;
  private final CompletableFuture<Exit> exit = new CompletableFuture<>();
  private final Cadence cadence = new Cadence();
  private final Object lock = new Object();

  /** Of the sweep that goes on; all its packets came together. */
  private Instant sweptAt;

  private long sweptNanos;

  private long lastMediaNanos;
  private long lastPlayedNanos;
  private long reportedNanos;
  private @Nullable Keepalive keepalive;
  private @Nullable InStep inStep;
  private Track.Kind leads = Track.Kind.VIDEO;
  private @Nullable PacketLoss told;
  private List<InitSegment> inits = List.of();
  private boolean playable;
  private boolean ended;

  /**
   * What a pull works with.
   *
   * @param ssrc ours, in what we report
   */
  record Parts(
      RtspConnection connection,
      Handshake handshake,
      MediaSink sink,
      InprocessOptions options,
      InstantSource clock,
      int ssrc) {}

  Pull(Parts parts, long nowNanos) {
    this.connection = parts.connection;
    this.handshake = parts.handshake;
    this.sink = parts.sink;
    this.options = parts.options;
    this.clock = parts.clock;
    this.ssrc = parts.ssrc;
    this.sweptAt = clock.instant();
    this.sweptNanos = nowNanos;
    this.lastMediaNanos = nowNanos;
    this.lastPlayedNanos = nowNanos;
    this.reportedNanos = nowNanos;
  }

  /**
   * Takes a track; before it plays. The first one is what there is to see.
   *
   * @param datagrams where it comes, and from now on to be closed here; over the connection, if
   *     nowhere
   */
  void track(int channel, Tracks.Chosen chosen, @Nullable DatagramPair datagrams) {
    if (lanes.isEmpty()) {
      leads = chosen.kind();
    }
    int id = lanes.size() + 1;
    var feed = new TrackFeed(chosen, id, sweptAt, MediaMemory.POOL, this);
    var lane = new Lane(channel, chosen, feed, datagrams);
    lane.at(sweptAt, sweptNanos);
    lanes.add(lane);
    Optional<TrackFeed> picture = track(Track.Kind.VIDEO);
    Optional<TrackFeed> sound = track(Track.Kind.AUDIO);
    if (picture.isPresent() && sound.isPresent()) {
      inStep = new InStep(picture.get(), sound.get());
    }
  }

  /** Whether no track has this channel, nor reports on it. */
  boolean isFree(int channel) {
    return lanes.stream()
        .noneMatch(lane -> lane.channel() == channel || lane.channel() == channel - 1);
  }

  /** Before it is swept. */
  void plays(Keepalive with) {
    keepalive = with;
  }

  /** How it ends by itself. */
  CompletableFuture<Exit> exit() {
    return exit;
  }

  /** A tick: reads once, or a few times if there is much, or passes over; false when it is over. */
  boolean sweep(ByteBuf scratch, long nowNanos) {
    synchronized (lock) {
      if (ended) {
        return false;
      }
      if (cadence.passesOver()) {
        return true;
      }
      try {
        forgive(nowNanos - sweptNanos - LONGEST_UNSEEN_NANOS);
        sweptAt = clock.instant();
        sweptNanos = nowNanos;
        read(scratch);
        if (inStep != null) {
          inStep.check();
        }
        tell();
        tellLoss();
        return !exit.isDone() && isInTime(nowNanos);
      } catch (MalformedRtspException e) {
        fail(
            new IngestFailure.ProtocolViolation(
                "The camera's stream broke off: " + e.getMessage() + "."));
      } catch (IOException e) {
        LOG.debug("connection lost: {}", e.getMessage());
        exit.complete(new Exit.SourceEnded());
      } catch (RuntimeException | Error e) {
        // Errors too: the thread is all cameras', and memory may be short for this one only.
        fail(IngestFailure.EngineCrashed.by(e));
        LOG.error("a sweep failed", e);
      }
      return false;
    }
  }

  private void read(ByteBuf scratch) throws IOException, MalformedRtspException {
    for (Lane lane : lanes) {
      lane.at(sweptAt, sweptNanos);
    }
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
    boolean leading = false;
    for (Lane lane : lanes) {
      if (lane.isOfDatagrams()) {
        lane.sweep(scratch, (bytes, index, length) -> control(lane, bytes, index, length));
      }
      if (lane.hasTaken()) {
        lastMediaNanos = sweptNanos;
        leading |= lane.kind() == leads;
      }
    }
    cadence.read(leading);
  }

  /** That we are there, and how its packets arrive. */
  private void tell() throws IOException {
    if (keepalive != null) {
      keepalive.sweep(sweptNanos);
    }
    if (sweptNanos - reportedNanos >= REPORT_EVERY.toNanos()) {
      reportedNanos = sweptNanos;
      for (Lane lane : lanes) {
        lane.report(connection, ssrc);
      }
    }
  }

  private void tellLoss() {
    long lost = 0;
    long reordered = 0;
    for (Lane lane : lanes) {
      lost += lane.feed().lost();
      reordered += lane.reordered();
    }
    if (told == null || told.lost() != lost || told.reordered() != reordered) {
      told = new PacketLoss(lost, reordered);
      sink.lost(told);
    }
  }

  /** Nobody looked meanwhile: the process or the whole machine stood still. */
  private void forgive(long unseenNanos) {
    if (unseenNanos > 0) {
      lastMediaNanos += unseenNanos;
      lastPlayedNanos += unseenNanos;
    }
  }

  private boolean isInTime(long nowNanos) {
    if (nowNanos - lastMediaNanos > options.stall().toNanos()) {
      boolean forgotten = keepalive != null && keepalive.isForgotten();
      fail(
          new IngestFailure.Stalled(
              "The camera has %ssent nothing for %d s."
                  .formatted(
                      forgotten ? "ended the session and " : "", options.stall().toSeconds())));
      return false;
    }
    if (nowNanos - lastPlayedNanos > options.startup().toNanos()) {
      fail(nothingToPlay());
      return false;
    }
    return true;
  }

  private IngestFailure nothingToPlay() {
    return track(leads)
        .flatMap(TrackFeed::undescribed)
        .<IngestFailure>map(why ->
            new IngestFailure.UnreadableVideo(
                "The camera's video cannot be described: %s.".formatted(why)))
        .orElseGet(() ->
            new IngestFailure.Stalled(
                "The camera sends data but has sent nothing whole to play for %d s."
                    .formatted(options.startup().toSeconds())));
  }

  private void fail(IngestFailure failure) {
    exit.complete(new Exit.Failed(failure));
  }

  @Override
  public void packet(int channel, ByteBuf bytes, int index, int length) {
    for (int i = 0; i < lanes.size(); i++) {
      Lane lane = lanes.get(i);
      if (lane.channel() == channel) {
        lane.packet(bytes, index, length);
        return;
      }
    }
    for (Lane lane : lanes) {
      if (lane.channel() == channel - 1) {
        control(lane, bytes, index, length);
      }
    }
  }

  private void control(Lane lane, ByteBuf bytes, int index, int length) {
    long reports = lane.feed().reports();
    lane.control(bytes, index, length);
    if (playable && lane.feed().reports() > reports) {
      captured(lane.feed());
    }
    // Without sound the picture goes on.
    if (lane.kind() == leads && lane.isEndedBy(bytes, index, length)) {
      exit.complete(new Exit.SourceEnded());
    }
  }

  @Override
  public void answered(RtspResponse response) throws IOException {
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

  private void captured(TrackFeed feed) {
    feed.captured().ifPresent(told -> sink.captured(feed.kind(), told.ticks(), told.at()));
  }

  private Optional<TrackFeed> track(Track.Kind kind) {
    return feeds().filter(feed -> feed.kind() == kind).findFirst();
  }

  private Stream<TrackFeed> feeds() {
    return lanes.stream().map(Lane::feed);
  }

  @Override
  public void chunk(Chunk chunk) {
    if (playable) {
      if (chunk.kind() == leads) {
        lastPlayedNanos = sweptNanos;
      }
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
    List<InitSegment> all = feeds().map(TrackFeed::init).flatMap(Optional::stream).toList();
    if (!all.equals(inits)) {
      playable = true;
      inits = all;
      sink.init(all);
      feeds().forEach(this::captured);
    }
  }

  /** Ends it, whatever it does; says goodbye to the camera. */
  void end(Duration atMost) {
    synchronized (lock) {
      ended = true;
      lanes.forEach(Lane::close);
    }
    connection.mute();
    handshake.tearDown(atMost);
    connection.close();
  }
}
