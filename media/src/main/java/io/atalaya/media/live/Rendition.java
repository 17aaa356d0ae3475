package io.atalaya.media.live;

import io.atalaya.media.codec.Track;
import io.atalaya.media.fmp4.InitSegment;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One track's parts and segments: decides where they end, by the rules in the package comment.
 *
 * <p>The leading rendition cuts by its own random access points and tells where; a following one
 * cuts at those boundaries. Not thread-safe: guarded by its stream's lock.
 */
final class Rendition {
  private static final int MAX_OPEN_BOUNDARIES = 1;
  private static final long HOLE_NANOS = 500_000_000;

  /** Of a run: who waits for a camera to begin need not wait for a whole part. */
  private static final long FIRST_PART_NANOS = 100_000_000;

  /**
   * What all renditions of a stream share.
   *
   * @param onPublished told of each part how long it took, under the stream's lock
   */
  record Shared(
      LiveConfig config,
      Bound bound,
      ByteBufAllocator allocator,
      InstantSource clock,
      ProgramClock programClock,
      Consumer<Duration> onPublished) {}

  private final Shared shared;
  private final Ring ring;
  private final Probe probe;
  private final ArrayDeque<Boundary> boundaries = new ArrayDeque<>();
  private final Map<Long, InitSegment> inits = new HashMap<>();

  private InitSegment init;
  private long initVersion;
  private Meter meter = new Meter();
  private @Nullable PartRule rule;
  private long targetNanos;

  private long nextMsn;
  private @Nullable OpenSegment open;
  private long openStartNanos;
  private long endNanos;
  private boolean cutByAccessPoint;
  private boolean cutInRun;
  private boolean discontinuityDue;
  private boolean publishedSinceInit;
  private @Nullable Duration publishLatency;
  private long changes;

  Rendition(Shared shared, InitSegment init, long nextMsn) {
    this.shared = shared;
    this.ring = new Ring(shared.config);
    this.probe = new Probe(shared.config, shared.bound);
    this.nextMsn = nextMsn;
    this.init = init;
    use(init);
  }

  /** The init segment from the next segment on. Only between runs. */
  void use(InitSegment next) {
    if (inits.isEmpty() || !next.equals(init)) {
      init = next;
      initVersion = nextMsn;
      inits.put(initVersion, next);
    }
    meter = new Meter();
    publishedSinceInit = false;
    changes++;
  }

  /** Joins a stream that has run before: counts discontinuities as the others do. */
  void alignTo(Rendition leader) {
    ring.startAt(leader.ring.discontinuities());
    discontinuityDue = leader.discontinuityDue;
    targetNanos = leader.targetNanos;
  }

  Track track() {
    return init.track();
  }

  long nextMsn() {
    return nextMsn;
  }

  /** The end of the last chunk taken, on the run's timeline. */
  long endNanos() {
    return endNanos;
  }

  long typicalNanos() {
    return meter.typicalNanos();
  }

  Meter meter() {
    return meter;
  }

  boolean isFixed() {
    return rule != null;
  }

  boolean hasMedia() {
    return ring.newest().isPresent() || (open != null && open.partCount() > 0);
  }

  boolean hasPublishedSinceInit() {
    return publishedSinceInit;
  }

  /** Grows with whatever a snapshot would show. */
  long changes() {
    return changes;
  }

  Optional<Duration> publishLatency() {
    return Optional.ofNullable(publishLatency);
  }

  long bytes() {
    return ring.bytes() + probe.bytes() + (open == null ? 0 : open.bytes());
  }

  // Taking chunks

  /** Takes a chunk of the leading rendition; answers where segments ended. */
  List<Boundary> lead(Timed timed) {
    measure(timed);
    if (rule != null) {
      return place(timed, endsAtAccessPoint(timed));
    }
    probe.add(timed);
    endNanos = timed.endNanos();
    return probe.isEnough() ? fixLeading() : List.of();
  }

  /** Takes a chunk of a following rendition. */
  void follow(Timed timed) {
    measure(timed);
    if (rule == null) {
      probe.add(timed);
      if (targetNanos > 0 && probe.isEnough()) {
        fixFollowing();
      }
    } else {
      placeFollowing(timed);
    }
  }

  boolean isFull() {
    return rule == null && probe.isFull();
  }

  /** The leading rendition's target duration holds for all (RFC 8216bis, 6.2.4). */
  void targetDuration(long nanos) {
    targetNanos = nanos;
    if (rule == null && probe.isEnough()) {
      fixFollowing();
    }
  }

  long targetNanos() {
    return targetNanos;
  }

