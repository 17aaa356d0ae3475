package io.atalaya.api.health;

import io.atalaya.api.camera.Cameras;
import io.atalaya.api.camera.WantedCamera;
import io.atalaya.api.health.HealthStore.Result;
import io.atalaya.api.platform.Ids;
import io.atalaya.api.platform.LogFields;
import io.atalaya.api.platform.Monotonic;
import io.atalaya.contract.id.StreamKey;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Syncs of single cameras: claimed, done, judged, written. Everybody comes this way: the loop, the
 * trigger of a change, people in a hurry. The claim in the database keeps a second sync of the same
 * camera away, of this replica and of any other; what here is asked for twice is joined. A camera
 * that changes meanwhile is done again at once, because the write is bound to the generation that
 * was judged. Any thread.
 */
@Singleton
final class Syncs {
  private static final Logger LOG = Logger.getLogger(Syncs.class);

  /** A camera that changes faster than we can follow is left to the loop. */
  private static final int MAX_ROUNDS = 3;

  private final Cameras cameras;
  private final ClaimStore claims;
  private final CameraSync sync;
  private final HealthWriter writer;
  private final Lanes lanes;
  private final HealthRules rules;
  private final HealthMeters meters;
  private final Monotonic time;
  private final Ids ids;
  private final SecureRandom random;
  private final ExecutorService threads;
  private final ConcurrentMap<StreamKey, CompletableFuture<SyncResult>> inFlight =
      new ConcurrentHashMap<>();
  private volatile boolean stopping;

  Syncs(
      Cameras cameras,
      ClaimStore claims,
      CameraSync sync,
      HealthWriter writer,
      Lanes lanes,
      HealthRules rules,
      HealthMeters meters,
      Monotonic time,
      Ids ids,
      SecureRandom random,
      @VirtualThreads ExecutorService threads) {
    this.cameras = cameras;
    this.claims = claims;
    this.sync = sync;
    this.writer = writer;
    this.lanes = lanes;
    this.rules = rules;
    this.meters = meters;
    this.time = time;
    this.ids = ids;
    this.random = random;
    this.threads = threads;
  }

  /** Starts a camera's sync, or joins the one that was started here. */
  CompletableFuture<SyncResult> start(StreamKey key, Cause cause) {
    var mine = new CompletableFuture<SyncResult>();
    CompletableFuture<SyncResult> present = inFlight.putIfAbsent(key, mine);
    if (present != null) {
      return present;
    }
    threads.execute(() -> finish(key, mine, () -> claimAndRun(key, cause)));
    return mine;
  }

  /** Starts the sync of a camera that is claimed, in a lane that was entered; it leaves that. */
  CompletableFuture<SyncResult> start(Claimed claimed, Lane lane, Cause cause) {
    var mine = new CompletableFuture<SyncResult>();
    StreamKey key = claimed.wanted().key();
    inFlight.putIfAbsent(key, mine);
    threads.execute(() -> finish(key, mine, () -> run(claimed, lane, cause)));
    return mine;
  }

  /**
   * Waits for what was begun, before the database goes away under it. What is not done in time
   * breaks off; its claim lapses, and another replica looks.
   */
  void awaitFinished(Duration atMost) {
    stopping = true;
    try {
      CompletableFuture.allOf(inFlight.values().toArray(CompletableFuture<?>[]::new))
          .get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException _) {
      LOG.infof("%d syncs break off: the api stops", inFlight.size());
    }
  }

  private interface Work {
    SyncResult run() throws InterruptedException;
  }

  private void finish(StreamKey key, CompletableFuture<SyncResult> mine, Work work) {
    try (var _ = LogFields.of(key)) {
      SyncResult result = work.run();
      inFlight.remove(key, mine);
      mine.complete(result);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      inFlight.remove(key, mine);
      mine.completeExceptionally(e);
    } catch (RuntimeException e) {
      if (stopping) {
        LOG.infof("sync of camera %s broke off: the api stops", key);
      } else {
        LOG.errorf(e, "sync of camera %s failed", key);
      }
      inFlight.remove(key, mine);
      mine.completeExceptionally(e);
    }
  }

