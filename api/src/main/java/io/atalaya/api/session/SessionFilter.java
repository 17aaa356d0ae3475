package io.atalaya.api.session;

import io.atalaya.api.platform.TimeRange;
import io.atalaya.contract.id.CameraId;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which sessions a list shows.
 *
 * @param phases none is every
 * @param requested when it was asked for
 * @param reason why it is over
 */
record SessionFilter(
    Set<SessionPhase> phases,
    Optional<CameraId> camera,
    Optional<UUID> user,
    TimeRange requested,
    Optional<String> reason) {
  SessionFilter {
    phases = Set.copyOf(phases);
  }

  SessionFilter of(UUID person) {
    return new SessionFilter(phases, camera, Optional.of(person), requested, reason);
  }
}