  /** The leading rendition ended a segment. Waits for the media up to there, but not for long. */
  void boundary(Boundary boundary) {
    boundaries.addLast(boundary);
    while (boundaries.size() > MAX_OPEN_BOUNDARIES) {
      endAt(boundaries.removeFirst());
    }
  }

  /** Ends the run of a leading rendition: all that is held becomes a segment. */
  List<Boundary> flushLeading() {
    var ended = new ArrayList<Boundary>();
    if (rule == null && !probe.isEmpty()) {
      ended.addAll(fixLeading());
    }
    if (open != null) {
      ended.add(cut(false));
    }
    return ended;
  }

  /** Ends the run of a following rendition: with a gap, if nothing came in this run. */
  void flushFollowing(Boundary last) {
    while (!boundaries.isEmpty()) {
      endAt(boundaries.removeFirst());
    }
    if (rule == null) {
      fixFollowing();
    }
    if (open != null) {
      cut(false);
    }
    if (!cutInRun) {
      gap(last);
    }
  }

  /** The next segment does not follow on this one. */
  void discontinuity() {
    discontinuityDue |= cutInRun;
    cutInRun = false;
  }

  // Where parts and segments end

  private void measure(Timed timed) {
    meter.add(timed.nanos(), timed.chunk().sizeBytes(), timed.chunk().frames());
  }

  private List<Boundary> fixLeading() {
    var fixed = PartRule.forChunks(shared.config.partTarget(), meter.typicalNanos());
    long twoParts = Duration.ofNanos(2 * fixed.targetNanos() + 999_999_999).toSeconds();
    long twoSegments =
        shared.config.segmentTarget().multipliedBy(2).plusNanos(999_999_999).toSeconds();
    targetNanos = Duration.ofSeconds(Math.max(twoParts, twoSegments)).toNanos();
    rule = fixed;
    var ended = new ArrayList<Boundary>();
    for (Timed held : probe.take()) {
      ended.addAll(place(held, endsAtAccessPoint(held)));
    }
    return ended;
  }

  private void fixFollowing() {
    rule = PartRule.forChunks(shared.config.partTarget(), meter.typicalNanos());
    changes++;
    probe.take().forEach(this::placeFollowing);
  }

  private boolean endsAtAccessPoint(Timed timed) {
    if (open == null || !timed.chunk().independent()) {
      return false;
    }
    long least = shared.config.segmentTarget().toNanos() * 7 / 8;
    return open.nanos() >= least || !open.startsIndependent();
  }

  private void placeFollowing(Timed timed) {
    while (!boundaries.isEmpty()
        && timed.startNanos() + timed.nanos() / 2 >= boundaries.getFirst().endNanos()) {
      endAt(boundaries.removeFirst());
    }
    if (open != null && timed.startNanos() - endNanos > HOLE_NANOS) {
      // Between two segments a hole does no harm: each tells its own date.
      cut(false);
    }
    place(timed, false);
  }

  private List<Boundary> place(Timed timed, boolean atAccessPoint) {
    PartRule fixed = Objects.requireNonNull(rule);
    List<Boundary> ended = List.of();
    if (open != null && (atAccessPoint || mustCut(open, fixed, timed))) {
      ended = List.of(cut(atAccessPoint));
    }
    OpenSegment segment = open == null ? begin(fixed, timed) : open;
    if (segment.pendingNanos() + timed.nanos() > fixed.targetNanos()) {
      publishPart(segment);
    }
    segment.add(timed.chunk(), timed.nanos());
    endNanos = timed.endNanos();
    if (isPartDone(segment.pendingNanos(), fixed)) {
      publishPart(segment);
    }
    return ended;
  }

  private boolean isPartDone(long pending, PartRule fixed) {
    boolean full =
        pending >= fixed.leastNanos() && pending + meter.typicalNanos() > fixed.targetNanos();
    return full || (!publishedSinceInit && pending >= FIRST_PART_NANOS);
  }

  private boolean mustCut(OpenSegment segment, PartRule fixed, Timed timed) {
    if (segment.nanos() + timed.nanos() > targetNanos
        || segment.bytes() + timed.chunk().sizeBytes() > shared.bound.segmentBytes()) {
      return true;
    }
    if (segment.isWhole()) {
      // It was whole for the sake of one long chunk only.
      return fixed.suits(meter.typicalNanos()) && timed.nanos() <= fixed.targetNanos();
    }
    long pending = segment.pendingNanos();
    boolean tooLong = timed.nanos() > fixed.targetNanos();
    boolean tooShort = pending > 0 && pending < fixed.leastNanos();
    return tooLong || (tooShort && pending + timed.nanos() > fixed.targetNanos());
  }

