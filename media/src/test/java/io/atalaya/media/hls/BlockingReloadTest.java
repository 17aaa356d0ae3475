package io.atalaya.media.hls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.atalaya.media.DirectMemory;
import io.atalaya.media.ManualClock;
import io.atalaya.media.hls.BlockingReload.Check;
import io.atalaya.media.hls.BlockingReload.Parsed;
import io.atalaya.media.live.Camera;
import io.atalaya.media.live.LiveConfig;
import io.atalaya.media.live.LiveStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BlockingReloadTest {

  @Test
  void reads_the_directives() {
    assertEquals(valid(OptionalLong.empty(), OptionalInt.empty(), false), parse(Map.of()));
    assertEquals(
        valid(OptionalLong.of(7), OptionalInt.of(2), true),
        parse(
            Map.of(
                "_HLS_msn", List.of("7"), "_HLS_part", List.of("2"), "_HLS_skip", List.of("YES"))));
    assertEquals(
        valid(OptionalLong.empty(), OptionalInt.empty(), true),
        parse(Map.of("_HLS_skip", List.of("v2"), "other", List.of("x", "y"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "+1", "1.5", "x", "9999999999999999", "٣"})
  void refuses_numbers_that_are_none(String text) {
    assertInstanceOf(Parsed.Invalid.class, parse(Map.of("_HLS_msn", List.of(text))));
    assertInstanceOf(
        Parsed.Invalid.class, parse(Map.of("_HLS_msn", List.of("1"), "_HLS_part", List.of(text))));
  }

  @Test
  void refuses_a_part_without_a_segment_and_anything_twice_and_an_unknown_skip() {
    assertInstanceOf(Parsed.Invalid.class, parse(Map.of("_HLS_part", List.of("1"))));
    assertInstanceOf(Parsed.Invalid.class, parse(Map.of("_HLS_msn", List.of("1", "1"))));
    assertInstanceOf(Parsed.Invalid.class, parse(Map.of("_HLS_skip", List.of("yes"))));
  }

  @ParameterizedTest
  @CsvSource({
    // Two segments are complete (0 and 1), of segment 2 there are two parts.
    "0, , ANSWER",
    "1, , ANSWER",
    "2, , WAIT",
    "3, , WAIT",
    "4, , TOO_FAR_AHEAD",
    "2, 1, ANSWER",
    "2, 2, WAIT",
    "2, 7, WAIT",
    "2, 8, TOO_FAR_AHEAD",
    "3, 0, WAIT",
    "3, 6, TOO_FAR_AHEAD",
    "1, 99, ANSWER",
    "99999999, , TOO_FAR_AHEAD",
  })
  void answers_waits_or_refuses(long msn, Integer part, Check expected) {
    var clock = new ManualClock();
    var memory = new DirectMemory();
    try (var stream = new LiveStream(LiveConfig.standard(), memory.allocator(), clock)) {
      new Camera(stream, clock, memory).start(Camera.VIDEO).run(25, 50, 125, false);
      var reload =
          new BlockingReload(
              OptionalLong.of(msn),
              part == null ? OptionalInt.empty() : OptionalInt.of(part),
              false);
      assertEquals(expected, reload.check(stream.snapshot().renditions().getFirst()));
    }
  }

  private static Parsed parse(Map<String, List<String>> query) {
    return BlockingReload.parse(query);
  }

  private static Parsed valid(OptionalLong msn, OptionalInt part, boolean skip) {
    return new Parsed.Valid(new BlockingReload(msn, part, skip));
  }
}
