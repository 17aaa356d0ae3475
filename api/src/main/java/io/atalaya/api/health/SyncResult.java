package io.atalaya.api.health;

/** What came of one camera's sync. */
sealed interface SyncResult {
  /**
   * Judged and written.
   *
   * @param gatewayAway nothing could be seen
   */
  record Judged(HealthReport report, boolean gatewayAway) implements SyncResult {}

  /** There is no camera left to judge. */
  record Nothing() implements SyncResult {}

  /** The camera changed meanwhile. */
  record Overtaken() implements SyncResult {}

  /** The gateway could not be made to let go of it; the loop tries again. */
  record NotNow() implements SyncResult {}
}
