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
 * @param consecutiveFailures syncs in a row that found it not well
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
    int consecutiveFailures) {
  HealthReport {
    conditions = List.copyOf(conditions);
  }
}
