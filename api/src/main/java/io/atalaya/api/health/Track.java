package io.atalaya.api.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one camera's looks came to so far: the memory of damping and backoff. Immutable, pure, and
 * kept with the camera's report, so that any replica goes on where another stopped.
 *
 * @param level what the camera counts as, changes damped
 * @param failures looks in a row that found it ill
 * @param failingSince the first of them
 * @param successes looks in a row that found it well
 * @param wellSince the first of them
 * @param misses looks in a row that got no answer
 * @param steps of backoff; forgotten only after stable health
 * @param forgiven time of the gateway's last failure when the camera was last seen well: what is
 *     still reported of it is history
 * @param changes between online and not, as people saw them, within the window; oldest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Track(
    Level level,
    int failures,
    @Nullable Instant failingSince,
    int successes,
    @Nullable Instant wellSince,
    int misses,
    int steps,
    @Nullable Instant forgiven,
    List<Instant> changes) {
  static final Track NONE = new Track(Level.NONE, 0, null, 0, null, 0, 0, null, List.of());

  private static final int MAX_STEPS = 30;

  Track {
    changes = List.copyOf(changes);
  }

  /** What a camera counts as. */
  enum Level {
    /** Not seen at work since it was made. */
    NONE,
    UP,
    DOWN
  }

  /** Another configuration: what the last one came to is no reason to wait. */
  Track renewed() {
    return new Track(level, 0, null, 0, null, 0, 0, forgiven, changes);
  }

  /** Media flows. */
  Track well(Instant now, @Nullable Instant lastFailureAt, HealthRules rules) {
    int seen = successes + 1;
    Instant since = begun(wellSince, now);
    boolean stable = !since.plus(rules.backoff().stableAfter()).isAfter(now);
    boolean up = level != Level.DOWN || seen >= rules.damping().onlineSuccesses();
    return new Track(
        up ? Level.UP : Level.DOWN,
        0,
        null,
        seen,
        since,
        0,
        stable ? 0 : steps,
        lastFailureAt,
        changes);
  }

  /**
   * It is not well.
   *
   * @param certain asking again would tell nothing new
   */
  Track ill(Instant now, boolean certain, HealthRules rules) {
    int seen = failures + 1;
    Instant since = begun(failingSince, now);
    boolean lasting =
        seen >= rules.damping().offlineFailures()
            && !since.plus(rules.damping().offlineAfter()).isAfter(now);
    boolean down = certain || level != Level.UP || lasting;
    return new Track(
        down ? Level.DOWN : Level.UP,
        seen,
        since,
        0,
        null,
        0,
        down ? Math.min(steps + 1, MAX_STEPS) : steps,
        forgiven,
        changes);
  }

  /** Neither well nor ill: nothing of its own is counted. */
  Track unchanged() {
    return new Track(
        level, failures, failingSince, successes, wellSince, 0, steps, forgiven, changes);
  }

  /** Nobody answered. */
  Track missed(boolean alone) {
    return new Track(
        level,
        failures,
        failingSince,
        successes,
        wellSince,
        Math.min(misses + 1, MAX_STEPS),
        alone ? Math.min(steps + 1, MAX_STEPS) : steps,
        forgiven,
        changes);
  }

  /** Forgets changes that are old, and adds one that is new; of as many as it takes to flap. */
  Track shown(boolean changed, Instant now, HealthRules rules) {
    Duration window = rules.damping().flapWindow();
    Stream<Instant> recent =
        changes.stream().filter(at -> at.plus(window).isAfter(now) && !at.isAfter(now));
    List<Instant> all = (changed ? Stream.concat(recent, Stream.of(now)) : recent).toList();
    int most = rules.damping().flapChanges() + 1;
    return new Track(
        level,
        failures,
        failingSince,
        successes,
        wellSince,
        misses,
        steps,
        forgiven,
        all.subList(Math.max(0, all.size() - most), all.size()));
  }

  /** Whether it went on and off too often. */
  boolean isFlapping(HealthRules rules) {
    return changes.size() > rules.damping().flapChanges();
  }

  /** A beginning that is still to come was written before a clock jumped back. */
  private static Instant begun(@Nullable Instant since, Instant now) {
    return since == null || since.isAfter(now) ? now : since;
  }
}
