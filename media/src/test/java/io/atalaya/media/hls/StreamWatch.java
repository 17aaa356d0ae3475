package io.atalaya.media.hls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.media.DirectMemory;
import io.atalaya.media.codec.Track;
import io.atalaya.media.live.LiveSnapshot;
import io.atalaya.media.live.LiveStream;
import io.atalaya.media.live.MediaObject;
import io.atalaya.media.live.RenditionSnapshot;
import io.atalaya.media.live.SegmentInfo;
import io.netty.buffer.ByteBuf;
import java.util.EnumMap;
import java.util.Map;

/** Reads a stream after each change, as the strictest of players would, and checks all of it. */
final class StreamWatch {
  private final LiveStream stream;
  private final Map<Track.Kind, PlaylistRules> rules = new EnumMap<>(Track.Kind.class);
  private final Map<Track.Kind, ParsedPlaylist> last = new EnumMap<>(Track.Kind.class);
  private long version = -1;
  private int playlists;

  StreamWatch(LiveStream stream) {
    this.stream = stream;
    rules.put(Track.Kind.VIDEO, new PlaylistRules());
    rules.put(Track.Kind.AUDIO, new PlaylistRules());
  }

  StreamWatch boundedByMemory() {
    rules.values().forEach(PlaylistRules::boundedByMemory);
    return this;
  }

  PlaylistRules rules(Track.Kind kind) {
    return rules.get(kind);
  }

  ParsedPlaylist last(Track.Kind kind) {
    return last.get(kind);
  }

  int playlists() {
    return playlists;
  }

  /** Looks at the stream, if it changed since the last look. */
  void look() {
    LiveSnapshot snapshot = stream.snapshot();
    if (snapshot.version() == version) {
      return;
    }
    assertTrue(snapshot.version() > version);
    version = snapshot.version();
    for (RenditionSnapshot rendition : snapshot.renditions()) {
      String text = MediaPlaylist.render(snapshot, rendition, false);
      ParsedPlaylist parsed = rules.get(rendition.kind()).check(text);
      delta(snapshot, rendition, parsed);
      objects(rendition);
      last.put(rendition.kind(), parsed);
      playlists++;
    }
    agreeOnDiscontinuities();
  }

  /** A delta update over the playlist before is the full one (RFC 8216bis, 6.2.5.1). */
  private void delta(LiveSnapshot snapshot, RenditionSnapshot rendition, ParsedPlaylist full) {
    var delta = new ParsedPlaylist(MediaPlaylist.render(snapshot, rendition, true));
    if (delta.skipped == 0) {
      assertEquals(full.text, delta.text);
      return;
    }
    ParsedPlaylist earlier = last.get(rendition.kind());
    delta.fillFrom(earlier == null ? full : earlier);
    assertEquals(
        full.segments.stream().map(s -> s.msn + " " + s.duration + " " + s.uri).toList(),
        delta.segments.stream().map(s -> s.msn + " " + s.duration + " " + s.uri).toList());
    assertEquals(full.hint, delta.hint);
  }

  /** What is listed can be fetched; a segment is its parts one after the other. */
  private void objects(RenditionSnapshot rendition) {
    for (SegmentInfo segment : rendition.segments()) {
      long partBytes = 0;
      for (int i = 0; i < segment.parts().size(); i++) {
        partBytes += size(new MediaObject.Part(rendition.kind(), segment.msn(), i));
      }
      var name = new MediaObject.Segment(rendition.kind(), segment.msn());
      if (segment.gap()) {
        assertTrue(stream.bytes(name).isEmpty());
      } else {
        long bytes = size(name);
        assertEquals(segment.sizeBytes(), bytes);
        assertTrue(segment.parts().isEmpty() || partBytes == bytes);
      }
      size(new MediaObject.Init(rendition.kind(), segment.initVersion()));
    }
    rendition
        .open()
        .ifPresent(open -> {
          for (int i = 0; i < open.parts().size(); i++) {
            size(new MediaObject.Part(rendition.kind(), open.msn(), i));
          }
        });
  }

  private long size(MediaObject object) {
    ByteBuf bytes =
        stream.bytes(object).orElseThrow(() -> new AssertionError(object + " is listed but gone"));
    return DirectMemory.take(bytes).length;
  }

  /** Segments that lie between the same two discontinuities in both renditions. */
  private void agreeOnDiscontinuities() {
    var video = last.get(Track.Kind.VIDEO);
    var audio = last.get(Track.Kind.AUDIO);
    if (video == null || audio == null || video.segments.isEmpty() || audio.segments.isEmpty()) {
      return;
    }
    long ahead =
        video.segments.getLast().discontinuitySequence
            - audio.segments.getLast().discontinuitySequence;
    assertTrue(Math.abs(ahead) <= 1, "discontinuity sequences " + ahead + " apart");
  }
}
