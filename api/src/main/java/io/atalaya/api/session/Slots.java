package io.atalaya.api.session;

import io.atalaya.api.camera.CameraErrorCode;
import io.atalaya.api.tenant.Entitlements;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.id.CameraId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Slots in use at one moment, seen from somebody who wants one more. Counted under the tenant's row
 * lock, so nobody else can take one in between.
 */
record Slots(Use tenant, Use user, Use camera) {
  /** Longest advice to wait: a lease that nobody renews is over by then. */
  private static final long MAX_RETRY_SECONDS = SessionDecision.LEASE.toSeconds();

  /**
   * @param nextLapse when the first of them is over if nobody renews it; null when there is none
   */
  record Use(int inUse, @Nullable Instant nextLapse) {
    static final Use NONE = new Use(0, null);
  }

  /** What a limit counts. */
  enum Scope {
    TENANT,
    USER,
    CAMERA;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The limit that leaves no room for one more, if any does: first what never will, then the
   * widest.
   */
  Optional<Limit> full(Entitlements plan) {
    return limits(plan).stream()
        .filter(Limit::isFull)
        .min(Comparator.comparing((Limit full) -> full.limit > 0));
  }

  /** All limits there are, the widest first. */
  List<Limit> limits(Entitlements plan) {
    return List.of(
        new Limit(Scope.TENANT, "maxConcurrentStreams", plan.maxConcurrentStreams(), tenant),
        new Limit(
            Scope.USER, "maxConcurrentStreamsPerUser", plan.maxConcurrentStreamsPerUser(), user),
        new Limit(Scope.CAMERA, "maxViewersPerCamera", plan.maxViewersPerCamera(), camera));
  }

  /** One of them, with what is in use of it. */
  record Limit(Scope scope, String entitlement, int limit, Use use) {

    boolean isFull() {
      return use.inUse() >= limit;
    }

    /**
     * 403 when the plan never allows it, else 409 with everything one needs to get a slot.
     *
     * @param own the caller's own sessions that hold slots; named are those whose end would help
     */
    DomainError refusal(CameraId camera, List<Session> own, Instant now) {
      if (limit == 0) {
        return new DomainError.Forbidden(
            CameraErrorCode.ENTITLEMENT_DENIED,
            "the plan does not allow watching",
            Map.of("entitlement", entitlement, "limit", 0));
      }
      var details = new LinkedHashMap<String, Object>();
      details.put("scope", scope.toString());
      details.put("limit", limit);
      details.put("inUse", use.inUse);
      details.put("retryAfterSeconds", retryAfterSeconds(now));
      details.put(
          "conflicts",
          own.stream().filter(session -> helps(session, camera)).map(Limit::conflict).toList());
      return new DomainError.Conflict(
          SessionErrorCode.STREAM_LIMIT_REACHED,
          "%d of %d streams of the %s are in use".formatted(use.inUse, limit, scope),
          details);
    }

    private boolean helps(Session session, CameraId camera) {
      return scope != Scope.CAMERA || session.camera().cameraId().equals(camera);
    }

    private long retryAfterSeconds(Instant now) {
      Instant free = use.nextLapse;
      long seconds = free == null ? MAX_RETRY_SECONDS : Duration.between(now, free).toSeconds() + 1;
      return Math.clamp(seconds, 1, MAX_RETRY_SECONDS);
    }

    private static Map<String, Object> conflict(Session session) {
      Instant issued = session.history().issuedAt();
      return Map.of(
          "sessionId", session.id().toString(),
          "cameraId", session.camera().cameraId().value(),
          "state", session.state().phase().toString(),
          "since", (issued == null ? session.history().requestedAt() : issued).toString());
    }
  }
}
