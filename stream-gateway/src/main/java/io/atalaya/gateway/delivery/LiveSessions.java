package io.atalaya.gateway.delivery;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.gateway.Heartbeat;
import io.atalaya.contract.id.SessionId;
import io.atalaya.gateway.platform.GatewayErrorCode;
import io.atalaya.gateway.platform.LogFields;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every viewing session of this gateway. A session that is over is remembered for a while, so that
 * its viewer learns why. Thread-safe.
 */
final class LiveSessions {
  private static final Logger LOG = LoggerFactory.getLogger(LiveSessions.class);
  private static final Duration REMEMBERED = Duration.ofMinutes(5);

  private final ConcurrentHashMap<SessionId, ViewingSession> sessions = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final int capacity;

  LiveSessions(InstantSource clock, int capacity) {
    this.clock = clock;
    this.capacity = capacity;
  }

  Optional<ViewingSession> find(SessionId id) {
    return Optional.ofNullable(sessions.get(id));
  }

  /**
   * Adds one that the api has just activated, unless it is live here already: then that one.
   * Refuses when there are too many.
   */
  ViewingSession addOrGet(ViewingSession session) {
    if (sessions.size() >= capacity) {
      throw new DomainError.Unavailable(
              GatewayErrorCode.GATEWAY_AT_CAPACITY,
              "this gateway serves %d sessions and takes no more".formatted(capacity),
              Duration.ofSeconds(5))
          .toException();
    }
    Instant now = clock.instant();
    return sessions.merge(
        session.id(), session, (earlier, fresh) -> earlier.over(now).isEmpty() ? earlier : fresh);
  }

  /** Ends what is over at the api. */
  void cut(List<Heartbeat.Cut> cuts) {
    for (Heartbeat.Cut cut : cuts) {
      find(cut.sessionId())
          .filter(session -> session.over(clock.instant()).isEmpty())
          .ifPresent(session -> cut(session, cut));
    }
  }

  private static void cut(ViewingSession session, Heartbeat.Cut cut) {
    session.end(over(cut));
    try (var _ = LogFields.of(session.feed().key()).session(session.id())) {
      LOG.info("{}: session {} is cut", session.feed().key(), session.id());
    }
  }

  private static ViewingSession.Over over(Heartbeat.Cut cut) {
    return new ViewingSession.Over(
        cut.expired() ? GatewayErrorCode.SESSION_EXPIRED : GatewayErrorCode.SESSION_ENDED,
        cut.reason(),
        cut.endedAt());
  }

  /** Live sessions whose media was fetched since then. */
  List<Heartbeat.Watched> watchedSince(Instant instant) {
    Instant now = clock.instant();
    return sessions.values().stream()
        .filter(session -> session.over(now).isEmpty() && session.fetchedMediaSince(instant))
        .map(session ->
            new Heartbeat.Watched(
                session.feed().key().tenantId(),
                session.id(),
                session.bytesSent(),
                session.idleMillis(now)))
        .toList();
  }

  /** Ends what is due, and forgets what ended long ago. */
  void sweep() {
    Instant now = clock.instant();
    sessions
        .values()
        .removeIf(session ->
            session.over(now).filter(over -> over.at().plus(REMEMBERED).isBefore(now)).isPresent());
  }

  /** How many are watching now. */
  long live() {
    Instant now = clock.instant();
    return sessions.values().stream().filter(session -> session.over(now).isEmpty()).count();
  }
}
