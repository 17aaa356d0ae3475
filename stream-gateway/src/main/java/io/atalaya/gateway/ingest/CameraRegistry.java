package io.atalaya.gateway.ingest;

import io.atalaya.contract.gateway.IngestState;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import io.atalaya.gateway.platform.MediaMemory;
import io.atalaya.media.live.LiveConfig;
import io.atalaya.media.live.LiveStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every provisioned camera, by tenant and camera. The only place that starts and stops ingests.
 *
 * <p>Without locks: an entry is replaced or removed by compare-and-set, so two callers with the
 * same camera cannot both win, and callers with different cameras never meet. A camera that leaves
 * keeps its entry until its ingest has really stopped, and a caller who finds it stopping waits for
 * that too. A newer generation takes over entry and feed at once, and begins when the older has
 * stopped.
 */
public final class CameraRegistry {
  /** How long a caller waits for an ingest to stop. An engine takes two seconds at most. */
  private static final Duration STOP_DEADLINE = Duration.ofSeconds(8);

  private static final Logger LOG = LoggerFactory.getLogger(CameraRegistry.class);

  private final ConcurrentHashMap<StreamKey, CameraIngest> cameras = new ConcurrentHashMap<>();
  private final IngestWorld world;
  private final int capacity;
  private final WindowBound windowBound = new WindowBound();

  public CameraRegistry(IngestWorld world, int capacity) {
    this.world = world;
    this.capacity = capacity;
  }

  /** What came of a wish to provision. */
  public sealed interface Outcome {
    /** It runs now, and did not before. */
    record Created(CameraIngest camera) implements Outcome {}

    /** It runs as wished: newly so, or already. */
    record Updated(CameraIngest camera) implements Outcome {}

    /** A newer generation runs. */
    record Stale(long current) implements Outcome {}

    /** This gateway is full. */
    record AtCapacity(int capacity) implements Outcome {}

    /** The camera is being deprovisioned, and has not stopped in time. */
    record StillStopping() implements Outcome {}
  }

  /** Makes a camera run as these settings say. Blocks only while the same camera is leaving. */
  public Outcome provision(CameraSettings wanted) throws InterruptedException {
    while (true) {
      CameraIngest current = cameras.get(wanted.key());
      if (current == null) {
        if (cameras.size() >= capacity) {
          return new Outcome.AtCapacity(capacity);
        }
        var fresh = new CameraIngest(wanted, newFeed(wanted.key()), world);
        if (cameras.putIfAbsent(wanted.key(), fresh) == null) {
          fresh.start();
          return new Outcome.Created(fresh);
        }
      } else if (current.isStopping()) {
        if (!current.awaitStopped(STOP_DEADLINE)) {
          return new Outcome.StillStopping();
        }
        discard(current);
      } else {
        Optional<Outcome> outcome = renew(current, wanted);
        if (outcome.isPresent()) {
          return outcome.get();
        }
      }
    }
  }

  /** Empty when somebody else was faster. */
  private Optional<Outcome> renew(CameraIngest current, CameraSettings wanted) {
    long generation = current.settings().generation();
    if (wanted.generation() < generation) {
      return Optional.of(new Outcome.Stale(generation));
    }
    if (wanted.generation() == generation) {
      return Optional.of(new Outcome.Updated(current));
    }
    var fresh = new CameraIngest(wanted, current.feed(), world);
    if (!cameras.replace(wanted.key(), current, fresh)) {
      return Optional.empty();
    }
    current.stop();
    fresh.startAfter(current);
    return Optional.of(new Outcome.Updated(fresh));
  }

  private Feed newFeed(StreamKey key) {
    return Feed.of(
        key,
        new LiveStream(
            LiveConfig.standard(), MediaMemory.POOL, world.clock(), world.meters()::published),
        new Audience(world.clock()));
  }

  /**
   * Stops a camera and forgets it; its viewers' objects are gone with it.
   *
   * @return whether it has really stopped; also true when there was none
   */
  public boolean deprovision(StreamKey key) throws InterruptedException {
    CameraIngest camera = cameras.get(key);
    return camera == null || remove(List.of(camera));
  }

  /** The same for all of a tenant's cameras, together. */
  public boolean deprovision(TenantId tenant) throws InterruptedException {
    return remove(of(tenant));
  }

  /** Stops everything. */
  public boolean close() throws InterruptedException {
    return remove(cameras.values());
  }

  private boolean remove(Collection<CameraIngest> leaving) throws InterruptedException {
    List<CameraIngest> all = List.copyOf(leaving);
    all.forEach(CameraIngest::stop);
    long deadline = System.nanoTime() + STOP_DEADLINE.toNanos();
    boolean gone = true;
    for (CameraIngest camera : all) {
      if (camera.awaitStopped(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
        discard(camera);
      } else {
        gone = false;
      }
    }
    return gone;
  }

  /** Takes a stopped camera away; whoever gets here first does, and only then the feed ends. */
  private void discard(CameraIngest camera) {
    if (cameras.remove(camera.settings().key(), camera)) {
      camera.feed().live().close();
    }
  }

  public Optional<CameraIngest> find(StreamKey key) {
    return Optional.ofNullable(cameras.get(key));
  }

  /** All, ordered by tenant and camera. */
  public List<CameraIngest> all() {
    return cameras.values().stream().sorted(BY_KEY).toList();
  }

  private List<CameraIngest> of(TenantId tenant) {
    return cameras.values().stream()
        .filter(camera -> camera.settings().key().tenantId().equals(tenant))
        .toList();
  }

  /** How many are in that state. */
  long count(IngestState state) {
    return cameras.values().stream().filter(camera -> camera.phase().state() == state).count();
  }

  /** How long ago the last media came of the live camera that waits longest; zero if none does. */
  Duration oldestFrame() {
    Instant now = world.clock().instant();
    return cameras.values().stream()
        .filter(camera -> camera.phase() instanceof Phase.Live)
        .flatMap(camera -> camera.feed().live().metrics().lastChunkAt().stream())
        .map(at -> Duration.between(at, now))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /**
   * Of media that is held for viewers: what playlists list, what late ones may want, what fills.
   */
  long windowBytes() {
    return cameras.values().stream().mapToLong(CameraRegistry::windowBytes).sum();
  }

  private static long windowBytes(CameraIngest camera) {
    return camera.feed().live().metrics().bytesHeld();
  }

  /**
   * Has the largest windows give way while memory is short; to be called each second, in which only
   * a little of the memory is filled, by one thread.
   */
  void shareMemory() {
    boolean wasCut = windowBound.isCut();
    windowBound.adapt(
        MediaMemory.usedBytes(),
        MediaMemory.limitBytes(),
        cameras.values().stream().mapToLong(CameraRegistry::windowBytes).toArray());
    if (wasCut || windowBound.isCut()) {
      cameras.values().forEach(camera -> camera.feed().live().holdAtMost(windowBound.bytes()));
    }
    if (!wasCut && windowBound.isCut()) {
      LOG.warn(
          "media memory is short: no camera keeps more than {} MiB for now",
          windowBound.bytes() >> 20);
    } else if (wasCut && !windowBound.isCut()) {
      LOG.info("there is media memory again");
    }
  }

  /** How much any camera may hold for viewers now. */
  long windowBoundBytes() {
    return windowBound.bytes();
  }

  public int size() {
    return cameras.size();
  }

  public int capacity() {
    return capacity;
  }

  private static final Comparator<CameraIngest> BY_KEY =
      Comparator.comparing((CameraIngest camera) -> camera.settings().key().tenantId())
          .thenComparing(camera -> camera.settings().key().cameraId());
}
