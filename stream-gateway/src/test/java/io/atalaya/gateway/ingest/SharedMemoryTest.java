package io.atalaya.gateway.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.contract.gateway.EngineChoice;
import io.atalaya.contract.gateway.Transport;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import io.atalaya.contract.source.SourcePolicy;
import io.atalaya.contract.source.SourceUrl;
import io.atalaya.gateway.engine.FakeEngine;
import io.atalaya.gateway.engine.MediaSink;
import io.atalaya.gateway.ingest.CameraRegistry.Outcome;
import io.atalaya.gateway.platform.MediaMemory;
import io.atalaya.media.codec.Track;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.InitSegment;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The memory of media is all cameras', and one tenant's never takes another's. */
class SharedMemoryTest {
  private static final int MIB = 1 << 20;

  /** As many that send 32 Mbit/s as would take more than there is. */
  private static final int GREEDY = (int) (MediaMemory.limitBytes() / (40L * MIB)) + 1;

  private static final int MODEST = 5;

  private final FakeEngine engine = new FakeEngine();
  private final CameraRegistry cameras =
      new CameraRegistry(
          new IngestWorld(
              new Engines(List.of(engine)),
              new SourceGuard(
                  new SourcePolicy(List.of(), false, Set.of()),
                  _ -> new InetAddress[] {InetAddress.ofLiteral("192.0.2.1")}),
              RetryPolicy.USUAL,
              new IngestMeters(new SimpleMeterRegistry()),
              InstantSource.system(),
              new Random(1)),
          2 * GREEDY + MODEST);

  @AfterEach
  void close() throws Exception {
    assertTrue(cameras.close());
  }

  @Test
  void tenants_of_large_pictures_take_no_memory_from_those_of_small_ones() throws Exception {
    List<Sender> modest = senders("modest", MODEST, 256 << 10);
    List<Sender> greedy = senders("greedy", GREEDY, 4 * MIB);
    pass(60, modest, greedy);
    long usual = modest.getFirst().held();
    assertTrue(usual >= 16 * (256 << 10), "a whole window: " + usual);
    modest.forEach(sender -> assertEquals(usual, sender.held()));
    long least = greedy.stream().mapToLong(Sender::held).min().orElseThrow();
    assertTrue(least >= 12 * MIB, "what there is, is theirs: " + least);

    // Some fall silent with all they have, and others come.
    List<Sender> late = senders("late", GREEDY, 4 * MIB);
    pass(60, modest, late);
    modest.forEach(sender -> assertEquals(usual, sender.held()));
    List<Sender> all = new ArrayList<>(greedy);
    all.addAll(late);
    long most = all.stream().mapToLong(Sender::held).max().orElseThrow();
    long mean = all.stream().mapToLong(Sender::held).sum() / all.size();
    assertTrue(
        most - mean <= 8 * MIB, "alike but for a segment: %d, on average %d".formatted(most, mean));
  }

  @Test
  void when_there_is_room_again_windows_are_whole_again() throws Exception {
    List<Sender> greedy = senders("greedy", GREEDY, 4 * MIB);
    pass(40, greedy);
    long cut = greedy.getFirst().held();
    for (Sender sender : greedy.subList(GREEDY / 2, GREEDY)) {
      assertTrue(cameras.deprovision(sender.key));
    }
    List<Sender> left = greedy.subList(0, GREEDY / 2);
    pass(60, left);
    left.forEach(sender -> assertTrue(sender.held() > Math.max(cut, 40 * MIB), "" + sender.held()));
  }

  @SafeVarargs
  private void pass(int seconds, List<Sender>... senders) {
    try {
      for (int i = 0; i < seconds; i++) {
        for (List<Sender> some : senders) {
          some.forEach(Sender::second);
        }
        cameras.shareMemory();
      }
    } catch (OutOfMemoryError e) {
      throw new AssertionError("somebody found no memory", e);
    }
  }

  private List<Sender> senders(String tenant, int count, int bytesASecond) throws Exception {
    var senders = new ArrayList<Sender>();
    for (int i : IntStream.range(0, count).toArray()) {
      var key = new StreamKey(new TenantId(tenant), new CameraId("camera-" + i));
      senders.add(new Sender(key, bytesASecond));
    }
    return senders;
  }

  /** A camera that sends when it is told: two pictures a second, each a key frame. */
  private final class Sender {
    private final StreamKey key;
    private final int bytesASecond;
    private final CameraIngest camera;
    private final MediaSink sink;
    private int chunks;

    Sender(StreamKey key, int bytesASecond) throws Exception {
      this.key = key;
      this.bytesASecond = bytesASecond;
      String host = key.cameraId().value() + "." + key.tenantId().value() + ".test";
      var begun = new CompletableFuture<MediaSink>();
      engine.script(
          host,
          sink -> {
            begun.complete(sink);
            Thread.sleep(Long.MAX_VALUE);
            throw new IllegalStateException("nobody stopped it");
          });
      var settings =
          new CameraSettings(
              key,
              SourceUrl.parse("rtsp://" + host + "/live"),
              Transport.TCP,
              EngineChoice.AUTO,
              false,
              true,
              1);
      camera = assertInstanceOf(Outcome.Created.class, cameras.provision(settings)).camera();
      sink = begun.get(60, TimeUnit.SECONDS);
      var track = new Track(1, Track.Kind.VIDEO, "avc1.42c01e", 1_000, 320, 180, 0, 0);
      sink.init(List.of(new InitSegment(track, ByteBuffer.allocate(64).asReadOnlyBuffer())));
    }

    void second() {
      for (int i = 0; i < 2; i++) {
        int bytes = bytesASecond / 2;
        ByteBuf data = MediaMemory.POOL.directBuffer(bytes).writerIndex(bytes).slice();
        sink.chunk(new Chunk(Track.Kind.VIDEO, chunks * 500L, 500, true, 1, data, Instant.now()));
        chunks++;
      }
    }

    long held() {
      return camera.feed().live().metrics().bytesHeld();
    }
  }
}
