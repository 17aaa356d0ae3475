package io.atalaya.media.hls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The rules of RFC 8216bis that one rendition's playlist must keep, each alone and from one to the
 * next. Give it every playlist of a stream's life, in order.
 */
final class PlaylistRules {
  private static final BigDecimal LEAST = new BigDecimal("0.85");

  /** Rounding down to five digits may take that much off a part. */
  private static final BigDecimal ROUNDING = new BigDecimal("0.00001");

  private final Map<String, Object> seen = new HashMap<>();
  private ParsedPlaylist last;

  /** Of the stream; checking begins with its first playlist. */
  private long firstMsn = -1;

  private int hints;
  private int hintsKept;
  private boolean boundedByMemory;

  /** The stream's memory bound is hit on purpose: the playlist may be short. */
  PlaylistRules boundedByMemory() {
    boundedByMemory = true;
    return this;
  }

  ParsedPlaylist check(String text) {
    var playlist = new ParsedPlaylist(text);
    firstMsn = last == null ? playlist.mediaSequence : firstMsn;
    alone(playlist);
    if (last != null) {
      after(last, playlist);
    }
    last = playlist;
    return playlist;
  }

  /** How many preload hints named the part that came next. */
  double hintsKept() {
    return hints == 0 ? 1 : (double) hintsKept / hints;
  }

  private void alone(ParsedPlaylist playlist) {
    String text = playlist.text;
    assertEquals(9, playlist.version);
    assertEquals("YES", playlist.serverControl.get("CAN-BLOCK-RELOAD"));
    var holdBack = new BigDecimal(playlist.serverControl.get("PART-HOLD-BACK"));
    assertTrue(holdBack.compareTo(playlist.partTarget.multiply(new BigDecimal(3))) >= 0, text);
    var skipUntil = new BigDecimal(playlist.serverControl.get("CAN-SKIP-UNTIL"));
    assertTrue(skipUntil.compareTo(new BigDecimal(6 * playlist.targetDuration)) >= 0, text);
    assertTrue(playlist.partTarget.compareTo(new BigDecimal(playlist.targetDuration)) <= 0, text);
    for (ParsedPlaylist.Segment segment : playlist.segments) {
      complete(playlist, segment);
    }
    playlist.open.ifPresent(open -> parts(playlist, open, true));
    dates(playlist);
  }

  private void complete(ParsedPlaylist playlist, ParsedPlaylist.Segment segment) {
    assertNotNull(segment.map, playlist.text);
    assertNotNull(segment.date, playlist.text);
    int rounded = segment.duration.setScale(0, RoundingMode.HALF_UP).intValue();
    assertTrue(rounded <= playlist.targetDuration, segment + " over the target duration");
    assertTrue(segment.uri.matches("a?seg" + segment.msn + "\\.mp4"), segment.toString());
    if (!segment.parts.isEmpty()) {
      parts(playlist, segment, false);
      var sum =
          segment.parts.stream()
              .map(ParsedPlaylist.Part::duration)
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      var slack = ROUNDING.multiply(new BigDecimal(segment.parts.size() + 1));
      assertTrue(
          sum.subtract(segment.duration).abs().compareTo(slack) <= 0,
          segment + " is not the sum of its parts");
    }
  }

  private void parts(ParsedPlaylist playlist, ParsedPlaylist.Segment segment, boolean open) {
    BigDecimal least = playlist.partTarget.multiply(LEAST).subtract(ROUNDING);
    for (int i = 0; i < segment.parts.size(); i++) {
      ParsedPlaylist.Part part = segment.parts.get(i);
      assertTrue(part.duration().compareTo(playlist.partTarget) <= 0, part + " over the target");
      boolean lastOfAll = !open && i == segment.parts.size() - 1;
      boolean firstOfRun = i == 0 && part.independent() && beginsRun(segment);
      assertTrue(
          lastOfAll || firstOfRun || part.duration().compareTo(least) >= 0,
          part + " under 85 % of " + playlist.partTarget + " in " + segment);
      assertTrue(
          part.uri().matches("a?part" + segment.msn + "\\." + i + "\\.mp4"), part.toString());
    }
  }

  private boolean beginsRun(ParsedPlaylist.Segment segment) {
    return segment.discontinuity || segment.msn == firstMsn;
  }

  /**
   * Dates go on by durations, to within what the skew correction may move: 0.5 %. Audio may have
   * holes.
   */
  private static void dates(ParsedPlaylist playlist) {
    ParsedPlaylist.Segment before = null;
    for (ParsedPlaylist.Segment segment : playlist.segments) {
      if (before != null) {
        long millis = Duration.between(before.date, segment.date).toMillis();
        long expected = before.duration.movePointRight(3).longValue();
        long slack = 3 + expected / 150;
        assertTrue(
            (segment.discontinuity || segment.uri.startsWith("a"))
                ? millis >= expected - slack - 100
                : Math.abs(millis - expected) <= slack + 100,
            "dates " + millis + " ms apart where " + expected + " belong\n" + playlist.text);
      }
      before = segment;
    }
  }

  private void after(ParsedPlaylist earlier, ParsedPlaylist later) {
    assertEquals(earlier.targetDuration, later.targetDuration, "target duration changed");
    assertEquals(earlier.partTarget, later.partTarget, "part target changed");
    assertTrue(later.mediaSequence >= earlier.mediaSequence, "media sequence went back");
    assertTrue(
        later.segments.size() >= earlier.segments.size() || !removedTooEarly(later), later.text);
    for (ParsedPlaylist.Segment segment : later.segments) {
      same(segment.msn + " discontinuity", segment.discontinuitySequence);
      same(segment.msn + " duration", segment.duration);
      same(segment.msn + " map", segment.map);
      same(segment.msn + " date", segment.date);
      same(segment.msn + " gap", segment.gap);
      parts(segment);
    }
    later.open.ifPresent(this::parts);
    hint(earlier, later);
  }

  /** A segment may go only if three target durations stay. */
  private boolean removedTooEarly(ParsedPlaylist later) {
    var duration =
        later.segments.stream().map(s -> s.duration).reduce(BigDecimal.ZERO, BigDecimal::add);
    return !boundedByMemory
        && later.segments.size() < 48
        && duration.add(ROUNDING).compareTo(new BigDecimal(3 * later.targetDuration)) < 0;
  }

  private void parts(ParsedPlaylist.Segment segment) {
    for (int i = 0; i < segment.parts.size(); i++) {
      same(segment.msn + "." + i, segment.parts.get(i));
    }
  }

  private void hint(ParsedPlaylist earlier, ParsedPlaylist later) {
    var known = uris(earlier);
    var fresh = uris(later).stream().filter(uri -> !known.contains(uri)).findFirst();
    if (fresh.isPresent() && earlier.hint.isPresent()) {
      hints++;
      hintsKept += fresh.equals(earlier.hint) ? 1 : 0;
    }
  }

  private static java.util.List<String> uris(ParsedPlaylist playlist) {
    return java.util.stream.Stream.concat(playlist.segments.stream(), playlist.open.stream())
        .flatMap(segment -> segment.parts.stream())
        .map(ParsedPlaylist.Part::uri)
        .toList();
  }

  /** What was once said of a name stays true. */
  private void same(String what, Object value) {
    Object before = seen.putIfAbsent(what, value);
    assertTrue(before == null || before.equals(value), what + ": " + before + ", then " + value);
  }
}
