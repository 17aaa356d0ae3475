package io.atalaya.media.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.media.DirectMemory;
import io.atalaya.media.ManualClock;
import io.atalaya.media.codec.Track;
import io.netty.buffer.ByteBuf;
import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Readers that fetch, wait and cancel while one writer appends: no torn bytes, no lost buffer. */
final class LiveStreamRaceTest {
  private static final int READERS = 4;
  private static final int FRAMES = 25 * 600;

  private final ManualClock clock = new ManualClock();
  private final DirectMemory memory = new DirectMemory();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final AtomicLong fetched = new AtomicLong();
  private final AtomicLong woken = new AtomicLong();

  @Test
  void every_reader_gets_whole_objects_and_every_buffer_comes_back() throws Exception {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    var stream = new LiveStream(LiveConfig.standard(), memory.allocator(), clock);
    var camera = new Camera(stream, clock, memory).start(Camera.VIDEO, Camera.AUDIO);
    var begun = new CountDownLatch(READERS);
    var readers = new ArrayList<Thread>();
    for (int i = 0; i < READERS; i++) {
      readers.add(Thread.ofPlatform().start(() -> read(stream, begun)));
    }
    assertTrue(begun.await(10, TimeUnit.SECONDS));
    camera.run(25, 50, FRAMES, true);
    stream.close();
    for (Thread reader : readers) {
      assertTrue(reader.join(java.time.Duration.ofSeconds(20)), "a reader hangs");
    }
    assertNull(failure.get(), () -> failure.get().toString());
    assertTrue(fetched.get() > 0 && woken.get() > 0);
    assertEquals(0, stream.waiting());
    memory.assertAllReleased();
  }

  private void read(LiveStream stream, CountDownLatch begun) {
    begun.countDown();
    try {
      LiveSnapshot last = stream.snapshot();
      while (!last.ended()) {
        LiveSnapshot now = stream.snapshot();
        assertTrue(now.version() >= last.version());
        now.rendition(Track.Kind.VIDEO).ifPresent(video -> fetch(stream, video));
        try (var _ = stream.await(s -> s.version() > now.version(), _ -> woken.incrementAndGet())) {
          Thread.onSpinWait();
        }
        last = now;
      }
    } catch (Throwable e) {
      failure.set(e);
    }
  }

  private void fetch(LiveStream stream, RenditionSnapshot video) {
    for (SegmentInfo segment : video.segments()) {
      stream
          .bytes(new MediaObject.Segment(Track.Kind.VIDEO, segment.msn()))
          .ifPresent(bytes -> check(bytes, segment));
    }
  }

  /** Every sixteen bytes tell a time, one frame after the last. */
  private void check(ByteBuf bytes, SegmentInfo segment) {
    try {
      assertEquals(segment.sizeBytes(), bytes.readableBytes());
      long time = -1;
      while (bytes.isReadable()) {
        assertEquals(0, bytes.readLong());
        long next = bytes.readLong();
        assertTrue(time < 0 || next == time + 3_600, "torn at " + next);
        time = next;
      }
      fetched.incrementAndGet();
    } finally {
      bytes.release();
    }
  }
}
