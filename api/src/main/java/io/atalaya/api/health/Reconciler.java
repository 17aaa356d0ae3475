package io.atalaya.api.health;

import io.atalaya.api.camera.Cameras;
import io.atalaya.api.camera.WantedCamera;
import io.atalaya.contract.gateway.CameraPage;
import io.atalaya.contract.gateway.ProvisionedCamera;
import io.atalaya.contract.id.StreamKey;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The loop: reads everything the gateway has, then everything that is wanted, and syncs what
 * differs; what agrees is only judged. Level-driven, so a lost event, a restarted gateway and a
 * camera that nobody wants any more heal in one round.
 *
 * <p>In this order, because a camera made after the gateway was read is missing there and gets
 * provisioned, while one read the other way round could look like an orphan and be stopped.
 */
@Singleton
final class Reconciler {
  private static final Logger LOG = Logger.getLogger(Reconciler.class);

  private static final int PAGE = 500;

  /** Pages of one gateway; more is a gateway that turns in circles. */
  private static final int MAX_PAGES = 10_000;

  /** Syncs in flight at once: a gateway that was restarted is not overrun. */
  private static final int MAX_IN_FLIGHT = 16;

  private static final Duration SYNC_DEADLINE = Duration.ofSeconds(30);

  private final Cameras cameras;
  private final GatewayClient gateway;
  private final CameraSync sync;
  private final HealthStore store;
  private final InstantSource clock;
  private boolean gatewayWasAway;

  Reconciler(
      Cameras cameras,
      GatewayClient gateway,
      CameraSync sync,
      HealthStore store,
      InstantSource clock) {
    this.cameras = cameras;
    this.gateway = gateway;
    this.sync = sync;
    this.store = store;
    this.clock = clock;
  }

  @Scheduled(
      identity = Rounds.JOB,
      every = "${atalaya.reconcile-interval:5s}",
      concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void reconcile() {
    Optional<Map<StreamKey, ProvisionedCamera>> present = everythingProvisioned();
    noteAway(present.isEmpty());
    List<StreamKey> toSync = new ArrayList<>();
    Map<StreamKey, ProvisionedCamera> orphans = new HashMap<>(present.orElse(Map.of()));
    Optional<StreamKey> after = Optional.empty();
    while (true) {
      List<WantedCamera> page = cameras.allWanted(after, PAGE);
      if (!page.isEmpty()) {
        judge(page, present, toSync);
        page.forEach(wanted -> orphans.remove(wanted.key()));
        after = Optional.of(page.getLast().key());
      }
      if (page.size() < PAGE) {
        break;
      }
    }
    orphans.keySet().forEach(key -> LOG.warnf("gateway runs camera %s, which nobody knows", key));
    toSync.addAll(orphans.keySet());
    syncAll(toSync);
  }

  /** Empty when the gateway does not answer: then nothing is known, and nothing is an orphan. */
  private Optional<Map<StreamKey, ProvisionedCamera>> everythingProvisioned() {
    Map<StreamKey, ProvisionedCamera> all = new HashMap<>();
    String cursor = null;
    for (int pages = 0; pages < MAX_PAGES; pages++) {
      if (!(gateway.cameras(cursor) instanceof GatewayAnswer.Ok<CameraPage>(var page))) {
        return Optional.empty();
      }
      page.items().forEach(one -> all.put(new StreamKey(one.tenantId(), one.cameraId()), one));
      cursor = page.nextCursor();
      if (cursor == null) {
        return Optional.of(all);
      }
    }
    LOG.errorf("gateway has more than %d pages of cameras", MAX_PAGES);
    return Optional.empty();
  }

  private void judge(
      List<WantedCamera> page,
      Optional<Map<StreamKey, ProvisionedCamera>> present,
      List<StreamKey> toSync) {
    Map<StreamKey, HealthReport> before =
        store.range(page.getFirst().key(), page.getLast().key()).stream()
            .collect(Collectors.toMap(HealthReport::key, Function.identity()));
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<HealthReport> reports = new ArrayList<>();
    for (WantedCamera wanted : page) {
      Observation seen =
          present
              .<Observation>map(all -> observation(all.get(wanted.key())))
              .orElse(new Observation.Away());
      boolean differs = SyncAction.of(wanted, seen) != SyncAction.NONE;
      boolean purgeable =
          wanted.wish() == WantedCamera.Wish.PURGED && seen instanceof Observation.Absent;
      if (differs || purgeable) {
        toSync.add(wanted.key());
      } else if (wanted.wish() != WantedCamera.Wish.PURGED) {
        reports.add(
            HealthJudge.judge(wanted, seen, Optional.ofNullable(before.get(wanted.key())), now));
      }
    }
    if (!reports.isEmpty()) {
      store.writeAll(reports);
    }
  }

  private static Observation observation(@Nullable ProvisionedCamera camera) {
    return camera == null ? new Observation.Absent() : new Observation.Seen(camera.health());
  }

  private void syncAll(List<StreamKey> keys) {
    for (int from = 0; from < keys.size(); from += MAX_IN_FLIGHT) {
      List<StreamKey> some = keys.subList(from, Math.min(keys.size(), from + MAX_IN_FLIGHT));
      await(some.stream().map(sync::start).toList());
    }
  }

  /** One that fails has said so in the log, and is tried again in the next round. */
  private static void await(List<CompletableFuture<SyncResult>> syncs) {
    try {
      CompletableFuture.allOf(syncs.toArray(CompletableFuture[]::new))
          .get(SYNC_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      LOG.debug("a sync of this round failed", e);
    } catch (TimeoutException _) {
      LOG.warnf("syncs took longer than %s; going on without them", SYNC_DEADLINE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void noteAway(boolean away) {
    if (away != gatewayWasAway) {
      LOG.info(away ? "the gateway does not answer" : "the gateway answers again");
      gatewayWasAway = away;
    }
  }
}
