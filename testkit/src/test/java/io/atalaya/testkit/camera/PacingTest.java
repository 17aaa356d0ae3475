package io.atalaya.testkit.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PacingTest {
  private static final int CAMERAS = 200;
  private static final int FRAMES = 60;

  @Test
  void two_hundred_cameras_deliver_every_frame_in_order() throws Exception {
    Clip clip = Clip.bundled("tiny").beginning(Duration.ofSeconds(2));
    try (var simulator = CameraSimulator.start(SimulatorOptions.loopback());
        var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < CAMERAS; i++) {
        String name = "tiny/" + i;
        simulator.add(Camera.named(name).clip(clip).phase(Duration.ofMillis(i * 10L)));
        Callable<Integer> reader = () -> framesInOrder(simulator, name);
        results.add(readers.submit(reader));
      }
      for (Future<Integer> result : results) {
        assertEquals(FRAMES, result.get(120, TimeUnit.SECONDS));
      }
      for (int i = 0; i < CAMERAS; i++) {
        Counters counters = simulator.counters("tiny/" + i);
        assertEquals(0, counters.framesDropped(), counters::toString);
      }
    }
  }

  /** Reads two loops; every packet must follow the one before, every frame be one frame later. */
  private static int framesInOrder(CameraSimulator simulator, String name) throws Exception {
    try (var client = new RtspTestClient(simulator.port())) {
      client.play(simulator.url(name));
      int frames = 0;
      RtspTestClient.Packet before = null;
      while (frames < FRAMES) {
        RtspTestClient.Packet packet = client.nextPacket();
        if (packet.channel() != 0) {
          continue;
        }
        if (before != null) {
          assertEquals((before.sequence() + 1) & 0xffff, packet.sequence());
          long ticks = before.isMarked() ? 6000 : 0;
          assertEquals((before.timestamp() + ticks) & 0xffffffffL, packet.timestamp());
        }
        frames += packet.isMarked() ? 1 : 0;
        before = packet;
      }
      return frames;
    }
  }

  @Test
  void a_slow_reader_misses_whole_frames_and_nobody_else_does() throws Exception {
    // 200 kB a frame: a reader that stands still fills its buffers in a few frames.
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      List<byte[]> payloads = new ArrayList<>();
      H264Packetizer.pack(new byte[200_000], payloads);
      frames.add(new Frame(payloads, true));
    }
    Clip heavy = new Clip(List.of(new Track("video", 96, "H264/90000", "", 90_000, 6000, frames)));
    try (var simulator = CameraSimulator.start(SimulatorOptions.loopback());
        var slow = new RtspTestClient(simulator.port());
        var quick = new RtspTestClient(simulator.port())) {
      simulator.add(Camera.named("heavy").clip(heavy));
      simulator.add(Camera.named("light"));
      slow.play(simulator.url("heavy"));
      quick.play(simulator.url("light"));
      while (simulator.counters("heavy").framesDropped() < 5) {
        quick.nextPacket();
      }
      assertEquals(0, simulator.counters("light").framesDropped());

      // Reading again: whole frames, no sequence number missing, time gone by.
      int next = -1;
      long firstTimestamp = -1;
      long elapsed = 0;
      for (int i = 0; i < 30; ) {
        RtspTestClient.Packet packet = slow.nextPacket();
        if (packet.channel() != 0) {
          continue;
        }
        firstTimestamp = firstTimestamp < 0 ? packet.timestamp() : firstTimestamp;
        elapsed = (packet.timestamp() - firstTimestamp) & 0xffffffffL;
        assertEquals(next < 0 ? packet.sequence() : next, packet.sequence());
        next = (packet.sequence() + 1) & 0xffff;
        i += packet.isMarked() ? 1 : 0;
      }
      assertTrue(elapsed > 30 * 6000, "the thirty frames span " + elapsed + " ticks");
    }
  }

  @Test
  void beats_are_played_in_order_of_their_time_and_only_when_due() {
    var pacer = new Pacer();
    List<Long> played = new ArrayList<>();
    for (long period : new long[] {30, 20}) {
      pacer.add(
          new Pacer.Beat() {
            private long due = period;

            @Override
            public long dueNanos() {
              return due;
            }

            @Override
            public boolean play(long nowNanos) {
              played.add(due);
              due += period;
              return due <= 90;
            }
          });
    }
    assertEquals(15, pacer.nanosToNext(5, 1000));
    pacer.run(45);
    assertEquals(List.of(20L, 30L, 40L), played);
    assertEquals(0, pacer.nanosToNext(70, 1000));
    pacer.run(1000);
    assertEquals(List.of(20L, 30L, 40L, 60L, 60L, 80L, 90L), played);
    assertEquals(1000, pacer.nanosToNext(1000, 1000));
  }
}
