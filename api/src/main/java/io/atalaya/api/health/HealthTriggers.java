package io.atalaya.api.health;

import io.atalaya.api.camera.CameraChanged;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;

/** Syncs a camera right after it was changed; the loop would, a few seconds later. */
@Singleton
final class HealthTriggers {
  private final CameraSync sync;

  HealthTriggers(CameraSync sync) {
    this.sync = sync;
  }

  @SuppressWarnings(
      "FutureReturnValueIgnored") // CameraSync logs its failures, the loop tries again
  void onChange(@Observes(during = TransactionPhase.AFTER_SUCCESS) CameraChanged changed) {
    sync.start(changed.key());
  }
}
