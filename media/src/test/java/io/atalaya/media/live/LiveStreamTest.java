package io.atalaya.media.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.media.DirectMemory;
import io.atalaya.media.ManualClock;
import io.atalaya.media.codec.Track;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LiveStreamTest {
  private static final Track.Kind VIDEO = Track.Kind.VIDEO;
  private static final Track.Kind AUDIO = Track.Kind.AUDIO;

  private final ManualClock clock = new ManualClock();
  private final DirectMemory memory = new DirectMemory();
  private final LiveStream stream =
      new LiveStream(LiveConfig.standard(), memory.allocator(), clock);
  private final Camera camera = new Camera(stream, clock, memory);

  @AfterEach
  void every_buffer_came_back() {
    stream.close();
    memory.assertAllReleased();
  }

  @Test
  void is_playable_with_its_first_part_and_not_before() {
    camera.start(Camera.VIDEO);
    camera.run(25, 50, 2, false);
    assertFalse(stream.snapshot().playable());
    camera.frame(3_600, false);
    assertTrue(stream.snapshot().playable());
    var metrics = stream.metrics();
    assertEquals(clock.instant(), metrics.firstPartAt().orElseThrow());
    assertEquals(Duration.ofMillis(80), metrics.publishLatency().orElseThrow());
    assertEquals(25, metrics.framesPerSecond(), 0.01);
    assertEquals(16 * 8 * 25, metrics.bitsPerSecond());
  }

  @Test
  void the_first_part_of_a_run_is_short_and_all_others_are_as_long_as_they_may_be() {
    camera.start(Camera.VIDEO);
    camera.run(25, 50, 101, false);
    assertEquals(List.of(3, 12, 12, 12, 11), framesOfParts(0));
    assertEquals(List.of(12, 12, 12, 12, 2), framesOfParts(1));
    stream.discontinuity();
    camera.start(Camera.VIDEO);
    camera.run(25, 50, 51, false);
    assertEquals(List.of(3, 12, 12, 12, 11), framesOfParts(3), "of each run");
  }

  private List<Integer> framesOfParts(int segment) {
    return stream.snapshot().rendition(VIDEO).orElseThrow().segments().get(segment).parts().stream()
        .map(part -> (int) (part.duration().toMillis() / 40))
        .toList();
  }

  @Test
  void pictures_that_begin_unsteadily_are_looked_at_for_longer() {
    camera.start(Camera.VIDEO);
    camera.frame(3_600, true);
    camera.frame(900, false);
    camera.frame(18_000, false);
    assertFalse(stream.snapshot().playable());
    camera.run(5, 50, 1, false);
    assertTrue(stream.snapshot().playable());
    assertEquals(
        Duration.ofMillis(631),
        stream.snapshot().rendition(VIDEO).orElseThrow().partTarget(),
        "of five pictures a second");
  }

  @Test
  void waits_for_every_announced_rendition_before_it_is_playable() {
    camera.start(Camera.VIDEO, Camera.AUDIO);
    camera.run(25, 50, 25, false);
    assertFalse(stream.snapshot().playable());
    camera.sound();
    assertFalse(stream.snapshot().playable(), "one sound does not tell the part target");
    for (int i = 0; i < 8; i++) {
      camera.sound();
    }
    assertTrue(stream.snapshot().playable());
  }

  @Test
  void plays_on_with_gaps_where_announced_audio_never_comes() {
    camera.start(Camera.VIDEO, Camera.AUDIO);
    camera.run(25, 50, 25 * 20, false);
    var audio = stream.snapshot().rendition(AUDIO).orElseThrow();
    assertTrue(stream.snapshot().playable());
    assertTrue(audio.segments().stream().allMatch(SegmentInfo::gap));
    var video = stream.snapshot().rendition(VIDEO).orElseThrow();
    assertEquals(video.nextMsn() - 1, audio.nextMsn());
  }

  @Test
  void a_segment_is_the_bytes_that_came_in() {
    camera.start(Camera.VIDEO);
    camera.run(25, 50, 101, false);
    byte[] segment = take(new MediaObject.Segment(VIDEO, 1));
    var expected = ByteBuffer.allocate(50 * 16);
    for (int frame = 50; frame < 100; frame++) {
      expected.putLong(0).putLong(frame * 3_600L);
    }
    assertArrayEquals(expected.array(), segment);
    var parts = ByteBuffer.allocate(50 * 16);
    for (int part = 0; part < 5; part++) {
      parts.put(take(new MediaObject.Part(VIDEO, 1, part)));
    }
    assertArrayEquals(expected.array(), parts.array());
    assertTrue(stream.bytes(new MediaObject.Part(VIDEO, 1, 5)).isEmpty());
    assertTrue(stream.bytes(new MediaObject.Segment(VIDEO, 2)).isEmpty(), "not complete yet");
    assertTrue(stream.bytes(new MediaObject.Segment(AUDIO, 1)).isEmpty());
  }

  @Test
  void a_timeline_may_begin_anywhere() {
    camera.jumpTo(Duration.ofSeconds(10));
    camera.start(Camera.VIDEO, Camera.AUDIO);
    camera.run(25, 50, 200, true);
    assertEquals(0, stream.metrics().discontinuities());
    var video = stream.snapshot().rendition(VIDEO).orElseThrow();
    assertEquals(Duration.ofSeconds(2), video.segments().getFirst().duration());
  }

  @Test
  void drops_what_comes_before_the_first_key_frame() {
    camera.start(Camera.VIDEO, Camera.AUDIO);
    camera.sound();
    camera.frame(3_600, false);
    camera.frame(3_600, false);
    assertEquals(3, stream.metrics().chunksDropped());
    camera.run(25, 50, 20, false);
    assertEquals(3, stream.metrics().chunksDropped());
    assertTrue(
        stream
            .snapshot()
            .renditions()
            .getFirst()
            .open()
            .orElseThrow()
            .parts()
            .getFirst()
            .independent());
  }

  @Test
  void a_restart_goes_on_counting_and_carries_a_discontinuity_and_a_new_init_segment() {
    camera.start(Camera.VIDEO);
    camera.run(25, 50, 120, false);
    byte[] firstInit = take(new MediaObject.Init(VIDEO, 0));
    stream.discontinuity();
    var ended = stream.snapshot().rendition(VIDEO).orElseThrow();
    assertEquals(3, ended.nextMsn(), "what was begun is published");
    camera.jumpTo(Duration.ZERO);
    stream.init(List.of(Camera.init(Camera.VIDEO, "another")));
    camera.run(25, 50, 60, false);
    var now = stream.snapshot().rendition(VIDEO).orElseThrow();
    assertEquals(
        List.of(false, false, false, true),
        now.segments().stream().map(SegmentInfo::discontinuity).toList());
    assertEquals(
        List.of(0L, 0L, 0L, 3L), now.segments().stream().map(SegmentInfo::initVersion).toList());
    assertEquals(
        "another",
        new String(take(new MediaObject.Init(VIDEO, 3)), java.nio.charset.StandardCharsets.UTF_8));
    assertArrayEquals(firstInit, take(new MediaObject.Init(VIDEO, 0)), "still needed");
    camera.run(25, 50, 25 * 40, false);
    assertTrue(stream.bytes(new MediaObject.Init(VIDEO, 0)).isEmpty(), "no longer needed");
    assertEquals(1, stream.snapshot().rendition(VIDEO).orElseThrow().discontinuitySequence());
    assertEquals(1, stream.metrics().discontinuities());
  }

  @Test
  void a_restart_with_the_same_init_segment_keeps_its_name() {
    camera.start(Camera.VIDEO);
    camera.run(25, 50, 60, false);
    camera.start(Camera.VIDEO);
    camera.run(25, 50, 60, false);
    stream
        .snapshot()
        .rendition(VIDEO)
        .orElseThrow()
        .segments()
        .forEach(segment -> assertEquals(0, segment.initVersion()));
  }

  @Test
  void a_jump_of_the_timeline_is_a_discontinuity_in_both_renditions() {
    camera.start(Camera.VIDEO, Camera.AUDIO);
    camera.run(25, 50, 120, true);
    camera.jumpTo(Duration.ofHours(2));
    camera.run(25, 50, 120, true);
    for (RenditionSnapshot rendition : stream.snapshot().renditions()) {
      assertEquals(1, rendition.segments().stream().filter(SegmentInfo::discontinuity).count());
    }
  }

  @Test
  void a_stream_made_later_never_reuses_a_name() {
    camera.start(Camera.VIDEO);
    camera.run(25, 50, 25 * 60, false);
    long last = stream.snapshot().rendition(VIDEO).orElseThrow().nextMsn();
    try (var later = new LiveStream(LiveConfig.standard(), memory.allocator(), clock)) {
      var again = new Camera(later, clock, memory).start(Camera.VIDEO);
      again.run(25, 50, 60, false);
      var rendition = later.snapshot().rendition(VIDEO).orElseThrow();
      assertTrue(rendition.mediaSequence() > last);
      assertTrue(rendition.segments().getFirst().initVersion() > last);
    }
  }

  @Test
  void never_holds_more_than_its_bound_whatever_the_camera_sends() {
    long maxBytes = 3_000_000;
    var config = new LiveConfig(Duration.ofMillis(500), Duration.ofSeconds(2), 6, 2, maxBytes, 10);
    try (var small = new LiveStream(config, memory.allocator(), clock)) {
      var loud =
          new Camera(small, clock, memory).start(Camera.VIDEO, Camera.AUDIO).chunkBytes(500_000);
      for (int i = 0; i < 300; i++) {
        loud.frame(3_600, i == 0);
        while (loud.audioIsDue()) {
          loud.sound();
        }
        assertTrue(small.metrics().bytesHeld() <= maxBytes);
        assertTrue(memory.usedBytes() <= maxBytes, "uses " + memory.usedBytes());
      }
      assertTrue(small.snapshot().playable());
    }
  }

  @Test
  void holds_less_as_soon_as_it_may_and_more_when_it_may_again() {
    camera.start(Camera.VIDEO).chunkBytes(100_000);
    camera.run(25, 25, 510, false);
    long whole = stream.metrics().bytesHeld();
    assertTrue(whole > 40_000_000);
    stream.holdAtMost(12_000_000);
    assertTrue(stream.metrics().bytesHeld() <= 12_000_000, "at once");
    long less = 4_000_000; // under what a segment was before
    stream.holdAtMost(less);
    for (int i = 0; i < 500; i++) {
      camera.frame(3_600, i % 25 == 0);
      assertTrue(stream.metrics().bytesHeld() <= less, "whatever comes");
    }
    assertTrue(stream.snapshot().playable());
    stream.holdAtMost(Long.MAX_VALUE);
    camera.run(25, 25, 510, false);
    assertTrue(stream.metrics().bytesHeld() > 40_000_000);
  }

  @Test
  void drops_a_chunk_that_is_larger_than_a_segment_may_be() {
    camera.start(Camera.VIDEO).chunkBytes((int) LiveConfig.standard().maxBytes() / 3 + 1);
    camera.frame(3_600, true);
    assertEquals(1, stream.metrics().chunksDropped());
    memory.assertAllReleased();
  }

  @Test
  void a_reader_keeps_what_it_is_sending_though_the_stream_dropped_it_and_closed() {
    camera.start(Camera.VIDEO);
    camera.run(25, 50, 60, false);
    var object = new MediaObject.Segment(VIDEO, 0);
    var sending = stream.bytes(object).orElseThrow();
    camera.run(25, 50, 25 * 60, false);
    assertTrue(stream.bytes(object).isEmpty(), "left the ring");
    stream.close();
    assertTrue(memory.usedBytes() >= 50 * 16);
    assertEquals(50 * 16, DirectMemory.take(sending).length);
    memory.assertAllReleased();
  }

  @Test
  void calls_a_waiter_once_when_its_part_is_there() {
    camera.start(Camera.VIDEO);
    var seen = new ArrayList<LiveSnapshot>();
    stream.await(s -> s.settles(new MediaObject.Part(VIDEO, 0, 1)), seen::add);
    camera.run(25, 50, 14, false);
    assertEquals(0, seen.size());
    camera.frame(3_600, false);
    assertEquals(1, seen.size());
    camera.run(25, 50, 100, false);
    assertEquals(1, seen.size());
    assertEquals(0, stream.waiting());
  }

  @Test
  void calls_a_waiter_at_once_when_there_is_nothing_to_wait_for() {
    camera.start(Camera.VIDEO);
    camera.run(25, 50, 60, false);
    var seen = new ArrayList<LiveSnapshot>();
    stream.await(s -> s.settles(new MediaObject.Part(VIDEO, 0, 1)), seen::add);
    stream.await(s -> s.settles(new MediaObject.Part(VIDEO, 0, 9)), seen::add);
    assertEquals(2, seen.size(), "there, and never to be");
  }

  @Test
  void never_calls_a_waiter_that_was_closed() {
    camera.start(Camera.VIDEO);
    var seen = new ArrayList<LiveSnapshot>();
    try (var _ = stream.await(LiveSnapshot::playable, seen::add)) {
      assertEquals(1, stream.waiting());
    }
    assertEquals(0, stream.waiting());
    camera.run(25, 50, 60, false);
    assertEquals(0, seen.size());
  }

  @Test
  void calls_all_waiters_when_it_closes() {
    var seen = new ArrayList<LiveSnapshot>();
    stream.await(LiveSnapshot::playable, seen::add);
    stream.close();
    assertTrue(seen.getFirst().ended());
    assertEquals(0, stream.waiting());
    stream.await(LiveSnapshot::playable, seen::add);
    assertEquals(2, seen.size(), "after the end there is nothing to wait for");
  }

  @Test
  void a_waiter_too_many_is_called_at_once() {
    var config = new LiveConfig(Duration.ofMillis(500), Duration.ofSeconds(2), 6, 2, 1 << 20, 2);
    try (var small = new LiveStream(config, memory.allocator(), clock)) {
      var seen = new ArrayList<LiveSnapshot>();
      for (int i = 0; i < 3; i++) {
        small.await(LiveSnapshot::playable, seen::add);
      }
      assertEquals(1, seen.size());
      assertEquals(2, small.waiting());
    }
  }

  @Test
  void a_callback_that_fails_stops_neither_the_stream_nor_the_others() {
    camera.start(Camera.VIDEO);
    var seen = new ArrayList<LiveSnapshot>();
    for (int i = 0; i < 3; i++) {
      stream.await(
          LiveSnapshot::playable,
          _ -> {
            throw new IllegalStateException("a test's callback");
          });
      stream.await(LiveSnapshot::playable, seen::add);
    }
    camera.run(25, 50, 60, false);
    assertEquals(3, seen.size());
  }

  @Test
  void a_part_beyond_the_last_of_a_segment_is_the_first_of_the_next() {
    camera.start(Camera.VIDEO);
    camera.run(25, 50, 50, false);
    camera.frame(3_600, true);
    var rendition = stream.snapshot().rendition(VIDEO).orElseThrow();
    assertTrue(rendition.reaches(0, OptionalInt.empty()));
    assertTrue(rendition.reaches(0, OptionalInt.of(4)));
    assertFalse(rendition.reaches(0, OptionalInt.of(5)), "that is part 1.0, not there yet");
    assertFalse(rendition.reaches(1, OptionalInt.of(0)));
    assertTrue(rendition.settles(new MediaObject.Part(VIDEO, 0, 5)), "it will never be");
    camera.run(25, 50, 12, false);
    assertTrue(stream.snapshot().rendition(VIDEO).orElseThrow().reaches(0, OptionalInt.of(5)));
  }

  @Test
  void a_report_of_the_camera_dates_what_comes_in_a_burst() {
    camera.start(Camera.VIDEO, Camera.AUDIO);
    stream.captured(AUDIO, 0, clock.instant().plusSeconds(3));
    stream.captured(VIDEO, 4 * 90_000, clock.instant());
    for (int frame = 0; frame < 100; frame++) {
      stream.append(camera.chunk(VIDEO, frame * 3_600L, 3_600, frame % 50 == 0));
    }
    var first = stream.snapshot().rendition(VIDEO).orElseThrow().segments().getFirst();
    assertEquals(clock.instant().minusSeconds(4), first.programDateTime());
  }

  @Test
  void dates_follow_a_camera_whose_clock_is_slow_without_a_jump() {
    camera.start(Camera.VIDEO);
    Instant before = null;
    for (int i = 0; i < 25 * 600; i++) {
      camera.frame(3_600, i % 50 == 0);
      clock.advance(Duration.ofNanos(40_000)); // 0.1 % slower than ours
      var segments =
          stream.snapshot().renditions().stream().flatMap(r -> r.segments().stream()).toList();
      if (!segments.isEmpty()) {
        var newest = segments.getLast();
        Instant date = newest.programDateTime();
        long lag = Duration.between(date.plus(newest.duration()), clock.instant()).toMillis();
        assertTrue(Math.abs(lag) < 2_200, "date is " + lag + " ms off");
        long apart = before == null ? 2_000 : Duration.between(before, date).toMillis();
        assertTrue(apart == 0 || Math.abs(apart - 2_000) <= 10, apart + " ms apart");
        before = date;
      }
    }
  }

  @Test
  void takes_and_releases_chunks_after_it_closed_or_before_it_began() {
    camera.frame(3_600, true);
    stream.close();
    camera.frame(3_600, true);
    memory.assertAllReleased();
    assertTrue(stream.bytes(new MediaObject.Segment(VIDEO, 0)).isEmpty());
  }

  @Test
  void refuses_two_tracks_of_a_kind_and_none() {
    assertThrows(IllegalArgumentException.class, () -> stream.init(List.of()));
    assertThrows(IllegalArgumentException.class, () -> camera.start(Camera.VIDEO, Camera.VIDEO));
  }

  @Test
  void audio_alone_leads_its_own_cuts() {
    camera.start(Camera.AUDIO);
    for (int i = 0; i < 16 * 60; i++) {
      camera.sound();
      clock.advance(Duration.ofMillis(64));
    }
    var audio = stream.snapshot().renditions().getFirst();
    assertEquals(AUDIO, audio.kind());
    assertTrue(audio.segments().size() >= 6);
  }

  private byte[] take(MediaObject object) {
    return DirectMemory.take(stream.bytes(object).orElseThrow());
  }
}
