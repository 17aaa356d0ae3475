package io.atalaya.media.hls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.media.DirectMemory;
import io.atalaya.media.ManualClock;
import io.atalaya.media.codec.Track;
import io.atalaya.media.live.Camera;
import io.atalaya.media.live.LiveConfig;
import io.atalaya.media.live.LiveStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every playlist of a stream's life keeps the rules of RFC 8216bis, whatever the camera does. */
final class StreamPlaylistTest {
  private final ManualClock clock = new ManualClock();
  private final DirectMemory memory = new DirectMemory();
  private LiveStream stream = new LiveStream(LiveConfig.standard(), memory.allocator(), clock);
  private Camera camera = new Camera(stream, clock, memory);
  private StreamWatch watch = new StreamWatch(stream);

  @AfterEach
  void every_buffer_came_back() {
    stream.close();
    memory.assertAllReleased();
  }

  @ParameterizedTest
  @CsvSource({
    // fps, gop, part target, usual segment
    "25, 50, 0.50000, 2.00000",
    "30, 60, 0.50000, 2.00000",
    "15, 30, 0.50000, 2.00000",
    "10, 10, 0.52500, 2.00000",
    "5, 10, 0.63000, 2.00000",
    "1, 2, 1.05000, 2.00000",
    "25, 25, 0.50000, 2.00000",
    "25, 75, 0.50000, 3.00000",
    "25, 100, 0.50000, 4.00000",
    "50, 100, 0.50000, 2.00000",
  })
  void an_even_camera_gives_even_parts_and_segments(
      int fps, int gop, String partTarget, String segment) {
    camera.start(Camera.VIDEO, Camera.AUDIO);
    run(fps, gop, fps * 40, true);
    var playlist = watch.last(Track.Kind.VIDEO);
    assertTrue(
        playlist.partTarget.subtract(new BigDecimal(partTarget)).abs().doubleValue() <= 0.0015,
        "part target " + playlist.partTarget);
    playlist.segments.forEach(s ->
        assertTrue(
            s.duration.subtract(new BigDecimal(segment)).abs().doubleValue() < 1e-4, s.toString()));
    assertTrue(watch.rules(Track.Kind.VIDEO).hintsKept() > 0.9);
    long audio = watch.last(Track.Kind.AUDIO).segments.getLast().msn;
    assertTrue(Math.abs(playlist.segments.getLast().msn - audio) <= 1);
  }

  @Test
  void a_key_frame_every_ten_seconds_is_cut_at_the_target_duration_and_at_each_key_frame() {
    camera.start(Camera.VIDEO);
    run(25, 250, 25 * 60, false);
    var playlist = watch.last(Track.Kind.VIDEO);
    assertEquals(4, playlist.targetDuration);
    var independent =
        playlist.segments.stream()
            .filter(s -> !s.parts.isEmpty() && s.parts.getFirst().independent())
            .count();
    assertTrue(independent >= 1, playlist.text);
  }

  @Test
  void keeps_the_rules_over_random_cameras() {
    for (int seed = 0; seed < 10; seed++) {
      renew(LiveConfig.standard());
      try {
        live(new Random(seed));
        assertTrue(watch.playlists() > 5, "hardly anything was published");
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
      stream.close();
      memory.assertAllReleased();
    }
  }

  @Test
  void updates_of_a_long_playlist_leave_out_what_the_player_has() {
    renew(new LiveConfig(Duration.ofMillis(500), Duration.ofSeconds(2), 30, 2, 1 << 24, 10));
    camera.start(Camera.VIDEO);
    run(25, 50, 25 * 90, false);
    var snapshot = stream.snapshot();
    var delta =
        new ParsedPlaylist(MediaPlaylist.render(snapshot, snapshot.renditions().getFirst(), true));
    assertTrue(delta.skipped > 10, delta.text);
  }

  /** A life of restarts, jitter, jumps, holes, changing frame rates, and silence. */
  private void live(Random random) {
    int runs = 1 + random.nextInt(4);
    for (int i = 0; i < runs; i++) {
      if (random.nextInt(4) > 0) {
        camera.jumpTo(Duration.ofSeconds(random.nextInt(1000)));
      }
      boolean audio = random.nextInt(3) > 0;
      if (audio || random.nextBoolean()) {
        camera.start(Camera.VIDEO, Camera.AUDIO);
      } else {
        camera.start(Camera.VIDEO);
      }
      int ticks = 90_000 / (1 + random.nextInt(40));
      int gop = 1 + random.nextInt(200);
      int jitter = random.nextInt(3) == 0 ? 1 + ticks / (2 + random.nextInt(20)) : 1;
      int frames = 1 + random.nextInt(60 * 90_000 / ticks);
      frames(random, new Life(ticks, gop, jitter, frames, audio));
      if (random.nextBoolean()) {
        stream.discontinuity();
        watch.look();
        clock.advance(Duration.ofMillis(random.nextInt(20_000)));
      }
    }
  }

  private record Life(int ticks, int gop, int jitter, int frames, boolean audio) {}

  private void frames(Random random, Life life) {
    for (int i = 0; i < life.frames; i++) {
      int ticks = life.ticks + random.nextInt(life.jitter) - life.jitter / 2;
      if (random.nextInt(400) == 0) {
        ticks += random.nextInt(90_000 * (random.nextBoolean() ? 1 : 8));
      }
      camera.frame(Math.max(ticks, 0), i % life.gop == 0);
      watch.look();
      boolean mute = i % 1000 > 900;
      while (life.audio && camera.audioIsDue()) {
        if (mute) {
          camera.silence();
        } else {
          camera.sound();
          watch.look();
        }
      }
    }
  }

  private void run(int fps, int gop, int frames, boolean audio) {
    for (int i = 0; i < frames; i += gop) {
      for (int j = 0; j < gop && i + j < frames; j++) {
        camera.frame(90_000 / fps, j == 0);
        watch.look();
        while (audio && camera.audioIsDue()) {
          camera.sound();
          watch.look();
        }
      }
    }
  }

  private void renew(LiveConfig config) {
    stream.close();
    stream = new LiveStream(config, memory.allocator(), clock);
    camera = new Camera(stream, clock, memory);
    watch = new StreamWatch(stream);
  }
}
