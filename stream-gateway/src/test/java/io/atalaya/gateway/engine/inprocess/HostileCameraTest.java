package io.atalaya.gateway.engine.inprocess;

import static io.atalaya.gateway.engine.inprocess.WireCamera.SILENCE;
import static io.atalaya.gateway.engine.inprocess.WireCamera.bytes;
import static io.atalaya.gateway.engine.inprocess.WireCamera.described;
import static io.atalaya.gateway.engine.inprocess.WireCamera.ok;
import static io.atalaya.gateway.engine.inprocess.WireCamera.text;
import static io.atalaya.gateway.engine.inprocess.WirePictures.FRAME;
import static io.atalaya.gateway.engine.inprocess.WirePictures.PPS;
import static io.atalaya.gateway.engine.inprocess.WirePictures.SPS;
import static io.atalaya.gateway.engine.inprocess.WirePictures.description;
import static io.atalaya.gateway.engine.inprocess.WirePictures.idr;
import static io.atalaya.gateway.engine.inprocess.WirePictures.slice;
import static io.atalaya.gateway.engine.inprocess.WirePictures.unit;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.platform.MediaMemory;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Cameras that mean harm. Each is refused or given up with a reason, in bounded memory, while a
 * neighbour on the same engine plays on.
 */
class HostileCameraTest {
  private static final long MAX_MEMORY_BYTES = 64 << 20;

  /** For an answer; no test fails because the machine stood still for some seconds. */
  private static final Duration PATIENT = Duration.ofSeconds(15);

  private static final Duration HASTY = Duration.ofSeconds(4);

  private final WireRtp video = new WireRtp(0, WirePictures.PAYLOAD_TYPE, 7);

  /** Runs it until it ends by itself, as it must; answers why. */
  private static String why(Class<? extends IngestFailure> kind, WireCamera hostile)
      throws Exception {
    return why(kind, hostile, PATIENT);
  }

  private static String why(
      Class<? extends IngestFailure> kind, WireCamera hostile, Duration answer) throws Exception {
    InprocessEngine engine = engine(answer);
    long before = memory();
    String said;
    try (var neighbour = neighbour();
        var beside = WireRun.of(engine, neighbour.url()).pictures(1)) {
      try (hostile;
          var run = WireRun.of(engine, hostile.url())) {
        said = run.failure(kind);
        Eventually.holds(Runs.SOON, () -> hostile.open() == 0);
        long used = memory() - before;
        assertTrue(used <= MAX_MEMORY_BYTES, used + " bytes");
      }
      beside.pictures(beside.media.pictures().size() + 20);
    }
    Eventually.holds(Runs.SOON, () -> engine.running() == 0);
    return said;
  }

  private static InprocessEngine engine(Duration answer) {
    return Runs.engine(
        new InprocessOptions(
            answer, Duration.ofMillis(1_000), Duration.ofMillis(900), Duration.ofMillis(5)));
  }

  private static WireCamera neighbour() throws IOException {
    var sender = new WireRtp(0, WirePictures.PAYLOAD_TYPE, 1);
    return WireCamera.start()
        .plays(wire -> {
          for (int n = 0; wire.isOpen(); n++) {
            wire.send(sender.packet(n * FRAME, n % 25 == 0 ? idr(n) : slice(n)));
            LockSupport.parkNanos(10_000_000);
          }
        });
  }

  private static long memory() {
    return MediaMemory.POOL.metric().usedDirectMemory();
  }

  /** Sends it again and again, for as long as somebody is there. */
  private static WireCamera.Media endless(byte[] first, byte[] again) {
    return wire -> {
      wire.send(first);
      while (wire.isOpen()) {
        wire.send(again);
      }
    };
  }

  // RTSP

  @Test
  void an_endless_header_line() throws Exception {
    byte[] line = text("x".repeat(1_000));
    String said =
        why(
            IngestFailure.ProtocolViolation.class,
            WireCamera.start()
                .on("DESCRIBE", SILENCE)
                .greets(endless(text("RTSP/1.0 200 OK\r\nX: "), line)));
    assertTrue(said.contains("header"), said);
  }

  @Test
  void endless_header_lines() throws Exception {
    byte[] line = text("X: y\r\n");
    String _ =
        why(
            IngestFailure.ProtocolViolation.class,
            WireCamera.start()
                .on("DESCRIBE", SILENCE)
                .greets(endless(text("RTSP/1.0 200 OK\r\n"), line)));
  }

  @Test
  void a_giant_content_length() throws Exception {
    String said =
        why(
            IngestFailure.ProtocolViolation.class,
            WireCamera.start()
                .on("DESCRIBE", request -> ok(request, "Content-Length: 2147483647")));
    assertTrue(said.contains("2147483647"), said);
  }

  @Test
  void a_description_that_never_ends() throws Exception {
    String _ =
        why(
            IngestFailure.Unreachable.class,
            WireCamera.start()
                .on("DESCRIBE", request -> ok(request, "Content-Length: 60000"))
                .greets(wire -> trickle(wire, "a=b\r\n")),
            HASTY);
  }