  private OpenSegment begin(PartRule fixed, Timed timed) {
    boolean whole = timed.nanos() > fixed.targetNanos() || !fixed.suits(meter.typicalNanos());
    openStartNanos = timed.startNanos();
    var begun =
        new OpenSegment(
            new OpenSegment.Start(
                nextMsn,
                initVersion,
                discontinuityDue,
                shared.programClock.at(openStartNanos),
                timed.chunk().independent(),
                whole));
    discontinuityDue = false;
    open = begun;
    return begun;
  }

  private void publishPart(OpenSegment segment) {
    if (!segment.isWhole()) {
      close(segment);
    }
  }

  private void close(OpenSegment segment) {
    segment
        .closePart(shared.allocator)
        .ifPresent(receivedAt -> {
          publishLatency = Duration.between(receivedAt, shared.clock.instant());
          shared.onPublished.accept(publishLatency);
          publishedSinceInit = true;
          changes++;
        });
  }

  private Boundary cut(boolean atAccessPoint) {
    OpenSegment ending = Objects.requireNonNull(open);
    close(ending);
    ring.add(ending.stored(), targetNanos);
    open = null;
    cutByAccessPoint = atAccessPoint;
    cutInRun = true;
    changes++;
    return new Boundary(nextMsn++, openStartNanos, endNanos, ending.nanos());
  }

  private void endAt(Boundary boundary) {
    if (nextMsn > boundary.msn()) {
      return;
    }
    if (rule == null) {
      fixFollowing();
    }
    if (open == null) {
      gap(boundary);
    } else {
      cut(false);
    }
  }

  private void gap(Boundary boundary) {
    var info =
        new SegmentInfo(
            nextMsn++,
            initVersion,
            discontinuityDue,
            shared.programClock.at(boundary.startNanos()),
            Duration.ofNanos(boundary.durationNanos()),
            true,
            List.of(),
            0);
    ring.add(new StoredSegment(info, List.of()), targetNanos);
    discontinuityDue = false;
    cutInRun = true;
    changes++;
  }

  // Reading

  RenditionSnapshot snapshot() {
    PartRule fixed = Objects.requireNonNull(rule);
    return new RenditionSnapshot(
        track(),
        Duration.ofNanos(fixed.targetNanos()),
        Duration.ofNanos(targetNanos),
        ring.discontinuitySequence(),
        ring.listed(),
        Optional.ofNullable(open).map(OpenSegment::info),
        nextPart(fixed),
        nextMsn,
        meter.bitsPerSecond(),
        meter.framesPerSecond());
  }

  private Optional<MediaObject.Part> nextPart(PartRule fixed) {
    if (open == null ? !fixed.suits(meter.typicalNanos()) : open.isWhole()) {
      return Optional.empty();
    }
    Track.Kind kind = track().kind();
    if (open == null) {
      return Optional.of(new MediaObject.Part(kind, nextMsn, 0));
    }
    return Optional.of(
        isCutExpected(open)
            ? new MediaObject.Part(kind, nextMsn + 1, 0)
            : new MediaObject.Part(kind, nextMsn, open.partCount()));
  }

  /** With an even key frame interval, a segment as long as the last one is at its end. */
  private boolean isCutExpected(OpenSegment segment) {
    return cutByAccessPoint
        && !segment.hasPending()
        && segment.startsIndependent()
        && ring.newest()
            .filter(last -> !last.gap())
            .map(last -> last.duration().toNanos() - meter.typicalNanos() / 2)
            .filter(nanos -> segment.nanos() >= nanos)
            .isPresent();
  }

  /** The object's bytes, with a reference for the caller. */
  Optional<ByteBuf> bytes(MediaObject object) {
    return switch (object) {
      case MediaObject.Init(_, var version) ->
          Optional.ofNullable(inits.get(version)).map(i -> Unpooled.wrappedBuffer(i.bytes()));
      case MediaObject.Segment(_, var msn) -> ring.find(msn).flatMap(StoredSegment::bytes);
      case MediaObject.Part(_, var msn, var part) ->
          open != null && open.msn() == msn
              ? open.part(part)
              : ring.find(msn).flatMap(segment -> segment.part(part));
    };
  }

  // Letting go

  Optional<SegmentInfo> oldest() {
    return ring.oldest();
  }

  void dropOldest() {
    ring.dropOldest();
    changes++;
  }

  void forgetInits() {
    inits.keySet().removeIf(version -> version != initVersion && !ring.needsInit(version));
  }

  void release() {
    ring.release();
    probe.release();
    if (open != null) {
      open.release();
      open = null;
    }
  }
}
