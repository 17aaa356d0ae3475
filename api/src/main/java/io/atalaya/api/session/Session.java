package io.atalaya.api.session;

import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.StreamKey;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One person watching one camera. */
public record Session(
    SessionId id, StreamKey camera, Viewer viewer, SessionState state, History history) {

  /**
   * Who watches.
   *
   * @param clientInstanceId names the browser tab or player; null when it did not say
   */
  public record Viewer(UUID userId, String username, @Nullable String clientInstanceId) {}

  /** What happened when; null is what has not happened. */
  public record History(
      Instant requestedAt, @Nullable Instant issuedAt, @Nullable Instant activatedAt) {}

  /** As it looks at {@code now}: a state whose time has run out is over, swept or not. */
  Session seenAt(Instant now) {
    return SessionDecision.decide(state, new SessionEvent.TimePassed(), now)
            instanceof SessionDecision.Become(var next)
        ? in(next)
        : this;
  }

  Session in(SessionState next) {
    return new Session(id, camera, viewer, next, history);
  }
}
