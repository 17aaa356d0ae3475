package io.atalaya.media.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProgramClockTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final long MILLI = 1_000_000;
  private static final long CHUNK = 40 * MILLI;

  private final ProgramClock clock = new ProgramClock();

  private static Instant after(long nanos) {
    return START.plusNanos(nanos);
  }

  private static long millisApart(Instant one, Instant other) {
    return Math.abs(Duration.between(one, other).toMillis());
  }

  @Test
  void without_a_report_the_first_arrival_is_the_end_of_the_first_chunk() {
    clock.anchor(7_000 * MILLI, CHUNK, START);
    assertEquals(START, clock.at(7_040 * MILLI));
  }

  @Test
  void a_camera_that_sends_a_burst_first_tells_by_its_report_when_that_was() {
    // Four seconds of pictures come at once; the report says that the last of them is of now.
    clock.report(4_000 * MILLI, START);
    clock.anchor(0, CHUNK, START);
    assertEquals(START.minusSeconds(4), clock.at(0));
  }

  @Test
  void a_report_after_a_burst_is_followed_slowly() {
    clock.anchor(0, CHUNK, START);
    clock.report(4_000 * MILLI, START);
    Instant before = clock.at(0);
    for (int i = 1; i <= 25 * 60; i++) {
      clock.observe(i * CHUNK, START);
      long moved = Duration.between(clock.at(i * CHUNK), before).toNanos();
      assertTrue(moved < 0 && -moved >= CHUNK * 99 / 100, "a date never goes back");
      before = clock.at(i * CHUNK);
    }
    assertEquals(0, millisApart(clock.at(0), START.minusMillis(340)), "5 ms in each second");
  }

  @Test
  void a_late_report_hardly_shows() {
    clock.report(0, START);
    clock.anchor(0, CHUNK, START);
    clock.report(5_000 * MILLI, after(8_000 * MILLI));
    for (int i = 1; i <= 25 * 60; i++) {
      clock.observe(i * CHUNK, after(i * CHUNK));
    }
    assertTrue(millisApart(clock.at(0), START) < 100);
  }

  @Test
  void a_report_of_another_timeline_is_forgotten() {
    clock.report(3_600_000 * MILLI, START);
    clock.anchor(0, CHUNK, START);
    assertEquals(START, clock.at(CHUNK));
    clock.report(0, START);
    clock.forgetReports();
    clock.anchor(9_000 * MILLI, CHUNK, after(9_000 * MILLI));
    assertEquals(after(9_000 * MILLI), clock.at(9_000 * MILLI + CHUNK));
  }

  @Test
  void a_new_run_never_begins_before_the_old_one_ended() {
    clock.anchor(0, CHUNK, START);
    clock.observe(10_000 * MILLI, after(10_000 * MILLI));
    clock.report(20_000 * MILLI, after(11_000 * MILLI));
    clock.anchor(19_000 * MILLI, CHUNK, after(10_500 * MILLI));
    assertTrue(!clock.at(19_000 * MILLI).isBefore(after(9_950 * MILLI)));
  }

  @ParameterizedTest
  @CsvSource({"200, true", "-200, true", "200, false", "-200, false", "0, true"})
  void a_camera_whose_clock_drifts_is_dated_by_ours_for_a_day(int ppm, boolean reported) {
    var network = new Random(1);
    long media = 0;
    clock.anchor(0, CHUNK, START);
    Instant before = clock.at(0);
    long step = 1_000 * MILLI;
    for (int second = 1; second <= 24 * 3_600; second++) {
      media += step + step * ppm / 1_000_000;
      Instant now = after(second * step);
      Instant arrival = now.plusMillis(network.nextInt(200));
      if (reported && second % 5 == 0) {
        clock.report(media, arrival);
      }
      clock.observe(media, arrival);
      Instant date = clock.at(media);
      assertTrue(date.isAfter(before));
      assertTrue(millisApart(date, now) < 250, date + ", not " + now);
      before = date;
    }
  }
}
