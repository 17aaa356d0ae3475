package io.atalaya.api.session;

import io.atalaya.api.platform.TimeRange;
import io.atalaya.contract.id.CameraId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which sessions a list shows.
 *
 * @param phases none is every
 * @param requested when it was asked for
 * @param reason why it is over
 * @param watchedAt when the stream was being watched in it
 */
record SessionFilter(
    Set<SessionPhase> phases,
    Optional<CameraId> camera,
    Optional<UUID> user,
    TimeRange requested,
    Optional<String> reason,
    Optional<Instant> watchedAt) {
  SessionFilter {
    phases = Set.copyOf(phases);
  }

  SessionFilter of(UUID person) {
    return new SessionFilter(phases, camera, Optional.of(person), requested, reason, watchedAt);
  }
}
