package io.atalaya.media.live;

import io.atalaya.media.codec.Track;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.InitSegment;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One camera's stream in memory: one writer, any number of readers.
 *
 * <p><b>Idea.</b> An engine appends chunks; the stream gathers them to parts and segments and keeps
 * the last few. After each change it makes one immutable {@link LiveSnapshot}, from which playlists
 * are written, and calls the waiters whose condition it meets. Readers fetch bytes by name and get
 * a reference of their own to a shared direct buffer: a reader however slow holds on to the few
 * objects it is sending, and never to the writer.
 *
 * <p><b>Runs.</b> A run is one life of the source: {@link #init} begins it, {@link #discontinuity}
 * (or the next init) ends it. The stream survives its runs: media sequence numbers go on, what was
 * begun is published as it is, and the next segment carries a discontinuity. A timeline that jumps
 * by over {@value #JUMP_MILLIS} ms ends a run too. In each run every rendition gets at least one
 * segment, a gap if need be, so that discontinuity sequences agree between video and audio (RFC
 * 8216bis, 6.2.4). A run begins at a random access point; chunks before it are dropped.
 *
 * <p><b>Who leads.</b> Video if there is any, else audio, leads the cuts. The other one follows: it
 * is cut where the leader was, in time. Where it stays silent it gets a gap once the leader is a
 * segment further, so that a broken microphone never stops the picture.
 *
 * <p><b>Numbers.</b> The first media sequence number is the seconds since 2020 at construction, and
 * an init segment is named by the first segment that needs it. Segments last over a second, so a
 * stream made later for the same camera never reuses a name: objects can be cached for ever.
 *
 * <p><b>Invariants.</b>
 *
 * <ul>
 *   <li>Bytes held never exceed {@link LiveConfig#maxBytes()}, nor what {@link #holdAtMost} said
 *       before the open segments began, whatever the source sends: an open segment has at most a
 *       third, and complete ones go, oldest first, until the sum fits. (Bytes that readers still
 *       send are theirs, not counted; nor is what of a slab is not media of this window, two slabs
 *       a track at most.)
 *   <li>A buffer has exactly one reference of the stream's, released when its segment goes or the
 *       stream closes; {@link #append} takes over the chunk's, whatever happens.
 *   <li>A snapshot never changes, its version only grows, and no waiter is called under the lock.
 *   <li>A waiter is called once, or never if closed. No waiter outlives {@link #close}.
 * </ul>
 *
 * <p><b>Threads.</b> {@code init}, {@code append}, {@code captured}, {@code discontinuity}: one
 * thread at a time. Everything else: any thread. The lock guards the renditions; it is held for the
 * copying of one part at most.
 */
public final class LiveStream implements AutoCloseable {
  private static final long JUMP_MILLIS = 500;
  private static final Instant NUMBERS_BEGIN = Instant.parse("2020-01-01T00:00:00Z");

  /** A follower's chunk that far from the leader's end is of another run. */
  private static final long ASTRAY_NANOS = Duration.ofSeconds(10).toNanos();

  private final LiveConfig config;
  private final Bound bound; // guarded by lock
  private final Rendition.Shared shared;
  private final InstantSource clock;
  private final ProgramClock programClock = new ProgramClock();
  private final Waiters waiters;
  private final long firstMsn;

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Rendition> renditions = new ArrayList<>(2);
  private boolean running;
  private long runStartNanos;
  private boolean closed;
  private long published;
  private final Counters counters = new Counters();

  private volatile LiveSnapshot snapshot = new LiveSnapshot(0, List.of(), false, false);

  /** What metrics need beside the renditions. */
  private static final class Counters {
    private @Nullable Instant firstPartAt;
    private @Nullable Instant lastChunkAt;
    private @Nullable Duration gop;
    private long accessPointNanos = -1;
    private long bytesReceived;
    private long chunksDropped;
    private long discontinuities;
  }

  public LiveStream(LiveConfig config, ByteBufAllocator allocator, InstantSource clock) {
    this(config, allocator, clock, _ -> {});
  }

  /**
   * With somebody who counts.
   *
   * @param onPublished told of each part how long it took from its first media received to its
   *     being published; on the writer's thread and under the lock, so it must do no more than note
   *     it
   */
  public LiveStream(
      LiveConfig config,
      ByteBufAllocator allocator,
      InstantSource clock,
      Consumer<Duration> onPublished) {
    this.config = config;
    this.clock = clock;
    this.bound = new Bound(config);
    this.shared = new Rendition.Shared(config, bound, allocator, clock, programClock, onPublished);
    this.waiters = new Waiters(config.maxWaiters());
    this.firstMsn = Math.max(0, Duration.between(NUMBERS_BEGIN, clock.instant()).toSeconds());
  }

  // Writing

  /** Begins a run with these tracks: at most one of a kind, at least one. */
  public void init(List<InitSegment> init) {
    if (init.isEmpty() || init.stream().map(InitSegment::kind).distinct().count() < init.size()) {
      throw new IllegalArgumentException(
          "one track of each kind at most, and one at least: " + init);
    }
    change(() -> {
      endRun();
      long msn = renditions.isEmpty() ? firstMsn : renditions.getFirst().nextMsn();
      for (InitSegment segment : init) {
        rendition(segment.kind())
            .ifPresentOrElse(
                rendition -> rendition.use(segment), () -> renditions.add(begun(segment, msn)));
      }
      boolean video = init.stream().anyMatch(i -> i.kind() == Track.Kind.VIDEO);
      Track.Kind leads = video ? Track.Kind.VIDEO : Track.Kind.AUDIO;
      renditions.sort(Comparator.comparing(r -> r.track().kind() != leads));
      counters.firstPartAt = null;
    });
  }

  /** Takes a chunk and its reference, whatever becomes of it. */
  public void append(Chunk chunk) {
    change(
        () -> {
          var rendition = rendition(chunk.kind());
          counters.lastChunkAt = chunk.receivedAt();
          counters.bytesReceived += chunk.sizeBytes();
          if (rendition.isEmpty()
              || chunk.sizeBytes() > bound.segmentBytes()
              || rendition.get().isFull()) {
            drop(chunk);
          } else if (rendition.get() == renditions.getFirst()) {
            lead(rendition.get(), Timed.of(chunk, rendition.get().track()));
          } else {
            follow(rendition.get(), Timed.of(chunk, rendition.get().track()));
          }
          keepToBound();
        },
        chunk::release);
  }

  /** The camera reports that media of this track with this time was captured then. */
  public void captured(Track.Kind kind, long ticks, Instant at) {
    lock.lock();
    try {
      renditions.stream()
          .findFirst()
          .filter(leader -> leader.track().kind() == kind)
          .ifPresent(leader -> programClock.report(leader.track().nanos(ticks), at));
    } finally {
      lock.unlock();
    }
  }

  /**
   * From now on holds no more than that, or than its configuration says if that is less. Of what is
   * over it complete segments go at once, the oldest first; an open one ends with its next chunk.
   */
  public void holdAtMost(long bytes) {
    change(() -> {
      bound.set(bytes);
      keepToBound();
    });
  }

  /**
   * Ends the run: what was begun is published, and what comes next does not follow on it, nor on
   * its timeline.
   */
  public void discontinuity() {
    change(() -> {
      endRun();
      programClock.forgetReports();
    });
  }

  /** Releases every byte, calls every waiter; from here on nothing is served or taken. */
  @Override
  public void close() {
    change(() -> {
      renditions.forEach(Rendition::release);
      closed = true;
    });
  }

  // Reading

  public LiveSnapshot snapshot() {
    return snapshot;
  }

  /**
   * The object's bytes with a reference for the caller, who releases it; empty when it is not, or
   * no longer, or not yet there.
   */
  public Optional<ByteBuf> bytes(MediaObject object) {
    lock.lock();
    try {
      return closed ? Optional.empty() : rendition(object.kind()).flatMap(r -> r.bytes(object));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Calls back once, with the first snapshot that meets the condition or that is the last. If that
   * is so already, it calls back before it returns, on this thread; else on the writer's. The
   * callback must not block. A deadline is the caller's: close the registration.
   */
  public Registration await(Predicate<LiveSnapshot> until, Consumer<LiveSnapshot> onReady) {
    return waiters.add(until, onReady, this::snapshot);
  }

  /** How many callbacks wait. */
  public int waiting() {
    return waiters.size();
  }

  public StreamMetrics metrics() {
    lock.lock();
    try {
      var leader = renditions.stream().findFirst();
      return new StreamMetrics(
          renditions.stream().map(Rendition::track).toList(),
          Optional.ofNullable(counters.firstPartAt),
          Optional.ofNullable(counters.lastChunkAt),
          renditions.stream().mapToLong(r -> r.meter().bitsPerSecond()).sum(),
          leader.map(r -> r.meter().framesPerSecond()).orElse(0.0),
          Optional.ofNullable(counters.gop),
          leader.flatMap(Rendition::publishLatency),
          counters.bytesReceived,
          bytesHeld(),
          counters.chunksDropped,
          counters.discontinuities);
    } finally {
      lock.unlock();
    }
  }

  private void change(Runnable work) {
    change(work, () -> {});
  }

  /** Works under the lock; then, if a reader could see a difference, tells the waiters. */
  private void change(Runnable work, Runnable ifClosed) {
    LiveSnapshot next;
    lock.lock();
    try {
      if (closed) {
        ifClosed.run();
        return;
      }
      work.run();
      next = publish();
    } finally {
      lock.unlock();
    }
    if (next != null) {
      waiters.published(next);
    }
  }

  // Under the lock

  private @Nullable LiveSnapshot publish() {
    long changes = 0;
    for (Rendition rendition : renditions) {
      changes += rendition.changes();
    }
    if (changes == published && !closed) {
      return null;
    }
    published = changes;
    renditions.forEach(Rendition::forgetInits);
    var visible =
        closed
            ? List.<RenditionSnapshot>of()
            : renditions.stream().filter(Rendition::isFixed).map(Rendition::snapshot).toList();
    boolean playable =
        !visible.isEmpty()
            && visible.size() == renditions.size()
            && renditions.getFirst().hasMedia();
    snapshot = new LiveSnapshot(snapshot.version() + 1, visible, playable, closed);
    return snapshot;
  }

  private void lead(Rendition leader, Timed given) {
    long longest = leader.isFixed() ? leader.targetNanos() : ASTRAY_NANOS;
    // A frame that lasts longer than a segment may is a hole: what follows it is a jump.
    Timed timed =
        given.nanos() <= longest
            ? given
            : given.lasting(Math.min(leader.typicalNanos(), config.partTarget().toNanos()));
    if (running && isJump(leader.endNanos(), timed.startNanos())) {
      endRun();
      beginRun(timed);
    } else if (!running) {
      if (!timed.chunk().independent()) {
        drop(timed.chunk());
        return;
      }
      beginRun(timed);
    }
    programClock.observe(timed.endNanos(), timed.chunk().receivedAt());
    measureGop(timed);
    boundaries(leader.lead(timed));
    if (counters.firstPartAt == null && leader.hasPublishedSinceInit()) {
      counters.firstPartAt = clock.instant();
    }
  }

  private void follow(Rendition follower, Timed timed) {
    Rendition leader = renditions.getFirst();
    if (!running
        || timed.startNanos() < runStartNanos
        || Math.abs(timed.startNanos() - leader.endNanos()) > ASTRAY_NANOS) {
      drop(timed.chunk());
      return;
    }
    follower.follow(timed.nanos() <= ASTRAY_NANOS ? timed : timed.lasting(follower.typicalNanos()));
  }

  private static boolean isJump(long expectedNanos, long startNanos) {
    return Math.abs(startNanos - expectedNanos) > Duration.ofMillis(JUMP_MILLIS).toNanos();
  }

  private void beginRun(Timed first) {
    programClock.anchor(first.startNanos(), first.nanos(), first.chunk().receivedAt());
    running = true;
    runStartNanos = first.startNanos();
    counters.accessPointNanos = -1;
  }

  private void endRun() {
    if (!running) {
      return;
    }
    running = false;
    Rendition leader = renditions.getFirst();
    var last = leader.flushLeading();
    boundaries(last);
    for (Rendition follower : followers()) {
      follower.flushFollowing(last.getLast());
    }
    renditions.forEach(Rendition::discontinuity);
    counters.discontinuities++;
  }

  private void boundaries(List<Boundary> ended) {
    Rendition leader = renditions.getFirst();
    for (int i = 1; i < renditions.size(); i++) {
      Rendition follower = renditions.get(i);
      if (leader.isFixed() && follower.targetNanos() == 0) {
        follower.targetDuration(leader.targetNanos());
      }
      ended.forEach(follower::boundary);
    }
  }

  private List<Rendition> followers() {
    return renditions.subList(1, renditions.size());
  }

  private Rendition begun(InitSegment init, long msn) {
    var begun = new Rendition(shared, init, msn);
    if (!renditions.isEmpty()) {
      begun.alignTo(renditions.getFirst());
    }
    return begun;
  }

  private Optional<Rendition> rendition(Track.Kind kind) {
    for (Rendition rendition : renditions) {
      if (rendition.track().kind() == kind) {
        return Optional.of(rendition);
      }
    }
    return Optional.empty();
  }

  private void measureGop(Timed timed) {
    if (timed.chunk().independent()) {
      if (counters.accessPointNanos >= 0) {
        counters.gop = Duration.ofNanos(timed.startNanos() - counters.accessPointNanos);
      }
      counters.accessPointNanos = timed.startNanos();
    }
  }

  private void drop(Chunk chunk) {
    chunk.release();
    counters.chunksDropped++;
  }

  private void keepToBound() {
    while (bytesHeld() > bound.bytes()) {
      var oldest =
          renditions.stream()
              .filter(r -> r.oldest().isPresent())
              .min(Comparator.comparing(r -> r.oldest().orElseThrow().programDateTime()));
      if (oldest.isEmpty()) {
        return;
      }
      oldest.get().dropOldest();
    }
  }

  private long bytesHeld() {
    long held = 0;
    for (Rendition rendition : renditions) {
      held += rendition.bytes();
    }
    return held;
  }
}
