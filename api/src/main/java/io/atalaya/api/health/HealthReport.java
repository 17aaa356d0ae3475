package io.atalaya.api.health;

import io.atalaya.api.camera.CameraSummary;
import io.atalaya.contract.gateway.CameraHealth;
import io.atalaya.contract.id.StreamKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a camera is, as of its last sync.
 *
 * @param generation of the configuration it was judged by
 * @param since when the summary became what it is
 * @param reason code of why the summary is so
 * @param gateway what the gateway measured; null when it said nothing
 * @param track what this and earlier syncs came to
 */
record HealthReport(
    StreamKey key,
    long generation,
    CameraSummary summary,
    Instant since,
    String reason,
    List<Condition> conditions,
    @Nullable CameraHealth gateway,
    Instant lastSyncAt,
    Track track) {
  HealthReport {
    conditions = List.copyOf(conditions);
  }

  /** Why the summary is so, for people. */
  String message() {
    return conditions.stream()
        .filter(condition -> condition.reason().equals(reason))
        .map(Condition::message)
        .findFirst()
        .orElse("");
  }

  /** Whether the gateway gave no answer at the last look. */
  boolean isGatewayAway() {
    return track.misses() > 0;
  }

  /** Whether no attempt is made until the configuration changes. */
  boolean isParked() {
    return HealthJudge.isParked(gateway);
  }
}
