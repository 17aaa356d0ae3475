package io.atalaya.media.hls;

import io.atalaya.media.live.RenditionSnapshot;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The delivery directives of a playlist request (RFC 8216bis, 6.2.5).
 *
 * <p>Use: {@link #parse} the query, {@link #check} it against the present snapshot, and if that
 * says {@link Check#WAIT}, await a snapshot for which {@link #isMet} holds.
 *
 * @param msn the segment that the playlist must hold
 * @param part of that segment, if a part will do
 * @param skip whether the player takes a delta update
 */
public record BlockingReload(OptionalLong msn, OptionalInt part, boolean skip) {

  private static final int MAX_DIGITS = 15;
  private static final long NANOS = 1_000_000_000;

  /** What to do with a request. */
  public enum Check {
    ANSWER,
    WAIT,
    /** So far ahead of the playlist that it must be a mistake: 400 (RFC 8216bis, 6.2.5.2). */
    TOO_FAR_AHEAD
  }

  /** A query as it was meant, or why it cannot be. */
  public sealed interface Parsed {
    record Valid(BlockingReload reload) implements Parsed {}

    /** For a 400: which parameter, and why. */
    record Invalid(String parameter, String reason) implements Parsed {}
  }

  /** Parameters of other names are none of our business; a known one comes once at most. */
  public static Parsed parse(Map<String, List<String>> query) {
    for (String name : List.of("_HLS_msn", "_HLS_part", "_HLS_skip")) {
      var values = query.getOrDefault(name, List.of());
      if (values.size() > 1) {
        return new Parsed.Invalid(name, "given more than once");
      }
      if (!name.equals("_HLS_skip") && !values.stream().allMatch(BlockingReload::isNumber)) {
        return new Parsed.Invalid(name, "not a decimal number");
      }
    }
    var skip = query.getOrDefault("_HLS_skip", List.of());
    if (!skip.stream().allMatch(value -> value.equals("YES") || value.equals("v2"))) {
      return new Parsed.Invalid("_HLS_skip", "neither YES nor v2");
    }
    var msn = query.getOrDefault("_HLS_msn", List.of());
    var part = query.getOrDefault("_HLS_part", List.of());
    if (msn.isEmpty() && !part.isEmpty()) {
      return new Parsed.Invalid("_HLS_part", "given without _HLS_msn");
    }
    return new Parsed.Valid(
        new BlockingReload(
            msn.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(msn.getFirst())),
            part.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of((int) Math.min(Long.parseLong(part.getFirst()), 1 << 20)),
            !skip.isEmpty()));
  }

  /** Whether to answer at once, to wait, or to refuse. */
  public Check check(RenditionSnapshot rendition) {
    if (isMet(rendition)) {
      return Check.ANSWER;
    }
    return isTooFarAhead(rendition) ? Check.TOO_FAR_AHEAD : Check.WAIT;
  }

  public boolean isMet(RenditionSnapshot rendition) {
    return msn.isEmpty() || rendition.reaches(msn.getAsLong(), part);
  }

  private boolean isTooFarAhead(RenditionSnapshot rendition) {
    long ahead = msn.orElse(0) - rendition.nextMsn();
    if (ahead > 1) {
      return true;
    }
    if (part.isEmpty() || ahead < 0) {
      return false;
    }
    int published = ahead == 0 ? rendition.open().map(open -> open.parts().size()).orElse(0) : 0;
    return part.getAsInt() >= published + advancePartLimit(rendition);
  }

  /** RFC 8216bis, 6.2.5.2: three, or three seconds of parts shorter than a second. */
  private static long advancePartLimit(RenditionSnapshot rendition) {
    long target = rendition.partTarget().toNanos();
    return target < NANOS ? (3 * NANOS + target - 1) / target : 3;
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_DIGITS
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
