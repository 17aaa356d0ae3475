package io.atalaya.api.session;

import io.atalaya.api.platform.LogFields;
import io.atalaya.api.session.SessionState.Over;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * One line for each step of a session, once it is committed; a caller's own words are not in it.
 */
@Singleton
final class SessionLog {
  private static final Logger LOG = Logger.getLogger(SessionLog.class);

  void onMoved(@Observes(during = TransactionPhase.AFTER_SUCCESS) SessionMoved moved) {
    Session session = moved.session();
    SessionState state = session.state();
    String why = state instanceof Over over ? ": " + over.reason().label() : "";
    try (var _ = LogFields.of(session.camera()).session(session.id())) {
      LOG.infof(
          "session %s of camera %s is %s%s", session.id(), session.camera(), state.phase(), why);
    }
  }
}
