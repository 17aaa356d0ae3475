package io.atalaya.api.session;

import io.atalaya.api.session.SessionState.Over;
import io.atalaya.contract.gateway.Heartbeat;
import io.atalaya.contract.gateway.Heartbeat.Cut;
import io.atalaya.contract.id.SessionId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Renews the leases of what is being watched, and says what must be served no longer. */
@ApplicationScoped
public class Heartbeats {
  /** The session is known to nobody. */
  private static final String UNKNOWN = "unknown";

  /** The session was never activated, so a gateway has no business with it. */
  private static final String NOT_ACTIVE = "not_active";

  private final HeartbeatStore store;

  Heartbeats(HeartbeatStore store) {
    this.store = store;
  }

  /** One batch, in one transaction and two statements. */
  @Transactional
  public Heartbeat.Answer take(Heartbeat.Request request) {
    Map<SessionId, Heartbeat.Watched> rest = new HashMap<>();
    request.sessions().forEach(watched -> rest.put(watched.sessionId(), watched));
    store.renew(request.sessions()).forEach(rest::remove);
    if (rest.isEmpty()) {
      return new Heartbeat.Answer(List.of());
    }
    Instant now = store.now();
    List<Cut> cuts = new ArrayList<>();
    for (Session session : store.find(List.copyOf(rest.values()))) {
      rest.remove(session.id());
      cut(session.seenAt(now), now).ifPresent(cuts::add);
    }
    rest.keySet().forEach(id -> cuts.add(new Cut(id, false, UNKNOWN, now)));
    return new Heartbeat.Answer(cuts);
  }

  private static Optional<Cut> cut(Session session, Instant now) {
    return switch (session.state()) {
      case Over over -> Optional.of(over(session.id(), over));
      case SessionState.Requested _, SessionState.Issued _ ->
          Optional.of(new Cut(session.id(), false, NOT_ACTIVE, now));
      // Activated between the two statements: it was not there to be renewed, and is well.
      case SessionState.Active _, SessionState.Left _ -> Optional.empty();
    };
  }

  private static Cut over(SessionId id, Over over) {
    return new Cut(id, over instanceof SessionState.Expired, over.reason().value(), over.at());
  }
}
