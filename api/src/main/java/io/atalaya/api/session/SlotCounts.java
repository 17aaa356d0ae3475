package io.atalaya.api.session;

import io.atalaya.api.session.Slots.Use;
import io.atalaya.contract.id.CameraId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Slots of one tenant in use at one moment, as one person sees them on several cameras.
 *
 * @param cameras those that are asked about; one that is missing has none in use
 */
record SlotCounts(Use tenant, Use user, Map<CameraId, Use> cameras) {
  SlotCounts {
    cameras = Map.copyOf(cameras);
  }

  Slots on(CameraId camera) {
    return new Slots(tenant, user, cameras.getOrDefault(camera, Use.NONE));
  }

  /** As it is when this person takes one more. */
  SlotCounts taken(CameraId camera, Instant lapsesAt) {
    var more = new HashMap<>(cameras);
    more.put(camera, taken(cameras.getOrDefault(camera, Use.NONE), lapsesAt));
    return new SlotCounts(taken(tenant, lapsesAt), taken(user, lapsesAt), more);
  }

  private static Use taken(Use use, Instant lapsesAt) {
    return new Use(use.inUse() + 1, earlier(use.nextLapse(), lapsesAt));
  }

  private static Instant earlier(@Nullable Instant next, Instant lapsesAt) {
    return next == null || lapsesAt.isBefore(next) ? lapsesAt : next;
  }
}
