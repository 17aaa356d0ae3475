package io.atalaya.api.health;

import io.atalaya.api.camera.WantedCamera;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A camera that is ours to look at until its claim lapses.
 *
 * @param claim names whoever took it; what somebody else writes under another claim counts
 * @param at when it was taken, by the database's clock
 * @param due when it was due; a row that says something else by now is due again
 */
record Claimed(
    WantedCamera wanted, Optional<HealthReport> before, UUID claim, Instant at, Instant due) {

  /** How long it had been due when it was taken. */
  Duration lag() {
    return due.isAfter(at) ? Duration.ZERO : Duration.between(due, at);
  }
}
