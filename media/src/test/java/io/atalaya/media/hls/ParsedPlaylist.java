package io.atalaya.media.hls;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A media playlist read back line by line, by a reader that shares nothing with the writer. */
final class ParsedPlaylist {
  record Part(String uri, BigDecimal duration, boolean independent) {}

  static final class Segment {
    long msn;
    long discontinuitySequence;
    boolean discontinuity;
    boolean gap;
    String map;
    Instant date;
    BigDecimal duration;
    String uri;
    final List<Part> parts = new ArrayList<>();

    @Override
    public String toString() {
      return "segment " + msn + " " + duration + " " + uri + " parts " + parts;
    }
  }

  final String text;
  int version;
  int targetDuration;
  BigDecimal partTarget;
  Map<String, String> serverControl = Map.of();
  long mediaSequence;
  long discontinuitySequence;
  int skipped;
  final List<Segment> segments = new ArrayList<>();
  Optional<Segment> open = Optional.empty();
  Optional<String> hint = Optional.empty();
  final List<Map<String, String>> reports = new ArrayList<>();

  private Segment current = new Segment();
  private String map;

  private static final Pattern ATTRIBUTE =
      Pattern.compile("([A-Z0-9-]+)=(\"[^\"]*\"|[^,\"]+)(?:,|$)");

  ParsedPlaylist(String text) {
    this.text = text;
    if (!text.startsWith("#EXTM3U\n") || !text.endsWith("\n")) {
      throw new AssertionError("not a playlist: " + text);
    }
    text.lines().skip(1).forEach(this::line);
    if (!current.parts.isEmpty()) {
      finish();
      open = Optional.of(segments.removeLast());
    } else if (current.discontinuity || current.date != null) {
      throw new AssertionError("tags of a segment that is not there:\n" + text);
    }
  }

  /** This delta update with what it leaves out taken from an earlier full playlist. */
  void fillFrom(ParsedPlaylist earlier) {
    var filled = new ArrayList<Segment>();
    for (Segment segment : earlier.segments) {
      if (segment.msn >= mediaSequence && segment.msn < mediaSequence + skipped) {
        filled.add(segment);
      }
    }
    if (filled.size() != skipped) {
      throw new AssertionError("skips " + skipped + " but the earlier one has " + filled.size());
    }
    segments.addAll(0, filled);
  }

  private void line(String line) {
    int colon = line.indexOf(':');
    String tag = colon < 0 || !line.startsWith("#") ? line : line.substring(0, colon);
    String value = colon < 0 ? "" : line.substring(colon + 1);
    switch (tag) {
      case "#EXT-X-VERSION" -> version = Integer.parseInt(value);
      case "#EXT-X-TARGETDURATION" -> targetDuration = Integer.parseInt(value);
      case "#EXT-X-SERVER-CONTROL" -> serverControl = attributes(value);
      case "#EXT-X-PART-INF" -> partTarget = new BigDecimal(attributes(value).get("PART-TARGET"));
      case "#EXT-X-MEDIA-SEQUENCE" -> mediaSequence = Long.parseLong(value);
      case "#EXT-X-DISCONTINUITY-SEQUENCE" -> discontinuitySequence = Long.parseLong(value);
      case "#EXT-X-SKIP" -> skipped = Integer.parseInt(attributes(value).get("SKIPPED-SEGMENTS"));
      case "#EXT-X-DISCONTINUITY" -> current.discontinuity = true;
      case "#EXT-X-GAP" -> current.gap = true;
      case "#EXT-X-MAP" -> map = attributes(value).get("URI");
      case "#EXT-X-PROGRAM-DATE-TIME" -> current.date = Instant.parse(value);
      case "#EXT-X-PART" -> part(attributes(value));
      case "#EXTINF" -> current.duration = new BigDecimal(value.substring(0, value.indexOf(',')));
      case "#EXT-X-PRELOAD-HINT" -> hint = Optional.of(attributes(value).get("URI"));
      case "#EXT-X-RENDITION-REPORT" -> reports.add(attributes(value));
      default -> uri(line);
    }
  }

  private void part(Map<String, String> attributes) {
    current.parts.add(
        new Part(
            attributes.get("URI"),
            new BigDecimal(attributes.get("DURATION")),
            "YES".equals(attributes.get("INDEPENDENT"))));
  }

  private void uri(String line) {
    if (line.startsWith("#") || line.isBlank() || current.duration == null) {
      throw new AssertionError("unexpected line '" + line + "' in\n" + text);
    }
    current.uri = line;
    finish();
  }

  private void finish() {
    current.msn = mediaSequence + skipped + segments.size();
    long before =
        segments.isEmpty() ? discontinuitySequence : segments.getLast().discontinuitySequence;
    current.discontinuitySequence = before + (current.discontinuity ? 1 : 0);
    current.map = map;
    segments.add(current);
    current = new Segment();
  }

  static Map<String, String> attributes(String list) {
    var attributes = new HashMap<String, String>();
    Matcher matcher = ATTRIBUTE.matcher(list);
    int end = 0;
    while (matcher.find()) {
      if (matcher.start() != end) {
        throw new AssertionError("not an attribute list: " + list);
      }
      end = matcher.end();
      String value = matcher.group(2);
      attributes.put(
          matcher.group(1),
          value.startsWith("\"") ? value.substring(1, value.length() - 1) : value);
    }
    if (end != list.length()) {
      throw new AssertionError("not an attribute list: " + list);
    }
    return attributes;
  }
}
