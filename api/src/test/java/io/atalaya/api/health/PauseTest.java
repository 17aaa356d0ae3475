package io.atalaya.api.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PauseTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");
  private static final Duration INTERVAL = Duration.ofSeconds(15);
  private static final HealthRules.Backoff BACKOFF = TestRules.USUAL.backoff();

  @Test
  void a_camera_comes_at_its_own_moment_of_every_interval_however_it_was_looked_at_before() {
    var random = new Random(7);
    for (int camera = 0; camera < 1_000; camera++) {
      StreamKey key = key(camera);
      Instant at = NOW.plusMillis(random.nextLong(1_000_000));
      Duration pause = Pause.untilItsTurn(key, at, INTERVAL);
      assertTrue(pause.isPositive() && pause.compareTo(INTERVAL) <= 0, pause.toString());
      Instant turn = at.truncatedTo(ChronoUnit.MILLIS).plus(pause);
      assertEquals(INTERVAL, Pause.untilItsTurn(key, turn, INTERVAL));
    }
  }

  @Test
  void cameras_that_were_looked_at_together_part_evenly() {
    var perSecond = new int[15];
    for (int camera = 0; camera < 15_000; camera++) {
      long millis = Pause.untilItsTurn(key(camera), NOW, INTERVAL).toMillis();
      perSecond[(int) Math.min(14, (millis - 1) / 1_000)]++;
    }
    for (int count : perSecond) {
      assertTrue(count > 850 && count < 1_150, "1000 in each second, not " + count);
    }
  }

  @Test
  void the_ceiling_doubles_up_to_the_cap_and_the_pause_is_anywhere_below() {
    assertEquals(Duration.ofSeconds(10), Pause.backedOff(1, 1, BACKOFF));
    assertEquals(Duration.ofSeconds(20), Pause.backedOff(2, 1, BACKOFF));
    assertEquals(Duration.ofSeconds(640), Pause.backedOff(7, 1, BACKOFF));
    assertEquals(Duration.ofMinutes(15), Pause.backedOff(8, 1, BACKOFF));
    assertEquals(Duration.ofMinutes(15), Pause.backedOff(Integer.MAX_VALUE, 1, BACKOFF));
    var random = new Random(11);
    for (int i = 0; i < 10_000; i++) {
      int steps = 1 + random.nextInt(40);
      double jitter = random.nextDouble();
      Duration pause = Pause.backedOff(steps, jitter, BACKOFF);
      Duration ceiling = Pause.backedOff(steps, 1, BACKOFF);
      assertTrue(pause.compareTo(Pause.FLOOR) >= 0 && pause.compareTo(ceiling) <= 0);
      if (jitter > 0.2) {
        assertEquals(ceiling.toMillis() * jitter, (double) pause.toMillis(), 1.0);
      }
    }
  }

  private static StreamKey key(int camera) {
    return new StreamKey(new TenantId("tenant-" + camera % 7), new CameraId("cam-" + camera));
  }
}
