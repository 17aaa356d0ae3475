package io.atalaya.media.hls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.media.codec.Track;
import io.atalaya.media.live.MediaObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MediaNamesTest {

  @Test
  void reads_back_every_name_it_writes() {
    for (Track.Kind kind : Track.Kind.values()) {
      for (MediaObject object :
          List.of(
              new MediaObject.Init(kind, 0),
              new MediaObject.Segment(kind, 999_999_999_999_999L),
              new MediaObject.Part(kind, 217_000_000, 12))) {
        assertEquals(Optional.of(object), MediaNames.parse(MediaNames.of(object)));
      }
      assertEquals(Optional.of(kind), MediaNames.parsePlaylist(MediaNames.playlist(kind)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "seg.mp4",
        "seg-1.mp4",
        "seg01.mp4",
        "seg1.m4s",
        "part1.mp4",
        "part1.2.3.mp4",
        "aaseg1.mp4",
        "seg1.mp4 ",
        "../seg1.mp4",
        "seg1000000000000000.mp4",
        "part1.1000000.mp4",
        "seg١.mp4",
        "SEG1.mp4"
      })
  void knows_no_other_name(String name) {
    assertEquals(Optional.empty(), MediaNames.parse(name));
  }
}
