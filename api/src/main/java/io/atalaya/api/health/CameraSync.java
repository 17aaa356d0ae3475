package io.atalaya.api.health;

import io.atalaya.api.camera.Cameras;
import io.atalaya.api.camera.WantedCamera;
import io.atalaya.contract.gateway.CameraHealth;
import io.atalaya.contract.gateway.ProvisionRequest;
import io.atalaya.contract.id.StreamKey;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;

/**
 * One camera's sync: look, make what is into what is wanted, judge, write. Whoever asks for a
 * camera whose sync is in flight joins it. A camera that changes meanwhile is synchronised again at
 * once, because the write is bound to the generation that was judged. Holds no transaction while it
 * waits for the gateway. Any thread.
 */
@Singleton
final class CameraSync {
  private static final Logger LOG = Logger.getLogger(CameraSync.class);

  /** A camera that changes faster than we can follow is left to the next round of the loop. */
  private static final int MAX_ROUNDS = 3;

  private final Cameras cameras;
  private final GatewayClient gateway;
  private final HealthStore store;
  private final InstantSource clock;
  private final ExecutorService threads;
  private final ConcurrentMap<StreamKey, CompletableFuture<SyncResult>> inFlight =
      new ConcurrentHashMap<>();

  CameraSync(
      Cameras cameras,
      GatewayClient gateway,
      HealthStore store,
      InstantSource clock,
      @VirtualThreads ExecutorService threads) {
    this.cameras = cameras;
    this.gateway = gateway;
    this.store = store;
    this.clock = clock;
    this.threads = threads;
  }

  /** Starts a camera's sync, or joins the one in flight. */
  CompletableFuture<SyncResult> start(StreamKey key) {
    return inFlight.computeIfAbsent(
        key, _ -> CompletableFuture.supplyAsync(() -> run(key), threads));
  }

  private SyncResult run(StreamKey key) {
    try {
      SyncResult result = new SyncResult.Nothing();
      for (int round = 0; round < MAX_ROUNDS; round++) {
        Optional<WantedCamera> wanted = cameras.wanted(key);
        result = wanted.isPresent() ? synced(wanted.get()) : cleared(key);
        if (!(result instanceof SyncResult.Overtaken)) {
          return result;
        }
      }
      return result;
    } catch (RuntimeException e) {
      LOG.errorf(e, "sync of camera %s failed", key);
      throw e;
    } finally {
      inFlight.remove(key);
    }
  }

  /** Nobody knows this camera: whatever runs under its name must stop. */
  private SyncResult cleared(StreamKey key) {
    return switch (gateway.remove(key)) {
      case GatewayAnswer.Ok<?> _ -> new SyncResult.Nothing();
      case GatewayAnswer.NotThere<?> _ -> new SyncResult.Nothing();
      case GatewayAnswer.Refused<?>(var code, _) -> away("refused to remove: " + code);
      case GatewayAnswer.Away<?>(var why) -> away(why);
    };
  }

  private SyncResult synced(WantedCamera wanted) {
    Observation seen = acted(wanted, look(wanted.key()));
    if (wanted.wish() == WantedCamera.Wish.PURGED) {
      return purged(wanted, seen);
    }
    StreamKey key = wanted.key();
    Optional<HealthReport> before = store.find(key.tenantId(), key.cameraId());
    HealthReport report =
        HealthJudge.judge(wanted, seen, before, clock.instant().truncatedTo(ChronoUnit.MICROS));
    boolean written = store.write(key.tenantId(), report);
    return written
        ? new SyncResult.Judged(report, seen instanceof Observation.Away)
        : new SyncResult.Overtaken();
  }

  private SyncResult purged(WantedCamera wanted, Observation seen) {
    if (!(seen instanceof Observation.Absent)) {
      return away("camera %s is not confirmed gone".formatted(wanted.key()));
    }
    if (!cameras.purge(wanted.key(), wanted.generation())) {
      return new SyncResult.Overtaken();
    }
    LOG.infof("camera %s is gone", wanted.key());
    return new SyncResult.Nothing();
  }

  private Observation acted(WantedCamera wanted, Observation seen) {
    return switch (SyncAction.of(wanted, seen)) {
      case NONE -> seen;
      case PROVISION -> provisioned(wanted.key());
      case REPLACE ->
          removed(wanted.key()) instanceof Observation.Absent
              ? provisioned(wanted.key())
              : new Observation.Away();
      case REMOVE -> removed(wanted.key());
    };
  }

  private Observation provisioned(StreamKey key) {
    Optional<ProvisionRequest> request = cameras.provisionRequest(key);
    if (request.isEmpty()) {
      return new Observation.Absent();
    }
    LOG.infof("camera %s is provisioned at generation %d", key, request.get().generation());
    return switch (gateway.provision(key, request.get())) {
      case GatewayAnswer.Ok<?> _ -> look(key);
      case GatewayAnswer.NotThere<?> _ -> new Observation.Absent();
      case GatewayAnswer.Refused<?>(var code, var message) -> {
        LOG.warnf("gateway refused camera %s: %s", key, code);
        yield new Observation.Refused(code, message);
      }
      case GatewayAnswer.Away<?>(var why) -> observedAway(why);
    };
  }

  private Observation removed(StreamKey key) {
    LOG.infof("camera %s is removed from the gateway", key);
    return switch (gateway.remove(key)) {
      case GatewayAnswer.Ok<?> _ -> new Observation.Absent();
      case GatewayAnswer.NotThere<?> _ -> new Observation.Absent();
      case GatewayAnswer.Refused<?>(var code, var message) ->
          new Observation.Refused(code, message);
      case GatewayAnswer.Away<?>(var why) -> observedAway(why);
    };
  }

  private Observation look(StreamKey key) {
    return switch (gateway.health(key)) {
      case GatewayAnswer.Ok<CameraHealth>(var health) -> new Observation.Seen(health);
      case GatewayAnswer.NotThere<CameraHealth> _ -> new Observation.Absent();
      case GatewayAnswer.Refused<CameraHealth>(var code, var message) ->
          new Observation.Refused(code, message);
      case GatewayAnswer.Away<CameraHealth>(var why) -> observedAway(why);
    };
  }

  private static Observation observedAway(String why) {
    LOG.debugf("gateway is away: %s", why);
    return new Observation.Away();
  }

  private static SyncResult away(String why) {
    LOG.debugf("sync is left to the next round: %s", why);
    return new SyncResult.NotNow();
  }
}
