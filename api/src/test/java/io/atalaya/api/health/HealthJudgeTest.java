package io.atalaya.api.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.atalaya.api.camera.CameraSummary;
import io.atalaya.api.camera.WantedCamera;
import io.atalaya.api.health.Condition.Status;
import io.atalaya.contract.gateway.CameraHealth;
import io.atalaya.contract.gateway.FailureKind;
import io.atalaya.contract.gateway.IngestState;
import io.atalaya.contract.gateway.LastFailure;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthJudgeTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final StreamKey LOBBY = new StreamKey(new TenantId("acme"), new CameraId("lobby"));
  private static final WantedCamera WANTED = new WantedCamera(LOBBY, WantedCamera.Wish.PRESENT, 2);

  @ParameterizedTest
  @CsvSource({
    "unreachable, offline, false, unknown",
    "credentials_rejected, auth_failed, true, false",
    "busy, offline, true, unknown",
    "unsupported_codec, offline, true, true",
    "unreadable_video, offline, true, true",
    "stalled, offline, true, true",
    "protocol_violation, offline, true, unknown",
    "engine_crashed, offline, unknown, unknown",
    "engine_not_available, offline, unknown, unknown",
    "source_refused, offline, unknown, unknown",
    "source_ended, offline, true, true",
  })
  void a_failure_says_what_is_true_and_what_cannot_be_told(
      String kind, String summary, String reachable, String authenticated) {
    var failure = FailureKind.valueOf(kind.toUpperCase(java.util.Locale.ROOT));
    HealthReport report = judged(seen(IngestState.RETRYING, failure, NOW), Optional.empty());
    assertEquals(summary, report.summary().toString());
    assertEquals(kind, report.reason());
    assertEquals(reachable, status(report, Condition.Type.REACHABLE).toString());
    assertEquals(authenticated, status(report, Condition.Type.AUTHENTICATED).toString());
    assertEquals(Status.FALSE, status(report, Condition.Type.MEDIA_FLOWING));
    assertEquals(Status.TRUE, status(report, Condition.Type.CONFIG_APPLIED));
  }

  @Test
  void a_gateway_that_does_not_answer_makes_unknown_never_offline_and_keeps_the_last_probe() {
    HealthReport online = judged(live(20), Optional.empty());
    HealthReport away =
        report(WANTED, new Observation.Away(), true, Optional.of(online), NOW.plusSeconds(5));
    assertEquals(CameraSummary.UNKNOWN, away.summary());
    assertEquals("gateway_unavailable", away.reason());
    assertNull(away.gateway());
    for (Condition condition : away.conditions().subList(0, 4)) {
      assertEquals(Status.UNKNOWN, condition.status());
      assertEquals(NOW, condition.lastProbeAt());
      assertEquals(NOW.plusSeconds(5), condition.lastTransitionAt());
    }
  }

  @Test
  void what_does_not_change_keeps_its_since() {
    HealthReport first = judged(live(20), Optional.empty());
    HealthReport later = report(WANTED, live(30), false, Optional.of(first), NOW.plusSeconds(60));
    assertEquals(CameraSummary.ONLINE, later.summary());
    assertEquals(NOW, later.since());
    assertEquals(NOW.plusSeconds(60), later.lastSyncAt());
    assertEquals(NOW, later.conditions().getFirst().lastTransitionAt());
    assertEquals(NOW.plusSeconds(60), later.conditions().getFirst().lastProbeAt());
  }

  @Test
  void live_media_that_grew_old_is_degraded() {
    HealthReport report = judged(live(3_001), Optional.empty());
    assertEquals(CameraSummary.DEGRADED, report.summary());
    assertEquals(Status.FALSE, status(report, Condition.Type.MEDIA_FLOWING));
    assertEquals(CameraSummary.ONLINE, judged(live(3_000), Optional.empty()).summary());
  }

  @Test
  void an_older_or_newer_generation_at_the_gateway_is_pending_and_gets_repaired() {
    for (long generation : List.of(1L, 3L)) {
      var seen = new Observation.Seen(health(IngestState.LIVE, generation, null, 10L));
      assertEquals(CameraSummary.PENDING, judged(seen, Optional.empty()).summary());
      assertEquals(
          generation < 2 ? SyncAction.PROVISION : SyncAction.REPLACE, SyncAction.of(WANTED, seen));
    }
    assertEquals(SyncAction.NONE, SyncAction.of(WANTED, live(10)));
    assertEquals(SyncAction.PROVISION, SyncAction.of(WANTED, new Observation.Absent()));
    assertEquals(SyncAction.NONE, SyncAction.of(WANTED, new Observation.Away()));
  }

  @ParameterizedTest
  @CsvSource({
    "ABSENT, switched_off",
    "SUSPENDED, tenant_suspended",
    "PURGED, switched_off",
  })
  void what_is_not_wanted_is_disabled_and_removed(WantedCamera.Wish wish, String reason) {
    var unwanted = new WantedCamera(LOBBY, wish, 2);
    HealthReport report = report(unwanted, live(10), false, Optional.empty(), NOW);
    assertEquals(CameraSummary.DISABLED, report.summary());
    assertEquals(reason, report.reason());
    assertEquals(Status.FALSE, status(report, Condition.Type.CONFIG_APPLIED), "it still runs");
    assertEquals(SyncAction.REMOVE, SyncAction.of(unwanted, live(10)));
    assertEquals(SyncAction.NONE, SyncAction.of(unwanted, new Observation.Absent()));
  }

  @Test
  void a_camera_that_idles_on_demand_is_as_it_was_last_seen() {
    assertEquals(
        CameraSummary.PENDING,
        judged(seen(IngestState.IDLE, null, NOW), Optional.empty()).summary());
    HealthReport online = judged(live(10), Optional.empty());
    assertEquals(
        CameraSummary.ONLINE,
        judged(seen(IngestState.IDLE, null, NOW), Optional.of(online)).summary());
    var old = new LastFailure(FailureKind.STALLED, "it failed", NOW.minusSeconds(9));
    HealthReport recovered =
        judged(new Observation.Seen(health(IngestState.LIVE, 2, old, 10L)), Optional.empty());
    assertEquals(
        CameraSummary.ONLINE,
        judged(seen(IngestState.IDLE, old.kind(), old.at()), Optional.of(recovered)).summary(),
        "history");
    var fresh = seen(IngestState.IDLE, FailureKind.STALLED, NOW.plusSeconds(9));
    assertEquals(
        CameraSummary.DEGRADED, judged(fresh, Optional.of(recovered)).summary(), "not yet offline");
  }

  @Test
  void connecting_again_after_a_failure_is_no_recovery_yet() {
    HealthReport offline =
        judged(seen(IngestState.RETRYING, FailureKind.UNREACHABLE, NOW), Optional.empty());
    HealthReport connecting =
        judged(seen(IngestState.CONNECTING, FailureKind.UNREACHABLE, NOW), Optional.of(offline));
    assertEquals(CameraSummary.OFFLINE, connecting.summary());
    assertEquals(2, connecting.track().failures());
    assertEquals(0, judged(live(10), Optional.of(connecting)).track().failures());
  }

  private static HealthReport report(
      WantedCamera wanted,
      Observation seen,
      boolean gatewayAway,
      Optional<HealthReport> before,
      Instant now) {
    return HealthReports.of(wanted, seen, gatewayAway, before, now, TestRules.USUAL);
  }

  private static HealthReport judged(Observation seen, Optional<HealthReport> before) {
    return report(WANTED, seen, false, before, NOW);
  }

  private static Observation live(long ageMillis) {
    return new Observation.Seen(health(IngestState.LIVE, 2, null, ageMillis));
  }

  private static Observation seen(IngestState state, FailureKind failure, Instant at) {
    LastFailure last = failure == null ? null : new LastFailure(failure, "it failed", at);
    return new Observation.Seen(health(state, 2, last, null));
  }

  private static CameraHealth health(
      IngestState state, long generation, LastFailure failure, Long ageMillis) {
    return new CameraHealth(
        state,
        NOW,
        generation,
        "ffmpeg",
        List.of(),
        null,
        ageMillis,
        null,
        null,
        null,
        null,
        0,
        0,
        failure,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static Status status(HealthReport report, Condition.Type type) {
    return report.conditions().stream()
        .filter(condition -> condition.type() == type)
        .findFirst()
        .orElseThrow()
        .status();
  }
}
