package io.atalaya.gateway.ingest;

import io.atalaya.contract.gateway.FailureKind;
import io.atalaya.contract.gateway.LastFailure;
import io.atalaya.gateway.engine.Exit;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.MediaEngine;
import io.atalaya.gateway.engine.MediaSink;
import io.atalaya.gateway.engine.PacketLoss;
import io.atalaya.gateway.engine.SourceCheck;
import io.atalaya.gateway.engine.Stage;
import io.atalaya.gateway.engine.StreamSpec;
import io.atalaya.gateway.platform.LogFields;
import io.atalaya.gateway.platform.Threads;
import io.atalaya.media.codec.Track;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.InitSegment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one generation of one camera running.
 *
 * <p>One virtual thread, the keeper, owns everything: it waits for viewers where the camera is on
 * demand, starts a run, waits for its exit, and does what {@link RetryPolicy} says. A run has a
 * thread of its own, because an interrupt is how an engine is told to stop, and nobody must
 * interrupt the keeper by accident. Others see the {@link Phase}, an immutable value, and wake the
 * keeper; they never wait for it but in {@link #stop}.
 *
 * <p>The keeper always waits for the run's thread before it goes on: there is never more than one
 * connection to a camera.
 */
public final class CameraIngest {
  private static final Logger LOG = LoggerFactory.getLogger(CameraIngest.class);

  /** An on-demand camera runs on for this long without viewers: people come back. */
  static final Duration LINGER = Duration.ofSeconds(30);

  /** A run that lived this long was healthy, so what failed before it is forgotten. */
  private static final Duration HEALTHY_RUN = Duration.ofSeconds(30);

  /** Clocks jump and manual ones stand still: who waits for a time looks up at least this often. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private static final Duration ENGINE_STOP = Duration.ofSeconds(5);

  private final CameraSettings settings;
  private final Feed feed;
  private final IngestWorld world;
  private final Runnable wake = this::wake;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Semaphore wakes = new Semaphore(0);
  private final RunHistory history = new RunHistory();
  private volatile Phase phase;
  private volatile boolean stopping;

  CameraIngest(CameraSettings settings, Feed feed, IngestWorld world) {
    this.settings = settings;
    this.feed = feed;
    this.world = world;
    this.phase = first(settings, world.clock().instant());
  }

  private static Phase first(CameraSettings settings, Instant now) {
    return settings.onDemand() ? new Phase.Idle(now) : new Phase.Connecting(now);
  }

  /** Begins; this or {@link #startAfter} is called once. */
  void start() {
    feed.audience().onChange(wake);
    var _ = Threads.startVirtual("ingest-" + settings.key(), () -> keep(Optional.empty()));
  }

  /** Begins when {@code older} has stopped, however long that takes. */
  void startAfter(CameraIngest older) {
    feed.audience().onChange(wake);
    var _ = Threads.startVirtual("ingest-" + settings.key(), () -> keep(Optional.of(older)));
  }

  /** Asks it to stop; see {@link #awaitStopped}. */
  void stop() {
    stopping = true;
    wake();
  }

  /** Whether it has really stopped, engine and all, by the deadline. */
  boolean awaitStopped(Duration atMost) throws InterruptedException {
    return stopped.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  boolean isStopping() {
    return stopping;
  }

  public CameraSettings settings() {
    return settings;
  }

  public Feed feed() {
    return feed;
  }

  public Phase phase() {
    return phase;
  }

  /** What came of its runs. */
  public RunHistory.Report history() {
    return history.report();
  }

  /** Why the last run ended, also when the camera is well again. */
  public Optional<LastFailure> lastFailure() {
    return history().lastFailure();
  }

  /** Runs so far. */
  public int runs() {
    return history().runs();
  }

  private void keep(Optional<CameraIngest> older) {
    try {
      while (older.isPresent() && !older.get().awaitStopped(ENGINE_STOP)) {
        LOG.error("{}: the older generation has not stopped yet", settings.key());
      }
      var past = RetryPolicy.Past.NONE;
      while (!stopping) {
        awaitWanted();
        Optional<Exit> exit = stopping ? Optional.empty() : run();
        if (exit.isPresent()) {
          past = afterExit(exit.get(), past);
        }
      }
    } catch (InterruptedException _) {
      LOG.error("{}: the keeper was interrupted, which nobody should do", settings.key());
    } catch (RuntimeException e) {
      LOG.error("{}: the keeper failed; the camera stays down", settings.key(), e);
    } finally {
      feed.audience().forget(wake);
      enter(new Phase.Stopped(now()));
      stopped.countDown();
    }
  }

  private void awaitWanted() throws InterruptedException {
    if (isWanted()) {
      return;
    }
    enter(new Phase.Idle(now()));
    while (!stopping && !isWanted()) {
      sleep();
    }
  }

  private boolean isWanted() {
    return !settings.onDemand() || feed.audience().wasPresentAfter(now().minus(LINGER));
  }

  /** One run; empty when it was ended by us. */
  private Optional<Exit> run() throws InterruptedException {
    enter(new Phase.Connecting(now()));
    Instant began = now();
    history.began(began);
    var run = new Run(began);
    Thread thread = Threads.startVirtual("run-" + settings.key(), run);
    try {
      while (run.exit == null && !stopping && isWanted()) {
        if (settings.onDemand()) {
          sleep(LONGEST_WAIT); // that its viewers have been gone for long wakes nobody
        } else {
          sleep();
        }
      }
    } finally {
      end(thread);
      feed.live().discontinuity();
    }
    return stopping || !isWanted() ? Optional.empty() : Optional.ofNullable(run.exit);
  }

  private void end(Thread thread) throws InterruptedException {
    thread.interrupt();
    while (!thread.join(ENGINE_STOP)) {
      LOG.error("{}: the engine has not stopped in {}", settings.key(), ENGINE_STOP);
      thread.interrupt();
    }
  }

  private RetryPolicy.Past afterExit(Exit exit, RetryPolicy.Past past) throws InterruptedException {
    LastFailure failure = describe(exit, now());
    history.failed(failure);
    world.meters().runEnded(failure.kind());
    boolean healthy = phase instanceof Phase.Live(var since) && isLongAgo(since);
    var counted = healthy ? RetryPolicy.Past.NONE : past;
    return switch (world.policy().decide(exit, counted, world.random().nextDouble())) {
      case RetryPolicy.Decision.Retry(Duration after, RetryPolicy.Past next) -> {
        pause(after);
        yield next;
      }
      case RetryPolicy.Decision.Park() -> {
        enter(new Phase.Parked(now()));
        while (!stopping) {
          sleep();
        }
        yield past;
      }
    };
  }

  private boolean isLongAgo(Instant since) {
    return Duration.between(since, now()).compareTo(HEALTHY_RUN) >= 0;
  }

  private void pause(Duration after) throws InterruptedException {
    Instant next = now().plus(after);
    enter(new Phase.Retrying(now(), next));
    while (!stopping && now().isBefore(next)) {
      Duration left = Duration.between(now(), next);
      sleep(left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT);
    }
  }

  private static LastFailure describe(Exit exit, Instant at) {
    return switch (exit) {
      case Exit.SourceEnded() ->
          new LastFailure(FailureKind.SOURCE_ENDED, "The camera ended the stream.", at);
      case Exit.Failed(IngestFailure failure) ->
          new LastFailure(failure.kind(), failure.message(), at);
    };
  }

  private void enter(Phase next) {
    phase = next;
    try (var _ = LogFields.of(settings.key())) {
      switch (next) {
        case Phase.Retrying(_, Instant at) ->
            LOG.info("{}: {}; next attempt at {}", settings.key(), reason(), at);
        case Phase.Parked _ -> LOG.warn("{}: {}; parked", settings.key(), reason());
        case Phase.Idle _, Phase.Connecting _, Phase.Live _, Phase.Stopped _ ->
            LOG.info("{}: {}", settings.key(), next.state());
      }
    }
  }

  private String reason() {
    return lastFailure().map(failure -> failure.kind() + ": " + failure.message()).orElse("failed");
  }

  private Instant now() {
    return world.clock().instant();
  }

  private void wake() {
    wakes.release();
  }

  /** Until woken; however often, only once. */
  private void sleep() throws InterruptedException {
    wakes.acquire();
    wakes.drainPermits();
  }

  /** Until woken, or for {@code atMost}. */
  private void sleep(Duration atMost) throws InterruptedException {
    boolean _ = wakes.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
    wakes.drainPermits();
  }

  /** One run of an engine, on its own thread; and the sink that the engine fills. */
  private final class Run implements Runnable, MediaSink {
    private final Instant began;
    private volatile @Nullable Exit exit;
    private boolean keyFrameSeen;
    private boolean live;

    Run(Instant began) {
      this.began = began;
    }

    @Override
    public void run() {
      try {
        exit = connect();
      } catch (InterruptedException _) {
        // By the keeper, which knows why and does not ask; by anybody else it would be a fault.
        exit = new Exit.Failed(new IngestFailure.EngineCrashed("The video engine was stopped."));
      } catch (RuntimeException | Error e) {
        // Errors too: the keeper waits for an exit, and what was short may be there next time.
        exit = new Exit.Failed(IngestFailure.EngineCrashed.by(e));
        LOG.error("{}: the engine failed", settings.key(), e);
      } finally {
        wake();
      }
    }

    private Exit connect() throws InterruptedException {
      return switch (world.guard().check(settings.source())) {
        case SourceCheck.Verdict.Refused(IngestFailure failure) -> new Exit.Failed(failure);
        case SourceCheck.Verdict.Pinned(var address) ->
            pull(
                new StreamSpec(
                    settings.key(),
                    settings.source(),
                    address,
                    settings.transport(),
                    settings.audio(),
                    world.guard()));
      };
    }

    private Exit pull(StreamSpec spec) throws InterruptedException {
      return switch (world.engines().pick(settings.engine(), spec)) {
        case Engines.Pick.None(String why) ->
            new Exit.Failed(new IngestFailure.EngineNotAvailable(why));
        case Engines.Pick.Taken(MediaEngine engine, Optional<String> why) -> {
          history.pulledBy(engine.name(), why);
          yield engine.run(spec, this);
        }
      };
    }

    @Override
    public void init(List<InitSegment> tracks) {
      feed.live().init(tracks);
    }

    @Override
    public void chunk(Chunk chunk) {
      // Before it is handed on, and with it its reference.
      world.meters().chunk(chunk.sizeBytes());
      if (!keyFrameSeen && chunk.independent() && leads(chunk.kind())) {
        keyFrameSeen = true;
        history.keyFrame(chunk.receivedAt());
      }
      feed.live().append(chunk);
      if (!live) {
        noteFirstPart();
      }
    }

    @Override
    public void captured(Track.Kind kind, long ticks, Instant at) {
      feed.live().captured(kind, ticks, at);
    }

    /** Each frame of a sound is a key frame; where there is a picture, its own count. */
    private boolean leads(Track.Kind kind) {
      return kind == Track.Kind.VIDEO
          || feed.live().metrics().tracks().stream().allMatch(track -> track.kind() == kind);
    }

    private void noteFirstPart() {
      Optional<Instant> first = feed.live().metrics().firstPartAt();
      if (first.isPresent() && !first.get().isBefore(began)) {
        live = true;
        history.firstPart(first.get());
        enter(new Phase.Live(first.get()));
        world.meters().firstPart(history.report().steps());
      }
    }

    @Override
    public void skipped(Track.Kind kind, String reason) {
      history.skipped(kind, reason);
    }

    @Override
    public void reached(Stage stage) {
      history.reached(stage, now());
    }

    @Override
    public void lost(PacketLoss soFar) {
      world.meters().lost(history.lost(soFar));
    }
  }
}
