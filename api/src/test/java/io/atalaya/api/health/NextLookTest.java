package io.atalaya.api.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.camera.WantedCamera;
import io.atalaya.contract.gateway.CameraHealth;
import io.atalaya.contract.gateway.FailureKind;
import io.atalaya.contract.gateway.IngestState;
import io.atalaya.contract.gateway.LastFailure;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NextLookTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final HealthRules RULES = TestRules.USUAL;
  private static final StreamKey LOBBY = new StreamKey(new TenantId("acme"), new CameraId("lobby"));
  private static final WantedCamera WANTED = new WantedCamera(LOBBY, WantedCamera.Wish.PRESENT, 1);
  private static final Duration CAP = RULES.backoff().cap();

  @Test
  void what_is_well_waits_for_its_turn() {
    assertEquals(
        Pause.untilItsTurn(LOBBY, NOW, RULES.looks().interval()), after(WANTED, live(), false));
  }

  @Test
  void what_may_be_going_down_is_looked_at_soon_and_what_is_down_ever_less_often() {
    HealthReport report = look(WANTED, live(), Optional.empty(), false, 0);
    int second = 0;
    while (report.track().level() == Track.Level.UP) {
      second += 5;
      report = look(WANTED, dead(), Optional.of(report), false, second);
      Duration pause = next(WANTED, report, false);
      assertTrue(
          report.track().level() == Track.Level.DOWN
              || pause.compareTo(RULES.looks().confirm()) <= 0,
          pause.toString());
    }
    assertEquals(RULES.backoff().base(), next(WANTED, report, false));
    for (int failure = 0; failure < 20; failure++) {
      report = look(WANTED, dead(), Optional.of(report), false, ++second);
    }
    assertEquals(CAP, next(WANTED, report, false));
    report = look(WANTED, live(), Optional.of(report), false, ++second);
    assertTrue(
        next(WANTED, report, false).compareTo(RULES.looks().confirm()) <= 0, "it may be back");
  }

  @Test
  void a_gateway_that_is_away_costs_its_cameras_no_backoff() {
    HealthReport report = look(WANTED, live(), Optional.empty(), false, 0);
    for (int miss = 1; miss < 30; miss++) {
      report = look(WANTED, new Observation.Away(), Optional.of(report), true, miss);
      assertTrue(next(WANTED, report, true).compareTo(RULES.looks().interval()) <= 0);
    }
  }

  @Test
  void one_camera_that_its_gateway_never_answers_for_is_asked_ever_less_often() {
    HealthReport report = look(WANTED, live(), Optional.empty(), false, 0);
    for (int miss = 1; miss < 30; miss++) {
      report = look(WANTED, new Observation.Away(), Optional.of(report), false, miss);
    }
    assertEquals(CAP, next(WANTED, report, false));
  }

  @Test
  void a_parked_camera_is_only_looked_after_and_so_is_one_that_is_switched_off() {
    assertEquals(CAP, after(WANTED, rejected(IngestState.PARKED), false));
    assertTrue(
        after(WANTED, rejected(IngestState.RETRYING), false).compareTo(RULES.looks().confirm())
            <= 0);
    var off = new WantedCamera(LOBBY, WantedCamera.Wish.ABSENT, 1);
    assertEquals(CAP, after(off, new Observation.Absent(), false));
    assertTrue(after(off, live(), false).compareTo(RULES.looks().interval()) <= 0, "it still runs");
    var suspended = new WantedCamera(LOBBY, WantedCamera.Wish.SUSPENDED, 1);
    assertTrue(
        after(suspended, new Observation.Absent(), false).compareTo(RULES.looks().interval()) <= 0,
        "its tenant may be resumed, and no camera is written then");
  }

  private static Duration after(WantedCamera wanted, Observation seen, boolean away) {
    return next(wanted, look(wanted, seen, Optional.empty(), away, 0), away);
  }

  private static Duration next(WantedCamera wanted, HealthReport report, boolean away) {
    return NextLook.after(wanted, report, away, NOW, 1.0, RULES);
  }

  private static HealthReport look(
      WantedCamera wanted,
      Observation seen,
      Optional<HealthReport> before,
      boolean away,
      int second) {
    return HealthReports.of(wanted, seen, away, before, NOW.plusSeconds(second), RULES);
  }

  private static Observation live() {
    return seen(IngestState.LIVE, null);
  }

  private static Observation dead() {
    return seen(IngestState.RETRYING, new LastFailure(FailureKind.UNREACHABLE, "no", NOW));
  }

  private static Observation rejected(IngestState state) {
    return seen(state, new LastFailure(FailureKind.CREDENTIALS_REJECTED, "no", NOW));
  }

  private static Observation seen(IngestState state, LastFailure failure) {
    return new Observation.Seen(
        new CameraHealth(
            state, NOW, 1, null, List.of(), null, null, null, null, null, null, 0, 0, failure, null,
            null, null, null, null, null, null));
  }
}
