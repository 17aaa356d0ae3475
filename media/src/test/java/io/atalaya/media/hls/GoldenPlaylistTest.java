package io.atalaya.media.hls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.atalaya.media.DirectMemory;
import io.atalaya.media.ManualClock;
import io.atalaya.media.codec.Track;
import io.atalaya.media.live.Camera;
import io.atalaya.media.live.LiveConfig;
import io.atalaya.media.live.LiveStream;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole playlists, letter for letter. */
final class GoldenPlaylistTest {
  private final ManualClock clock = new ManualClock();
  private final DirectMemory memory = new DirectMemory();
  private final LiveStream stream =
      new LiveStream(LiveConfig.standard(), memory.allocator(), clock);
  private final Camera camera = new Camera(stream, clock, memory);
  private final Playlists playlists = new Playlists(stream);

  @AfterEach
  void close() {
    stream.close();
  }

  @Test
  void a_young_stream_with_sound() throws Exception {
    camera.start(Camera.VIDEO, Camera.AUDIO);
    camera.run(25, 50, 70, true);
    assertEquals(golden("young-video.m3u8"), media(Track.Kind.VIDEO));
    assertEquals(golden("young-audio.m3u8"), media(Track.Kind.AUDIO));
    assertEquals(
        golden("index.m3u8"), MultivariantPlaylist.render(stream.snapshot(), "/live/key/"));
  }

  @Test
  void a_restart_with_a_silent_microphone() throws Exception {
    camera.start(Camera.VIDEO, Camera.AUDIO);
    camera.run(25, 50, 70, false);
    camera.jumpTo(Duration.ofSeconds(100));
    camera.run(25, 50, 110, true);
    assertEquals(golden("restart-video.m3u8"), media(Track.Kind.VIDEO));
    assertEquals(golden("restart-audio.m3u8"), media(Track.Kind.AUDIO));
  }

  @Test
  void playlists_are_written_once_for_each_change() {
    camera.start(Camera.VIDEO);
    camera.run(25, 50, 70, false);
    assertSame(
        playlists.media(Track.Kind.VIDEO, false).orElseThrow(),
        playlists.media(Track.Kind.VIDEO, false).orElseThrow());
  }

  private String media(Track.Kind kind) {
    return new String(playlists.media(kind, false).orElseThrow(), UTF_8);
  }

  private static String golden(String name) throws IOException {
    try (var in = GoldenPlaylistTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
