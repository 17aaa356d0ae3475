package io.atalaya.api.audit;

import io.atalaya.api.platform.TimeRange;
import io.atalaya.contract.id.CameraId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which events are shown; null is any.
 *
 * @param action one action, or a thing: all that is done to things of that kind
 * @param user whom it concerns
 * @param actorId who did it
 */
record AuditFilter(
    TimeRange at,
    @Nullable String action,
    @Nullable Outcome outcome,
    @Nullable String subject,
    @Nullable CameraId camera,
    @Nullable UUID user,
    Actor.@Nullable Kind actorKind,
    @Nullable String actorId) {

  /** All of a time. */
  static AuditFilter of(TimeRange at) {
    return new AuditFilter(at, null, null, null, null, null, null, null);
  }
}
