package io.atalaya.contract.gateway;

import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.TenantId;
import java.time.Instant;
import java.util.UUID;

/**
 * Gateway → api, {@code POST /internal/v1/sessions/{sessionId}/activate}: the first media request.
 */
public final class SessionActivation {
  private SessionActivation() {}

  /**
   * What was presented, and where.
   *
   * @param tokenId {@code jti} of the token that opened playback; it is spent by this
   * @param bootId the gateway that now holds the session
   */
  public record Request(TenantId tenantId, UUID tokenId, String nodeId, UUID bootId) {}

  /**
   * The active session.
   *
   * @param leaseExpiresAt renewed by heartbeats
   * @param endsAt the hard end, whatever the heartbeats say
   */
  public record Answer(
      SessionId sessionId,
      TenantId tenantId,
      CameraId cameraId,
      Instant leaseExpiresAt,
      Instant endsAt) {}
}
