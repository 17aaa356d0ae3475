package io.atalaya.gateway.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.contract.gateway.EngineChoice;
import io.atalaya.contract.gateway.FailureKind;
import io.atalaya.contract.gateway.IngestState;
import io.atalaya.contract.gateway.Transport;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import io.atalaya.contract.source.SourcePolicy;
import io.atalaya.contract.source.SourceUrl;
import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.engine.RecordedRun;
import io.atalaya.gateway.engine.inprocess.InprocessEngine;
import io.atalaya.gateway.engine.inprocess.InprocessOptions;
import io.atalaya.gateway.platform.MediaMemory;
import io.atalaya.media.codec.Track;
import io.atalaya.testkit.FaultProxy;
import io.atalaya.testkit.FaultProxy.Weather;
import io.atalaya.testkit.GstreamerCameras;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cameras behind networks that fail, each in a way of its own, all at once. */
class FaultyNetworkTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final Duration STALL = Duration.ofSeconds(2);
  private static final Duration BACKOFF = Duration.ofSeconds(1);

  /**
   * What a camera may take to come back: to notice, to wait, to begin at a key frame; and what a
   * machine may halt meanwhile.
   */
  private static final Duration RECOVERY =
      STALL.plus(ANSWER).plus(BACKOFF).plus(Duration.ofSeconds(23));

  private static final int SECOND = 25;
  private static final long SEED = 7;

  /** What goes wrong, and what may come of it. */
  private enum Fault {
    LATENCY,
    LITTLE_BANDWIDTH,
    RESET,
    FREEZE,
    CORRUPTION,
    LOSS;

    Weather weather() {
      return switch (this) {
        case LATENCY -> Weather.late(Duration.ofSeconds(1));
        case LITTLE_BANDWIDTH -> Weather.narrow(3_000);
        case RESET -> Weather.FINE;
        case FREEZE -> Weather.FROZEN;
        case CORRUPTION -> Weather.corrupting(0.05);
        case LOSS -> Weather.losing(0.05);
      };
    }

    StreamKey key() {
      return FaultyNetworkTest.key(name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    }
  }

  @TempDir Path folder;
  private final Map<Fault, FaultProxy> networks = new EnumMap<>(Fault.class);
  private GstreamerCameras source;
  private RecordingEngine engine;
  private CameraRegistry cameras;

  @BeforeEach
  void start() throws Exception {
    source = GstreamerCameras.start(folder);
    engine =
        new RecordingEngine(
            new InprocessEngine(
                new InprocessOptions(ANSWER, Duration.ofSeconds(5), STALL, Duration.ofMillis(20)),
                InstantSource.system(),
                new SplittableRandom(1)),
            folder);
    var world =
        new IngestWorld(
            new Engines(List.of(engine)),
            new SourceGuard(new SourcePolicy(List.of(), true, Set.of())),
            new RetryPolicy(Duration.ofMillis(200), BACKOFF, BACKOFF),
            new IngestMeters(new SimpleMeterRegistry()),
            InstantSource.system(),
            new java.util.Random(1));
    cameras = new CameraRegistry(world, 10);
  }

  @AfterEach
  void stop() throws Exception {
    assertTrue(cameras.close());
    for (FaultProxy network : networks.values()) {
      network.close();
    }
    source.close();
  }

  @Test
  @DisplayName("each comes back by itself, what was sent is decodable, and a neighbour plays on")
  void survives() throws Exception {
    long memory = MediaMemory.POOL.pinnedDirectMemory();
    URI mount = URI.create(source.url("h264"));
    CameraIngest neighbour = provision(key("neighbour"), mount.getPort());
    for (Fault fault : Fault.values()) {
      networks.put(fault, FaultProxy.before(mount.getPort(), SEED));
      provision(fault.key(), networks.get(fault).port());
    }
    for (Fault fault : Fault.values()) {
      awaitPlaying(fault, 2 * SECOND);
    }
    // The camera's own beginning may have a jump.
    long discontinuities = neighbour.feed().live().metrics().discontinuities();
    engine.forgetHoles();

    networks.forEach((fault, network) -> network.weather(fault.weather()));
    networks.get(Fault.RESET).reset();
    CameraIngest frozen = find(Fault.FREEZE);
    Eventually.holds(
        SOON,
        () ->
            frozen.lastFailure().filter(f -> f.kind() == FailureKind.STALLED).isPresent()
                && frozen.runs() > 1);
    networks.values().forEach(network -> network.weather(Weather.FINE));
    for (Fault fault : Fault.values()) {
      awaitPlaying(fault, engine.frames(fault.key()) + 2 * SECOND);
    }

    assertEquals(1, neighbour.runs());
    assertEquals(discontinuities, neighbour.feed().live().metrics().discontinuities());
    assertTrue(find(Fault.RESET).runs() > 1);
    for (Fault fault : List.of(Fault.LATENCY, Fault.LOSS)) {
      assertEquals(1, find(fault).runs(), fault + " is nothing to begin anew for");
    }
    assertTrue(cameras.close());
    assertEquals("", complaints(key("neighbour")));
    assertTrue(engine.isContiguous(key("neighbour")));
    for (Fault fault : Fault.values()) {
      assertEquals("", complaints(fault.key()), fault::toString);
    }
    assertEquals(memory, MediaMemory.POOL.pinnedDirectMemory());
  }

  /** TCP lets nothing corrupt through; where it does, only a decoder could tell. */
  private String complaints(StreamKey key) throws Exception {
    var said = new StringBuilder();
    for (RecordedRun run : engine.runs(key)) {
      for (RecordedRun.Recording recording : run.of(Track.Kind.VIDEO)) {
        said.append(
            key.equals(Fault.CORRUPTION.key())
                ? RecordedRun.complaintsOfContainer(recording)
                : RecordedRun.complaints(recording));
      }
    }
    return said.toString();
  }

  private void awaitPlaying(Fault fault, int frames) {
    try {
      Eventually.holds(
          RECOVERY,
          () ->
              find(fault).phase().state() == IngestState.LIVE
                  && engine.frames(fault.key()) >= frames);
    } catch (AssertionError e) {
      throw new AssertionError(
          fault + ": " + find(fault).phase() + ", " + find(fault).lastFailure(), e);
    }
  }

  private CameraIngest find(Fault fault) {
    return cameras.find(fault.key()).orElseThrow();
  }

  private static StreamKey key(String tenant) {
    return new StreamKey(new TenantId(tenant), new CameraId("lobby"));
  }

  private CameraIngest provision(StreamKey key, int port) throws Exception {
    var settings =
        new CameraSettings(
            key,
            SourceUrl.parse("rtsp://127.0.0.1:" + port + "/h264"),
            Transport.TCP,
            EngineChoice.AUTO,
            false,
            true,
            1);
    return assertInstanceOf(CameraRegistry.Outcome.Created.class, cameras.provision(settings))
        .camera();
  }
}
