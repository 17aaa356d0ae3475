package io.atalaya.testkit.camera;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MalformedRequestTest {
  private static final String OPTIONS = "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n";
  private CameraSimulator simulator;

  @BeforeEach
  void start() throws Exception {
    simulator = CameraSimulator.start(SimulatorOptions.loopback());
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        Arguments.of(400, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
        Arguments.of(400, "OPTIONS *\r\n\r\n"),
        Arguments.of(400, "options * RTSP/1.0\r\nCSeq: 1\r\n\r\n"),
        Arguments.of(400, "\u0016\u0003\u0001\u0002\u0000"),
        Arguments.of(400, OPTIONS + "no colon here\r\n\r\n"),
        Arguments.of(400, OPTIONS + " folded: yes\r\n\r\n"),
        Arguments.of(400, OPTIONS + "Content-Length: many\r\n\r\n"),
        Arguments.of(400, OPTIONS + "X: y\r\n".repeat(100) + "\r\n"),
        Arguments.of(400, OPTIONS + "X: " + "y".repeat(9000)),
        Arguments.of(413, OPTIONS + "Content-Length: 999999999\r\n\r\n"),
        Arguments.of(505, "OPTIONS * RTSP/2.0\r\nCSeq: 1\r\n\r\n"));
  }

  @ParameterizedTest(name = "{0} [{index}]")
  @MethodSource("malformed")
  void is_answered_and_closed_and_the_server_lives(int status, String request) throws Exception {
    try (var client = new RtspTestClient(simulator.port())) {
      assertEquals(status, client.raw(request).status());
      assertTrue(client.endsInOrder());
    }
    try (var client = new RtspTestClient(simulator.port())) {
      assertEquals(200, client.raw(OPTIONS + "\r\n").status());
    }
  }

  @Test
  void a_missing_sequence_number_is_answered_400() throws Exception {
    try (var client = new RtspTestClient(simulator.port())) {
      assertEquals(400, client.raw("OPTIONS * RTSP/1.0\r\n\r\n").status());
      assertEquals(200, client.raw(OPTIONS + "\r\n").status());
    }
  }

  @Test
  void bodies_empty_lines_and_interleaved_frames_are_skipped_however_they_are_cut()
      throws Exception {
    String stream = OPTIONS + "Content-Length: 5\r\n\r\nhello\r\n\r\n$\1\0\3abc" + OPTIONS + "\r\n";
    for (int cut = 1; cut < stream.length(); cut++) {
      var parser = new RtspRequestParser();
      ByteBuffer in = ByteBuffer.allocate(RtspRequestParser.MAX_HEAD_BYTES);
      int requests = 0;
      for (String piece : new String[] {stream.substring(0, cut), stream.substring(cut)}) {
        in.put(piece.getBytes(ISO_8859_1)).flip();
        while (parser.next(in).isPresent()) {
          requests++;
        }
        in.compact();
      }
      assertEquals(2, requests, "cut at " + cut);
      assertEquals(0, in.position(), "cut at " + cut);
    }
  }

  @Test
  void random_bytes_end_in_a_request_a_refusal_or_a_wish_for_more() {
    var random = new Random(20260101);
    byte[] alphabet = "OPTIONS * RTSP/1.0\r\n\r\nCSeq: $\0\1:".getBytes(ISO_8859_1);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      ByteBuffer in = ByteBuffer.allocate(RtspRequestParser.MAX_HEAD_BYTES);
      int length = random.nextInt(200);
      for (int i = 0; i < length; i++) {
        in.put(alphabet[random.nextInt(alphabet.length)]);
      }
      in.flip();
      var parser = new RtspRequestParser();
      try {
        while (parser.next(in).isPresent()) {}
      } catch (MalformedRequestException e) {
        refused++;
      }
    }
    assertTrue(refused > 1000, "refused " + refused);
  }

  @Test
  void a_head_that_fills_the_buffer_is_refused_and_not_waited_for() {
    ByteBuffer in = ByteBuffer.allocate(RtspRequestParser.MAX_HEAD_BYTES);
    while (in.hasRemaining()) {
      in.put((byte) 'A');
    }
    in.flip();
    assertThrows(MalformedRequestException.class, () -> new RtspRequestParser().next(in));
  }
}
