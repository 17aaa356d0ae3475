package io.atalaya.api.health;

import io.atalaya.api.camera.CameraChanged;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;

/** Syncs a camera right after it was changed; the loop would, a moment later. */
@Singleton
final class HealthTriggers {
  private final Syncs syncs;

  HealthTriggers(Syncs syncs) {
    this.syncs = syncs;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // Syncs logs its failures, the loop tries again
  void onChange(@Observes(during = TransactionPhase.AFTER_SUCCESS) CameraChanged changed) {
    syncs.start(changed.key(), Cause.CHANGED);
  }
}
