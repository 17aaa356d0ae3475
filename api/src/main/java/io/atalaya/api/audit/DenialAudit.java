package io.atalaya.api.audit;

import io.atalaya.api.identity.SignInFailed;
import io.atalaya.api.identity.User;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Denied;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes down whom a feature to the left of the audit kept out. */
@Singleton
final class DenialAudit {
  private final Refusals refusals;

  DenialAudit(Refusals refusals) {
    this.refusals = refusals;
  }

  /** To watch is what admission decides: its refusals have one name, whoever decided first. */
  void onDenied(@Observes Denied denied) {
    if (denied.action() != Action.STREAM_WATCH) {
      return;
    }
    refusals.note(
        denied.caller().acting(),
        new Fact(
            Outcome.STREAM_REFUSED,
            "action/" + denied.action(),
            null,
            denied.caller().userId(),
            denied.error().code().code(),
            Map.of(
                "username", denied.caller().username(),
                "role", denied.caller().role().toString())));
  }

  /** In the tenant they named, if there is one; nothing of what they typed. */
  void onSignInFailed(@Observes SignInFailed failed) {
    @Nullable UUID user = failed.user().map(User::userId).orElse(null);
    refusals.note(
        failed.tenant(),
        new Fact(
            Outcome.SIGN_IN_FAILED,
            user == null ? "user/unknown" : "user/" + user,
            null,
            user,
            "invalid_credentials",
            failed
                .user()
                .<Map<String, Object>>map(known -> Map.of("username", known.username()))
                .orElse(Map.of())));
  }
}
