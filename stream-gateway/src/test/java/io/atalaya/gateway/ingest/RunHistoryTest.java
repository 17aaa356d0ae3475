package io.atalaya.gateway.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.contract.gateway.FailureKind;
import io.atalaya.contract.gateway.LastFailure;
import io.atalaya.gateway.engine.PacketLoss;
import io.atalaya.gateway.engine.Stage;
import io.atalaya.media.codec.Track;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunHistoryTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private final RunHistory history = new RunHistory();

  @Test
  void the_way_to_the_first_part_is_told_in_steps_that_make_the_whole() {
    history.began(NOW);
    history.reached(Stage.CONNECTED, after(10));
    history.reached(Stage.PLAYING, after(40));
    history.keyFrame(after(240));
    history.keyFrame(after(1_240));
    history.firstPart(after(800));
    assertEquals(
        new RunHistory.Steps(millis(10), millis(30), millis(200), millis(560), millis(800)),
        history.report().steps());
  }

  @Test
  void a_step_that_an_engine_does_not_tell_counts_to_the_next() {
    history.began(NOW);
    history.keyFrame(after(240));
    history.firstPart(after(800));
    assertEquals(
        new RunHistory.Steps(
            Optional.empty(), Optional.empty(), millis(240), millis(560), millis(800)),
        history.report().steps());
  }

  @Test
  void no_step_is_negative_whatever_the_clock_does() {
    history.began(NOW);
    history.reached(Stage.CONNECTED, after(-10));
    history.reached(Stage.PLAYING, after(20));
    history.keyFrame(after(15));
    history.firstPart(after(30));
    assertEquals(
        new RunHistory.Steps(millis(0), millis(20), millis(0), millis(10), millis(30)),
        history.report().steps());
  }

  @Test
  void a_new_run_forgets_how_the_last_one_began_and_keeps_how_it_ended() {
    history.began(NOW);
    history.pulledBy("ffmpeg", Optional.of("Not in-process."));
    history.reached(Stage.CONNECTED, after(10));
    history.skipped(Track.Kind.AUDIO, "It is strange.");
    assertEquals(new PacketLoss(3, 1), history.lost(new PacketLoss(3, 1)));
    assertEquals(new PacketLoss(2, 0), history.lost(new PacketLoss(5, 1)));
    history.failed(new LastFailure(FailureKind.STALLED, "Nothing came.", after(20)));
    history.began(after(30));
    var report = history.report();
    assertEquals(2, report.runs());
    assertEquals(Map.of(FailureKind.STALLED, 1), report.ended());
    assertEquals("Nothing came.", report.lastFailure().orElseThrow().message());
    assertEquals(Optional.of("Not in-process."), report.engineReason());
    assertEquals(Optional.empty(), report.loss());
    assertEquals(Map.of(), report.skipped());
    assertEquals(Optional.empty(), report.steps().connect());
    assertEquals(new PacketLoss(2, 0), history.lost(new PacketLoss(2, 0)));
  }

  private static Instant after(long millis) {
    return NOW.plusMillis(millis);
  }

  private static Optional<Duration> millis(long millis) {
    return Optional.of(Duration.ofMillis(millis));
  }
}
