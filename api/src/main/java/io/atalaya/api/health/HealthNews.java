package io.atalaya.api.health;

import io.atalaya.api.audit.AuditTrail;
import io.atalaya.api.audit.Fact;
import io.atalaya.api.event.Events;
import io.atalaya.api.event.NewEvent;
import io.atalaya.api.platform.LogFields;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Tells how cameras are, to those who follow events and to the audit. */
@Singleton
final class HealthNews {
  private static final Logger LOG = Logger.getLogger(HealthNews.class);

  private final Events events;
  private final AuditTrail trail;

  HealthNews(Events events, AuditTrail trail) {
    this.events = events;
    this.trail = trail;
  }

  /** Inside the transaction that writes the reports; two statements, however many moved. */
  void tell(List<HealthMoved> moves) {
    events.recordAll(moves.stream().map(HealthNews::event).toList());
    trail.recordAllOfSystem(moves.stream().map(HealthNews::fact).toList());
  }

  /** One line each; for when it is certain. */
  static void log(List<HealthMoved> moves) {
    for (HealthMoved moved : moves) {
      try (var _ = LogFields.of(moved.key())) {
        LOG.infof(
            "%s: camera %s was %s, is %s: %s",
            moved.type(), moved.key(), moved.from(), moved.to(), moved.reason());
      }
    }
  }

  private static NewEvent event(HealthMoved moved) {
    return NewEvent.ofCamera(
        moved.key(),
        moved.type(),
        Map.of(
            "summary", moved.to().toString(),
            "reason", moved.reason(),
            "message", moved.message(),
            "since", moved.since().toString()));
  }

  private static AuditTrail.OfTenant fact(HealthMoved moved) {
    return new AuditTrail.OfTenant(
        moved.key().tenantId(),
        new Fact(
            moved.type().toString(),
            "camera/" + moved.key().cameraId(),
            moved.key().cameraId(),
            null,
            moved.reason(),
            Map.of(
                "from", moved.from().toString(),
                "to", moved.to().toString(),
                "message", moved.message(),
                "since", moved.since().toString())));
  }
}