  private SyncResult claimAndRun(StreamKey key, Cause cause) throws InterruptedException {
    Lane lane = lanes.of(key);
    if (!lane.tryEnter(rules.looks().timeout())) {
      return new SyncResult.NotNow();
    }
    Optional<Claimed> claimed = Optional.empty();
    try {
      claimed = claims.claim(key, ids.next(), rules.looks().claim());
    } finally {
      if (claimed.isEmpty()) {
        lane.leave();
      }
    }
    return claimed.isEmpty() ? notMine(key, lane) : run(claimed.get(), lane, cause);
  }

  private SyncResult run(Claimed first, Lane lane, Cause cause) throws InterruptedException {
    meters.lag(first.lag());
    Claimed claimed = first;
    for (int round = 1; ; round++) {
      SyncResult result = once(claimed, lane, cause);
      if (!(result instanceof SyncResult.Overtaken)) {
        return result;
      }
      StreamKey key = claimed.wanted().key();
      Optional<Claimed> again = claims.claimAgain(key, claimed.claim(), rules.looks().claim());
      if (again.isEmpty()) {
        return notMine(key, lane);
      }
      claimed = again.get();
      if (round == MAX_ROUNDS || !lane.tryEnter(rules.looks().timeout())) {
        claims.release(List.of(key), claimed.claim(), Pause.FLOOR);
        return new SyncResult.Overtaken();
      }
    }
  }

  /** In a place of the lane, which it gives back: a write must not keep others from looking. */
  private Observation looked(Claimed claimed, Lane lane) {
    try {
      return sync.sync(claimed, lane);
    } finally {
      lane.leave();
    }
  }

  private SyncResult once(Claimed claimed, Lane lane, Cause cause) {
    WantedCamera wanted = claimed.wanted();
    long began = time.nanos();
    Observation seen = looked(claimed, lane);
    boolean purged = wanted.wish() == WantedCamera.Wish.PURGED;
    if (purged && seen instanceof Observation.Absent) {
      return purged(wanted);
    }
    Instant now = claimed.at().plusNanos(time.nanos() - began).truncatedTo(ChronoUnit.MICROS);
    boolean gatewayAway = seen instanceof Observation.Away && lane.isAway();
    HealthReport report = HealthReports.of(wanted, seen, gatewayAway, claimed.before(), now, rules);
    if (purged) {
      UUID claim = claimed.claim();
      claims.release(List.of(wanted.key()), claim, pause(wanted, report, gatewayAway, now));
      LOG.debugf("camera %s is not confirmed gone", wanted.key());
      return new SyncResult.NotNow();
    }
    var result = new Result(claimed, report, pause(wanted, report, gatewayAway, now));
    if (!written(result)) {
      return new SyncResult.Overtaken();
    }
    meters.synced(report, cause);
    return new SyncResult.Judged(report);
  }

  private Duration pause(
      WantedCamera wanted, HealthReport report, boolean gatewayAway, Instant now) {
    return NextLook.after(wanted, report, gatewayAway, now, random.nextDouble(), rules);
  }

  private boolean written(Result result) {
    try {
      return writer.write(result).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private SyncResult purged(WantedCamera wanted) {
    if (!cameras.purge(wanted.key(), wanted.generation())) {
      return new SyncResult.Overtaken();
    }
    LOG.infof("camera %s is gone", wanted.key());
    return new SyncResult.Nothing();
  }

  /** Somebody else has it; or nobody knows it, and whatever runs under its name must stop. */
  private SyncResult notMine(StreamKey key, Lane lane) throws InterruptedException {
    if (claims.exists(key.tenantId(), key.cameraId())) {
      return new SyncResult.Elsewhere();
    }
    if (!lane.tryEnter(rules.looks().timeout())) {
      return new SyncResult.NotNow();
    }
    try {
      return sync.removed(key, lane) instanceof Observation.Absent
          ? new SyncResult.Nothing()
          : new SyncResult.NotNow();
    } finally {
      lane.leave();
    }
  }
}
