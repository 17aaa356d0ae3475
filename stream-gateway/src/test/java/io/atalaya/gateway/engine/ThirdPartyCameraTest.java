package io.atalaya.gateway.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.contract.gateway.Transport;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import io.atalaya.contract.source.SourceUrl;
import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.engine.inprocess.InprocessEngine;
import io.atalaya.gateway.engine.inprocess.InprocessOptions;
import io.atalaya.media.codec.Track;
import io.atalaya.testkit.GstreamerCameras;
import io.atalaya.testkit.SelfSigned;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of a server that none of us wrote: each is decoded by FFmpeg without a complaint. */
class ThirdPartyCameraTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int ENOUGH = 60;
  private static final int SOUNDS = 20;

  @TempDir static Path shared;
  @TempDir Path folder;
  private static GstreamerCameras cameras;

  private final MediaEngine engine =
      new InprocessEngine(
          InprocessOptions.usual(), InstantSource.system(), new SplittableRandom(1));

  @BeforeAll
  static void start() throws Exception {
    cameras = GstreamerCameras.start(shared);
  }

  @AfterAll
  static void stop() {
    cameras.close();
  }

  /** Runs a mount until there is enough of it. */
  private RecordedRun recorded(String mount, Track.Kind kind, int frames) throws Exception {
    return recorded(spec(cameras.url(mount), Transport.TCP), kind, frames);
  }

  private RecordedRun recorded(StreamSpec spec, Track.Kind kind, int frames) throws Exception {
    var sink = new RecordedRun(folder);
    var exit = new AtomicReference<Exit>();
    Thread run =
        Thread.ofVirtual()
            .start(() -> {
              try {
                exit.set(engine.run(spec, sink));
              } catch (InterruptedException expected) {
                Thread.currentThread().interrupt();
              }
            });
    try {
      Eventually.holds(SOON, () -> sink.frames(kind) >= frames || exit.get() != null);
    } finally {
      run.interrupt();
      run.join(Duration.ofSeconds(2));
    }
    assertTrue(sink.frames(kind) >= frames, () -> "ended by itself: " + exit.get());
    return sink;
  }

  private static StreamSpec spec(String url, Transport transport) {
    return new StreamSpec(
        new StreamKey(new TenantId("acme"), new CameraId("lobby")),
        SourceUrl.parse(url),
        InetAddress.ofLiteral("127.0.0.1"),
        transport,
        true,
        _ -> new SourceCheck.Verdict.Refused(new IngestFailure.SourceRefused("No redirects.")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "h264",
        "h264-b-frames",
        "h264-slices",
        "h264-small-packets",
        "h264-aggregates",
        "h264-parameters-in-band-only",
        "h264-parameters-in-description-only",
        "h264-long-gop",
        "h264-intra-refresh",
        "h264-variable-rate",
        "h264-upright",
        "h265",
        "h265-b-frames",
      })
  void a_picture_of_any_kind_is_decoded_without_a_complaint(String mount) throws Exception {
    RecordedRun run = recorded(mount, Track.Kind.VIDEO, ENOUGH);
    for (RecordedRun.Recording video : run.of(Track.Kind.VIDEO)) {
      assertEquals("", RecordedRun.complaints(video), mount);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"h264-aac", "h265-aac", "h264-opus", "h264-pcmu", "h264-pcma"})
  void a_picture_with_sound_is_decoded_without_a_complaint(String mount) throws Exception {
    RecordedRun run = recorded(mount, Track.Kind.AUDIO, SOUNDS);
    for (Track.Kind kind : Track.Kind.values()) {
      assertEquals(1, run.of(kind).size(), kind + " of " + mount);
      assertEquals("", RecordedRun.complaints(run.of(kind).getFirst()), kind + " of " + mount);
    }
    double seconds = run.frames(Track.Kind.VIDEO) / 25.0;
    assertTrue(seconds > 0.3, "both come: " + seconds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"h264", "h265", "h264-aac"})
  void datagrams_are_decoded_without_a_complaint(String mount) throws Exception {
    RecordedRun run = recorded(spec(cameras.url(mount), Transport.UDP), Track.Kind.VIDEO, ENOUGH);
    assertEquals("", RecordedRun.complaints(run.of(Track.Kind.VIDEO).getFirst()), mount);
  }

  @Test
  void a_camera_that_wants_a_digest_is_signed_in_to() throws Exception {
    String url = cameras.url("h264-signed-in", "viewer", "secret");
    RecordedRun run = recorded(spec(url, Transport.TCP), Track.Kind.VIDEO, 1);
    assertEquals(1, run.of(Track.Kind.VIDEO).size());
  }

  @Test
  void a_camera_inside_tls_that_nobody_vouches_for_is_signed_in_to_and_decoded() throws Exception {
    Path pem = SelfSigned.in(folder).pem();
    try (var inside = GstreamerCameras.startInsideTls(folder, pem)) {
      String url = inside.url("h264-signed-in", "viewer", "secret");
      RecordedRun run = recorded(spec(url, Transport.TCP), Track.Kind.VIDEO, ENOUGH);
      assertEquals("", RecordedRun.complaints(run.of(Track.Kind.VIDEO).getFirst()));
      assertInstanceOf(
          IngestFailure.CredentialsRejected.class,
          failure(inside.url("h264-signed-in", "viewer", "wrong")));
    }
  }

  @Test
  void a_camera_outside_tls_is_said_to_speak_none() throws Exception {
    var failure =
        assertInstanceOf(
            IngestFailure.ProtocolViolation.class,
            failure(cameras.url("h264").replace("rtsp://", "rtsps://")));
    assertTrue(failure.message().contains("TLS"), failure.message());
  }

  private IngestFailure failure(String url) throws Exception {
    Exit exit = engine.run(spec(url, Transport.TCP), new RecordedRun(folder));
    return assertInstanceOf(Exit.Failed.class, exit).failure();
  }

  @Test
  void sound_alone_is_a_stream() throws Exception {
    RecordedRun run = recorded("aac", Track.Kind.AUDIO, ENOUGH);
    assertEquals("", RecordedRun.complaints(run.of(Track.Kind.AUDIO).getFirst()));
  }

  @Test
  void another_picture_size_is_another_init_segment() throws Exception {
    var run = recorded("h264-changing-size", Track.Kind.VIDEO, 150);
    assertTrue(run.of(Track.Kind.VIDEO).size() > 1, "the size has changed");
    for (RecordedRun.Recording video : run.of(Track.Kind.VIDEO)) {
      assertEquals("", RecordedRun.complaints(video), video.init.track().toString());
    }
  }

  @Test
  void a_kind_of_video_that_browsers_do_not_play_is_said_so() throws Exception {
    var failure =
        assertInstanceOf(IngestFailure.UnsupportedCodec.class, failure(cameras.url("mjpeg")));
    assertTrue(failure.message().contains("JPEG"), failure.message());
  }
}
