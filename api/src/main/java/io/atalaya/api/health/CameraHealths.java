package io.atalaya.api.health;

import io.atalaya.api.camera.Camera;
import io.atalaya.api.camera.CameraErrorCode;
import io.atalaya.api.camera.Cameras;
import io.atalaya.api.identity.Caller;
import io.atalaya.api.platform.Cursor;
import io.atalaya.api.platform.Page;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.api.platform.TimeRange;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What people may ask about a camera's health. */
@Singleton
public final class CameraHealths {
  /** How often one looks whether another replica's sync is over. */
  private static final long ELSEWHERE_MILLIS = 100;

  private final Cameras cameras;
  private final Syncs syncs;
  private final HealthStore store;
  private final ClaimStore claims;
  private final HealthRules rules;

  CameraHealths(
      Cameras cameras, Syncs syncs, HealthStore store, ClaimStore claims, HealthRules rules) {
    this.cameras = cameras;
    this.syncs = syncs;
    this.store = store;
    this.claims = claims;
    this.rules = rules;
  }

  /**
   * A camera with its last report; empty before the first sync.
   *
   * @param nextSyncAt when the loop looks at it again
   */
  record Latest(Camera camera, Optional<HealthReport> report, Optional<Instant> nextSyncAt) {}

  /** As of the last sync. */
  Latest latest(Caller caller, CameraId id) {
    TenantId tenant = caller.tenant();
    Camera camera = cameras.existing(tenant, id);
    return new Latest(camera, store.find(tenant, id), claims.nextDue(tenant, id));
  }

  /** The runs of equal results that touch a time, newest first. */
  Page<HealthStore.Run> history(Caller caller, CameraId id, TimeRange touching, PageRequest page) {
    if (!page.after().isEmpty()) {
      Cursor.requireInstant(page.after().getFirst());
    }
    cameras.existing(caller.tenant(), id);
    List<HealthStore.Run> runs = store.history(caller.tenant(), id, touching, page);
    return Page.of(runs, page, run -> List.of(run.firstAt().toString()));
  }

  /**
   * Looked at now, whatever pause it is in; who asks again at once is told what was seen.
   *
   * @throws io.atalaya.contract.error.DomainException {@code gateway_unavailable} when nothing
   *     could be seen
   */
  Latest syncNow(Caller caller, CameraId id) {
    cameras.existing(caller.tenant(), id);
    if (claims.ask(caller.tenant(), id, rules.looks().manualGap())) {
      sync(new StreamKey(caller.tenant(), id));
    }
    Latest latest = latest(caller, id);
    if (latest.report().map(HealthReport::isGatewayAway).orElse(false)) {
      throw HealthErrorCode.gatewayUnavailable();
    }
    return latest;
  }

  private void sync(StreamKey key) {
    Optional<Instant> seen = lastSync(key);
    long tries = rules.looks().claim().toMillis() / ELSEWHERE_MILLIS;
    for (long each = 0; each < tries; each++) {
      switch (joined(key)) {
        case SyncResult.Judged _, SyncResult.Overtaken _ -> {
          return;
        }
        case SyncResult.NotNow _ -> throw HealthErrorCode.gatewayUnavailable();
        case SyncResult.Nothing _ -> throw CameraErrorCode.notFound(key.cameraId());
        case SyncResult.Elsewhere _ -> {
          if (!lastSync(key).equals(seen)) {
            return;
          }
          pause();
        }
      }
    }
    throw HealthErrorCode.gatewayUnavailable();
  }

  private Optional<Instant> lastSync(StreamKey key) {
    return store.find(key.tenantId(), key.cameraId()).map(HealthReport::lastSyncAt);
  }

  private SyncResult joined(StreamKey key) {
    try {
      return syncs
          .start(key, Cause.MANUAL)
          .get(rules.looks().claim().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw HealthErrorCode.gatewayUnavailable();
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(ELSEWHERE_MILLIS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while waiting for a sync", e);
  }
}