  private static void trickle(WireCamera.Wire wire, String text) throws IOException {
    while (wire.isOpen()) {
      LockSupport.parkNanos(100_000_000);
      wire.send(text(text));
    }
  }

  @Test
  void a_description_of_ten_thousand_media() throws Exception {
    String media = "m=video 0 RTP/AVP 96\n";
    for (int count : new int[] {10_000, 2_000}) {
      String _ =
          why(
              IngestFailure.ProtocolViolation.class,
              WireCamera.start()
                  .on("DESCRIBE", request -> described(request, media.repeat(count))));
    }
  }

  @Test
  void one_byte_at_a_time_in_the_handshake() throws Exception {
    String _ =
        why(
            IngestFailure.Unreachable.class,
            WireCamera.start().on("DESCRIBE", SILENCE).greets(wire -> trickle(wire, "R")),
            HASTY);
  }

  @Test
  void answers_to_requests_that_were_never_made() throws Exception {
    byte[] answer = text("RTSP/1.0 200 OK\r\nCSeq: 777\r\nContent-Length: 5\r\n\r\nhello");
    String _ =
        why(
            IngestFailure.Unreachable.class,
            WireCamera.start().on("DESCRIBE", SILENCE).greets(endless(answer, answer)),
            HASTY);
    String _ = why(IngestFailure.Stalled.class, WireCamera.start().plays(endless(answer, answer)));
  }

  @Test
  void packets_on_a_channel_that_was_never_set_up() throws Exception {
    byte[] packet = new WireRtp(9, WirePictures.PAYLOAD_TYPE, 1).packet(0, idr(0));
    String _ = why(IngestFailure.Stalled.class, WireCamera.start().plays(endless(packet, packet)));
  }

  // RTP and what is in it

  @Test
  void a_flood_of_tiny_packets() throws Exception {
    byte[] tiny = new byte[0];
    String _ =
        why(
            IngestFailure.Stalled.class,
            WireCamera.start()
                .plays(wire -> {
                  for (long n = 0; wire.isOpen(); n++) {
                    byte[][] many = new byte[200][];
                    Arrays.setAll(many, _ -> tiny);
                    wire.send(video.packets(n, many));
                  }
                }));
  }

  @Test
  void fragments_without_end() throws Exception {
    byte[] fragment = unit(0x60 | 28, 1, 1_400);
    fragment[1] = 0x05;
    byte[] start = fragment.clone();
    start[1] = (byte) 0x85;
    String _ =
        why(
            IngestFailure.Stalled.class,
            WireCamera.start()
                .plays(wire -> {
                  wire.send(video.packet(0, start));
                  while (wire.isOpen()) {
                    wire.send(video.packet(0, fragment));
                  }
                }));
  }

  @Test
  void an_access_unit_without_end_after_some_that_were_well() throws Exception {
    byte[] slice = unit(0x41, 1, 1_400);
    String _ =
        why(
            IngestFailure.Stalled.class,
            WireCamera.start()
                .plays(wire -> {
                  wire.send(video.packet(0, idr(0)), video.packet(FRAME, slice(1)));
                  while (wire.isOpen()) {
                    wire.send(video.packet(2 * FRAME, slice));
                  }
                }));
  }

  @Test
  void a_sequence_parameter_set_of_a_giant_picture() throws Exception {
    // Baseline, level 1.3, then width and height of 31-bit numbers.
    byte[] giant = bytes(Arrays.copyOf(SPS, 4), new byte[] {(byte) 0xF8, 0, 0, 1, -1, -1, -1, -1});
    String said =
        why(
            IngestFailure.UnreadableVideo.class,
            WireCamera.start(description("packetization-mode=1"))
                .plays(wire -> {
                  for (int n = 0; wire.isOpen(); n++) {
                    wire.send(video.packets(n * FRAME, giant, PPS, idr(n)));
                    LockSupport.parkNanos(5_000_000);
                  }
                }));
    assertTrue(said.contains("cannot be described: its SPS"), said);
  }

  @Test
  void unit_lengths_that_lie() throws Exception {
    byte[] aggregate = WirePictures.aggregate(SPS, PPS, idr(0));
    aggregate[1] = (byte) 0xFF;
    String _ =
        why(
            IngestFailure.Stalled.class,
            WireCamera.start()
                .plays(wire -> {
                  for (int n = 0; wire.isOpen(); n++) {
                    wire.send(video.packet(n * FRAME, aggregate));
                    LockSupport.parkNanos(5_000_000);
                  }
                }));
  }

  @Test
  void reports_that_lie_without_end() throws Exception {
    byte[] report = video.report(1_000_000_000L, 1 << 30);
    String _ = why(IngestFailure.Stalled.class, WireCamera.start().plays(endless(report, report)));
  }
}
