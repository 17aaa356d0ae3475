package io.atalaya.api.health;

/** What came of one camera's sync. */
sealed interface SyncResult {
  /** Judged and written. */
  record Judged(HealthReport report) implements SyncResult {}

  /** There is no camera left to judge. */
  record Nothing() implements SyncResult {}

  /** The camera changes faster than we can follow. */
  record Overtaken() implements SyncResult {}

  /** The gateway could not be made to let go of it, or is busy; the loop tries again. */
  record NotNow() implements SyncResult {}

  /** Another sync of it is in flight, of this replica or another. */
  record Elsewhere() implements SyncResult {}
}
