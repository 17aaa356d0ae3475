package io.atalaya.gateway.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.contract.gateway.EngineChoice;
import io.atalaya.contract.gateway.FailureKind;
import io.atalaya.contract.gateway.IngestState;
import io.atalaya.contract.gateway.LastFailure;
import io.atalaya.contract.gateway.Transport;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import io.atalaya.contract.source.SourcePolicy;
import io.atalaya.contract.source.SourceUrl;
import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.engine.FakeEngine;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.PacketLoss;
import io.atalaya.gateway.engine.Stage;
import io.atalaya.gateway.ingest.CameraRegistry.Outcome;
import io.atalaya.media.codec.Track;
import io.atalaya.testkit.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Cameras of a scripted engine, on a clock that moves when told. */
class CameraRegistryTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int CAPACITY = 4;

  private final FakeEngine engine = new FakeEngine();
  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final SourceGuard guard =
      new SourceGuard(
          new SourcePolicy(List.of(), false, Set.of()),
          host ->
              new InetAddress[] {
                InetAddress.ofLiteral(host.equals("inside.test") ? "127.0.0.1" : "192.0.2.1")
              });
  private final CameraRegistry cameras =
      new CameraRegistry(
          new IngestWorld(
              new Engines(List.of(engine)),
              guard,
              RetryPolicy.USUAL,
              new IngestMeters(meters),
              clock,
              new Random(1)),
          CAPACITY);

  @AfterEach
  void close() throws Exception {
    assertTrue(cameras.close());
    assertEquals(0, engine.running());
  }

  @Test
  @DisplayName("a camera that fails is tried again and recovers, and others do not notice")
  void recovers() throws Exception {
    engine.script(
        "broken.test", FakeEngine.failing(new IngestFailure.Unreachable("Nobody there.")));
    engine.script("well.test", FakeEngine.playing());
    CameraIngest broken = provision("acme", "broken", "broken.test");
    CameraIngest well = provision("globex", "broken", "well.test");
    await(well, IngestState.LIVE);

    await(broken, IngestState.RETRYING);
    assertEquals(FailureKind.UNREACHABLE, broken.lastFailure().orElseThrow().kind());
    engine.script("broken.test", FakeEngine.playing());
    assertEquals(1, engine.runs("broken.test"), "not before its time");
    clock.advance(Duration.ofSeconds(30));
    await(broken, IngestState.LIVE);
    assertEquals("Nobody there.", broken.lastFailure().orElseThrow().message());

    assertEquals(1, well.runs(), "never disturbed");
    assertEquals(1, engine.runs("well.test"));
    assertEquals(1, meters.counter("atalaya.ingest.runs.ended", "cause", "unreachable").count());
    assertEquals(2, meters.timer("atalaya.ingest.start", "step", "key_frame").count());
  }

  @ParameterizedTest
  @MethodSource("errors")
  @DisplayName("an error while it connects ends that run, is told and counted, and is tried again")
  void survivesErrors(Error error, String told) throws Exception {
    engine.script(
        "cursed.test",
        sink -> {
          sink.reached(Stage.CONNECTED);
          throw error;
        });
    try (var log = new ErrorLog(CameraIngest.class)) {
      CameraIngest camera = provision("acme", "cursed", "cursed.test");
      await(camera, IngestState.RETRYING);
      LastFailure failure = camera.lastFailure().orElseThrow();
      assertEquals(FailureKind.ENGINE_CRASHED, failure.kind());
      assertEquals(told, failure.message());
      assertEquals(Map.of(FailureKind.ENGINE_CRASHED, 1), camera.history().ended());
      assertEquals(
          1, meters.counter("atalaya.ingest.runs.ended", "cause", "engine_crashed").count());
      assertEquals(1, log.count(error), "with its stack, once");
      assertEquals(1, engine.runs("cursed.test"), "not before its time");

      engine.script("cursed.test", FakeEngine.playing());
      clock.advance(Duration.ofSeconds(30));
      await(camera, IngestState.LIVE);
    }
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of(
            new OutOfMemoryError("Java heap space"),
            "The video server has no memory left for this camera."),
        Arguments.of(
            new StackOverflowError(), "The video engine failed; the video server's log says why."),
        Arguments.of(
            new NoClassDefFoundError("io/atalaya/Missing"),
            "The video engine failed; the video server's log says why."));
  }

  @Test
  @DisplayName("a camera that says goodbye comes back with a discontinuity, numbers going on")
  void comesBack() throws Exception {
    engine.script("ends.test", FakeEngine.ending(100));
    CameraIngest camera = provision("acme", "lobby", "ends.test");
    await(camera, IngestState.RETRYING);
    long before = newestMsn(camera);
    engine.script("ends.test", FakeEngine.playing());
    clock.advance(Duration.ofSeconds(30));
    await(camera, IngestState.LIVE);
    Eventually.holds(SOON, () -> newestMsn(camera) > before);
    assertTrue(
        camera.feed().live().snapshot().renditions().getFirst().segments().stream()
            .allMatch(segment -> segment.msn() <= newestMsn(camera)));
    assertTrue(camera.feed().live().metrics().discontinuities() >= 1);
  }

  @Test
  @DisplayName("rejected credentials are tried twice, then not until a new generation")
  void parks() throws Exception {
    engine.script(
        "locked.test", FakeEngine.failing(new IngestFailure.CredentialsRejected("Wrong.")));
    CameraIngest camera = provision("acme", "lobby", "locked.test");
    await(camera, IngestState.RETRYING);
    clock.advance(Duration.ofMinutes(1));
    await(camera, IngestState.PARKED);
    clock.advance(Duration.ofDays(30));
    assertEquals(2, engine.runs("locked.test"));

    engine.script("locked.test", FakeEngine.playing());
    assertInstanceOf(
        Outcome.Updated.class,
        cameras.provision(settings("acme", "lobby", "locked.test", false, 2)));
    await(find("acme", "lobby"), IngestState.LIVE);
    assertSame(camera.feed(), find("acme", "lobby").feed(), "viewers stay");
  }

  @Test
  @DisplayName("on demand: starts with the first viewer, lingers, and stops without")
  void onDemand() throws Exception {
    engine.script("shy.test", FakeEngine.playing());
    clock.advance(Duration.ofHours(1));
    assertInstanceOf(
        Outcome.Created.class, cameras.provision(settings("acme", "shy", "shy.test", true, 1)));
    CameraIngest camera = find("acme", "shy");
    clock.advance(CameraIngest.LINGER.plusSeconds(1));
    await(camera, IngestState.IDLE);
    int before = engine.runs("shy.test");
    try (var _ = camera.feed().audience().join()) {
      await(camera, IngestState.LIVE);
      assertEquals(before + 1, engine.runs("shy.test"));
      clock.advance(Duration.ofHours(1));
      assertEquals(IngestState.LIVE, camera.phase().state(), "as long as somebody watches");
    }
    clock.advance(CameraIngest.LINGER.minusSeconds(1));
    assertEquals(IngestState.LIVE, camera.phase().state());
    clock.advance(Duration.ofSeconds(2));
    await(camera, IngestState.IDLE);
    Eventually.holds(SOON, () -> engine.running() == 0);
  }

  @Test
  @DisplayName("an older generation never overwrites a newer one; the same again changes nothing")
  void generations() throws Exception {
    engine.script("a.test", FakeEngine.playing());
    engine.script("b.test", FakeEngine.playing());
    provision("acme", "lobby", "a.test");
    cameras.provision(settings("acme", "lobby", "b.test", false, 5));
    Outcome.Stale stale =
        assertInstanceOf(
            Outcome.Stale.class, cameras.provision(settings("acme", "lobby", "a.test", false, 4)));
    assertEquals(5, stale.current());
    CameraIngest running = find("acme", "lobby");
    cameras.provision(settings("acme", "lobby", "a.test", false, 5));
    assertSame(running, find("acme", "lobby"));
    await(running, IngestState.LIVE);
    Eventually.holds(SOON, () -> engine.running() == 1);
  }

  @Test
  @DisplayName("a source that resolves to a forbidden address is never connected to")
  void refusesSources() throws Exception {
    engine.script("inside.test", FakeEngine.playing());
    CameraIngest camera = provision("acme", "lobby", "inside.test");
    await(camera, IngestState.RETRYING);
    assertEquals(FailureKind.SOURCE_REFUSED, camera.lastFailure().orElseThrow().kind());
    assertEquals(0, engine.runs("inside.test"));
  }

  @Test
  @DisplayName("a camera that no engine pulls says why, and is tried again now and then")
  void saysWhyNoEngine() throws Exception {
    CameraIngest camera = provision("acme", "lobby", "strange.test");
    await(camera, IngestState.RETRYING);
    assertEquals(FailureKind.ENGINE_NOT_AVAILABLE, camera.lastFailure().orElseThrow().kind());
    assertEquals(
        "There is no script for strange.test.", camera.lastFailure().orElseThrow().message());
    engine.script("strange.test", FakeEngine.playing());
    clock.advance(Duration.ofMinutes(1));
    await(camera, IngestState.LIVE);
  }

  @Test
  @DisplayName("what a run lost on its way, and what it leaves out, is told and counted")
  void tellsOfPackets() throws Exception {
    engine.script(
        "lossy.test",
        sink -> {
          sink.skipped(Track.Kind.AUDIO, "Its sound is strange.");
          sink.reached(Stage.CONNECTED);
          sink.lost(new PacketLoss(2, 0));
          sink.lost(new PacketLoss(3, 5));
          return FakeEngine.playing().play(sink);
        });
    CameraIngest camera = provision("acme", "lobby", "lossy.test");
    await(camera, IngestState.LIVE);
    RunHistory.Report history = camera.history();
    assertEquals(Optional.of(new PacketLoss(3, 5)), history.loss());
    assertEquals(Map.of(Track.Kind.AUDIO, "Its sound is strange."), history.skipped());
    assertTrue(history.steps().connect().isPresent());
    assertEquals(3, meters.counter("atalaya.ingest.packets.lost").count());
    assertEquals(5, meters.counter("atalaya.ingest.packets.reordered").count());
  }

  @Test
  @DisplayName("takes no more cameras than its capacity")
  void capacity() throws Exception {
    engine.script("any.test", FakeEngine.playing());
    for (int i = 0; i < CAPACITY; i++) {
      provision("acme", "camera-" + i, "any.test");
    }
    assertInstanceOf(
        Outcome.AtCapacity.class,
        cameras.provision(settings("acme", "more", "any.test", false, 1)));
    assertTrue(cameras.deprovision(new TenantId("acme")));
    provision("acme", "more", "any.test");
  }

  @Test
  @DisplayName("deprovisioning has really stopped the engine when it returns, and ends the feed")
  void deprovisions() throws Exception {
    engine.script("any.test", FakeEngine.playing());
    CameraIngest camera = provision("acme", "lobby", "any.test");
    await(camera, IngestState.LIVE);
    assertTrue(cameras.deprovision(key("acme", "lobby")));
    assertEquals(0, engine.running());
    assertTrue(camera.feed().isClosed());
    assertTrue(cameras.deprovision(key("acme", "lobby")), "again");
  }

  private CameraIngest provision(String tenant, String camera, String host) throws Exception {
    Outcome outcome = cameras.provision(settings(tenant, camera, host, false, 1));
    return assertInstanceOf(Outcome.Created.class, outcome).camera();
  }

  private CameraIngest find(String tenant, String camera) {
    return cameras.find(key(tenant, camera)).orElseThrow();
  }

  private static StreamKey key(String tenant, String camera) {
    return new StreamKey(new TenantId(tenant), new CameraId(camera));
  }

  private static CameraSettings settings(
      String tenant, String camera, String host, boolean onDemand, long generation) {
    return new CameraSettings(
        key(tenant, camera),
        SourceUrl.parse("rtsp://" + host + "/live"),
        Transport.TCP,
        EngineChoice.AUTO,
        onDemand,
        true,
        generation);
  }

  private static long newestMsn(CameraIngest camera) {
    return camera.feed().live().snapshot().renditions().getFirst().nextMsn();
  }

  private static void await(CameraIngest camera, IngestState state) {
    Eventually.get(SOON, () -> camera.phase().state(), seen -> seen == state);
  }
}
