package io.atalaya.media.hls;

import io.atalaya.media.codec.Track;
import io.atalaya.media.live.LiveSnapshot;
import io.atalaya.media.live.MediaObject;
import io.atalaya.media.live.PartInfo;
import io.atalaya.media.live.RenditionSnapshot;
import io.atalaya.media.live.SegmentInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** A rendition's playlist as text (RFC 8216bis, 4.4). Pure. */
public final class MediaPlaylist {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** RFC 8216bis, 4.4.3.8: the skip boundary is at least six target durations. */
  private static final int SKIP_UNTIL_TARGETS = 6;

  /** RFC 8216bis, 4.4.4.9: parts are of no use further than that from the end. */
  private static final int PARTS_WITHIN_TARGETS = 3;

  private final LiveSnapshot stream;
  private final RenditionSnapshot rendition;
  private final StringBuilder text = new StringBuilder(4096);
  private long initVersion = -1;

  private MediaPlaylist(LiveSnapshot stream, RenditionSnapshot rendition) {
    this.stream = stream;
    this.rendition = rendition;
  }

  /**
   * The playlist of one rendition.
   *
   * @param rendition one of {@code stream}'s
   * @param skip a delta update, if there is anything to leave out; else the full playlist
   */
  public static String render(LiveSnapshot stream, RenditionSnapshot rendition, boolean skip) {
    return new MediaPlaylist(stream, rendition).render(skip);
  }

  private String render(boolean skip) {
    head();
    int skipped = skip ? skippable() : 0;
    if (skipped > 0) {
      line("#EXT-X-SKIP:SKIPPED-SEGMENTS=" + skipped);
      initVersion = rendition.segments().get(skipped - 1).initVersion();
    }
    segments(skipped);
    rendition.open().ifPresent(this::open);
    rendition.nextPart().ifPresent(this::hint);
    stream.renditions().stream().filter(other -> other.kind() != kind()).forEach(this::report);
    return text.toString();
  }

  private void head() {
    Duration target = rendition.targetDuration();
    Duration part = rendition.partTarget();
    line("#EXTM3U");
    line("#EXT-X-VERSION:9");
    line("#EXT-X-TARGETDURATION:" + target.toSeconds());
    line(
        "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=%s,CAN-SKIP-UNTIL=%s"
            .formatted(
                Seconds.of(part.multipliedBy(3)),
                Seconds.of(target.multipliedBy(SKIP_UNTIL_TARGETS))));
    line("#EXT-X-PART-INF:PART-TARGET=" + Seconds.of(part));
    line("#EXT-X-MEDIA-SEQUENCE:" + rendition.mediaSequence());
    if (rendition.discontinuitySequence() > 0) {
      line("#EXT-X-DISCONTINUITY-SEQUENCE:" + rendition.discontinuitySequence());
    }
  }

  /** Segments further from the end than the skip boundary. */
  private int skippable() {
    Duration boundary = rendition.targetDuration().multipliedBy(SKIP_UNTIL_TARGETS);
    var segments = rendition.segments();
    Duration behind = end();
    int count = 0;
    while (count < segments.size()) {
      behind = behind.minus(segments.get(count).duration());
      if (behind.compareTo(boundary) < 0) {
        break;
      }
      count++;
    }
    return count;
  }

  private void segments(int from) {
    List<SegmentInfo> segments = rendition.segments();
    Duration near = rendition.targetDuration().multipliedBy(PARTS_WITHIN_TARGETS);
    Duration toEnd = end();
    for (int i = 0; i < segments.size(); i++) {
      SegmentInfo segment = segments.get(i);
      toEnd = toEnd.minus(segment.duration());
      if (i >= from) {
        before(segment);
        if (toEnd.compareTo(near) < 0) {
          parts(segment);
        }
        complete(segment);
      }
    }
  }

  private Duration end() {
    Duration end = rendition.open().map(SegmentInfo::duration).orElse(Duration.ZERO);
    for (SegmentInfo segment : rendition.segments()) {
      end = end.plus(segment.duration());
    }
    return end;
  }

  private void open(SegmentInfo segment) {
    if (!segment.parts().isEmpty()) {
      before(segment);
      parts(segment);
    }
  }

  private void before(SegmentInfo segment) {
    if (segment.discontinuity()) {
      line("#EXT-X-DISCONTINUITY");
    }
    if (segment.initVersion() != initVersion) {
      initVersion = segment.initVersion();
      line("#EXT-X-MAP:URI=\"" + name(new MediaObject.Init(kind(), initVersion)) + "\"");
    }
    line("#EXT-X-PROGRAM-DATE-TIME:" + date(segment.programDateTime()));
  }

  private void parts(SegmentInfo segment) {
    for (int i = 0; i < segment.parts().size(); i++) {
      PartInfo part = segment.parts().get(i);
      text.append("#EXT-X-PART:DURATION=").append(Seconds.of(part.duration()));
      text.append(",URI=\"").append(name(new MediaObject.Part(kind(), segment.msn(), i)));
      line(part.independent() ? "\",INDEPENDENT=YES" : "\"");
    }
  }

  private void complete(SegmentInfo segment) {
    if (segment.gap()) {
      line("#EXT-X-GAP");
    }
    line("#EXTINF:" + Seconds.of(segment.duration()) + ",");
    line(name(new MediaObject.Segment(kind(), segment.msn())));
  }

  private void hint(MediaObject.Part next) {
    line("#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"" + name(next) + "\"");
  }

  private void report(RenditionSnapshot other) {
    other
        .newest()
        .ifPresent(newest -> {
          text.append("#EXT-X-RENDITION-REPORT:URI=\"");
          text.append(MediaNames.playlist(other.kind())).append("\",LAST-MSN=");
          text.append(newest.msn());
          if (!newest.parts().isEmpty()) {
            text.append(",LAST-PART=").append(newest.parts().size() - 1);
          }
          line("");
        });
  }

  private Track.Kind kind() {
    return rendition.kind();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private static String name(MediaObject object) {
    return MediaNames.of(object);
  }

  private static String date(Instant instant) {
    return DATE.format(instant);
  }
}
