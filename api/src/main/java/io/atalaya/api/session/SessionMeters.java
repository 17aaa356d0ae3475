package io.atalaya.api.session;

import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Denied;
import io.atalaya.api.session.SessionState.Over;
import io.atalaya.contract.error.DomainError;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Supplier;

/** Counts what happens to sessions; labels come from our own words only. */
@Singleton
final class SessionMeters {
  private static final String NONE = "none";

  private final MeterRegistry registry;
  private final Timer admission;
  private final Timer heartbeat;
  private final DistributionSummary heartbeatSessions;

  SessionMeters(MeterRegistry registry) {
    this.registry = registry;
    this.admission =
        timer("atalaya.admission", "One try to get a slot or a token, admitted or refused");
    this.heartbeat = timer("atalaya.heartbeat", "One batch of a gateway's evidence of viewing");
    this.heartbeatSessions =
        DistributionSummary.builder("atalaya.heartbeat.sessions")
            .description("Sessions in one heartbeat")
            .serviceLevelObjectives(10, 100, 1_000, 5_000)
            .register(registry);
  }

  private Timer timer(String name, String description) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(
            Duration.ofMillis(5),
            Duration.ofMillis(10),
            Duration.ofMillis(25),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(250),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5))
        .register(registry);
  }

  /** After the commit: what was rolled back never happened. */
  void onMoved(@Observes(during = TransactionPhase.AFTER_SUCCESS) SessionMoved moved) {
    SessionState state = moved.session().state();
    String reason = state instanceof Over over ? over.reason().label() : NONE;
    step(state.phase().toString(), reason);
  }

  void onLeft(@Observes(during = TransactionPhase.AFTER_SUCCESS) SessionLeft left) {
    step("left", NONE);
  }

  private void step(String to, String reason) {
    registry.counter("atalaya.session.transitions", "to", to, "reason", reason).increment();
  }

  void onDenied(@Observes Denied denied) {
    if (denied.action() == Action.STREAM_WATCH) {
      refused(denied.error());
    }
  }

  void refused(DomainError error) {
    Object scope = error.details().getOrDefault("scope", NONE);
    registry
        .counter("atalaya.stream.refusals", "code", error.code().code(), "scope", scope.toString())
        .increment();
  }

  <T> T admission(Supplier<T> work) {
    Timer.Sample sample = Timer.start(registry);
    try {
      return work.get();
    } finally {
      sample.stop(admission);
    }
  }

  <T> T heartbeat(int sessions, Supplier<T> work) {
    heartbeatSessions.record(sessions);
    Timer.Sample sample = Timer.start(registry);
    try {
      return work.get();
    } finally {
      sample.stop(heartbeat);
    }
  }
}
