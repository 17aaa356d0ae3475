package io.atalaya.api.audit;

import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Denied;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/** Writes down whom the matrix kept out. */
@Singleton
final class DenialAudit {
  private final Refusals refusals;

  DenialAudit(Refusals refusals) {
    this.refusals = refusals;
  }

  /** People of the platform who act in no tenant leave no row in any. */
  void onDenied(@Observes Denied denied) {
    // To watch is what admission decides: its refusals have one name, whoever decided first.
    String action = denied.action() == Action.STREAM_WATCH ? "stream.refused" : "access.denied";
    denied
        .caller()
        .acting()
        .ifPresent(tenant ->
            refusals.note(
                tenant,
                new Fact(
                    action,
                    "action/" + denied.action(),
                    null,
                    denied.caller().userId(),
                    denied.error().code().code(),
                    Map.of(
                        "username", denied.caller().username(),
                        "role", denied.caller().role().toString()))));
  }
}
