package io.atalaya.api.health;

import io.atalaya.api.camera.Camera;
import io.atalaya.api.camera.CameraErrorCode;
import io.atalaya.api.camera.Cameras;
import io.atalaya.api.identity.Caller;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.StreamKey;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What people may ask about a camera's health. */
@Singleton
public final class CameraHealths {
  /** Longer than the slowest gateway call of a sync, a removal. */
  private static final long SYNC_DEADLINE_SECONDS = 25;

  private final Cameras cameras;
  private final CameraSync sync;
  private final HealthStore store;
  private final Rounds rounds;

  CameraHealths(Cameras cameras, CameraSync sync, HealthStore store, Rounds rounds) {
    this.cameras = cameras;
    this.sync = sync;
    this.store = store;
    this.rounds = rounds;
  }

  /**
   * A camera with its last report; empty before the first sync.
   *
   * @param nextSyncAt when the loop looks at it again; empty when there is no loop
   */
  record Latest(Camera camera, Optional<HealthReport> report, Optional<Instant> nextSyncAt) {}

  /** As of the last sync. */
  Latest latest(Caller caller, CameraId id) {
    Camera camera = cameras.existing(caller.tenant(), id);
    return new Latest(camera, store.find(caller.tenant(), id), rounds.next());
  }

  /** Looked at now; {@code gateway_unavailable} when nothing could be seen. */
  Latest syncNow(Caller caller, CameraId id) {
    cameras.existing(caller.tenant(), id);
    return switch (joined(new StreamKey(caller.tenant(), id))) {
      case SyncResult.Judged(_, boolean away) when away ->
          throw HealthErrorCode.gatewayUnavailable();
      case SyncResult.Judged(var report, _) ->
          new Latest(cameras.existing(caller.tenant(), id), Optional.of(report), rounds.next());
      case SyncResult.NotNow _ -> throw HealthErrorCode.gatewayUnavailable();
      case SyncResult.Nothing _ -> throw CameraErrorCode.notFound(id);
      // It changes faster than we can look: what was last written is as true as can be.
      case SyncResult.Overtaken _ -> latest(caller, id);
    };
  }

  private SyncResult joined(StreamKey key) {
    try {
      return sync.start(key).get(SYNC_DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException _) {
      throw HealthErrorCode.gatewayUnavailable();
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a sync", e);
    }
  }
}
