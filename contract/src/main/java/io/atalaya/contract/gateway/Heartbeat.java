package io.atalaya.contract.gateway;

import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Gateway → api, {@code POST /internal/v1/heartbeat}: evidence of viewing, in one batch. */
public final class Heartbeat {
  /** Sessions in one request; a gateway with more sends several. */
  public static final int MAX_SESSIONS = 10_000;

  /** The longest request: a session with the longest tenant id and figures takes 196 bytes. */
  public static final int MAX_BYTES = 200 * MAX_SESSIONS + 1_000;

  private Heartbeat() {}

  /** The sessions whose media was really fetched since the last heartbeat. */
  public record Request(String nodeId, UUID bootId, List<Watched> sessions) {
    public Request {
      sessions = List.copyOf(sessions);
    }
  }

  /**
   * One session that is being watched.
   *
   * @param bytesSent of media since the session began
   * @param idleMillis since the last of it was sent; the lease counts from there, so that a tab
   *     that vanished just after a heartbeat holds its slot no longer than one that did before
   */
  public record Watched(TenantId tenantId, SessionId sessionId, long bytesSent, long idleMillis) {}

  /** What the gateway must stop serving at once. */
  public record Answer(List<Cut> cut) {
    public Answer {
      cut = List.copyOf(cut);
    }
  }

  /**
   * One session that is over.
   *
   * @param expired its time ran out; otherwise somebody, or the plan, ended it
   * @param reason as in the session's {@code endReason}; the viewer's 410 says it
   */
  public record Cut(SessionId sessionId, boolean expired, String reason, Instant endedAt) {}
}
