package io.atalaya.media.rtsp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RtspReaderTest {
  private static final String OK = "RTSP/1.0 200 OK\r\nCSeq: 2\r\nContent-Length: 5\r\n\r\nhello";
  private static final String PACKET = "$\0\0\u0003abc";

  private final List<String> found = new ArrayList<>();
  private final RtspReader reader =
      new RtspReader(
          new RtspReader.Sink() {
            @Override
            public void packet(int channel, ByteBuf bytes, int index, int length) {
              found.add(channel + " " + bytes.toString(index, length, ISO_8859_1));
            }

            @Override
            public void response(RtspResponse response) {
              found.add(
                  response.status()
                      + " "
                      + response.headers().first("CSeq").orElse("-")
                      + " "
                      + response.body());
            }

            @Override
            public void request(String method, RtspHeaders headers) {
              found.add(method);
            }
          });

  /** Gives the text in pieces of that size, as a socket may. */
  private void read(String text, int pieceBytes) throws MalformedRtspException {
    ByteBuf bytes = Unpooled.buffer();
    byte[] all = text.getBytes(ISO_8859_1);
    for (int at = 0; at < all.length; at += pieceBytes) {
      bytes.writeBytes(all, at, Math.min(pieceBytes, all.length - at));
      reader.read(bytes);
      bytes.discardReadBytes();
    }
  }

  @Test
  void answers_and_packets_come_in_any_order_and_in_any_pieces() throws Exception {
    String all = PACKET + OK + PACKET + PACKET + "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n" + PACKET;
    for (int piece : new int[] {1, 2, 3, 7, 64, 4_096}) {
      found.clear();
      read(all, piece);
      assertEquals(List.of("0 abc", "200 2 hello", "0 abc", "0 abc", "OPTIONS", "0 abc"), found);
    }
  }

  @Test
  void lines_may_end_in_a_line_feed_alone() throws Exception {
    read("RTSP/1.0 401 Unauthorized\nCSeq:3\n\n", 5);
    assertEquals(List.of("401 3 "), found);
  }

  @Test
  void junk_between_packets_is_passed_over() throws Exception {
    read(PACKET + "\u0001\u0002\u0003RT\u0004" + PACKET, 4);
    assertEquals(List.of("0 abc", "0 abc"), found);
    assertEquals(6, reader.junkBytes());
  }

  @Test
  void junk_before_any_packet_is_no_camera() {
    for (String text : List.of("HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-x\r\n", "\u0001")) {
      var error = assertThrows(MalformedRtspException.class, () -> read(text, 64));
      assertTrue(error.getMessage().contains("at byte"), error.getMessage());
    }
  }

  @Test
  void where_it_went_wrong_is_told() {
    var error =
        assertThrows(MalformedRtspException.class, () -> read(PACKET + OK + "BAD / X/1\n\n", 3));
    int position = PACKET.length() + OK.length();
    assertTrue(error.getMessage().contains("at byte " + position + " "), error.getMessage());
  }

  @Test
  void junk_without_end_is_refused() {
    assertThrows(
        MalformedRtspException.class,
        () -> read(PACKET + "\u0001".repeat(RtspReader.MAX_JUNK_BYTES + 1), 1_000));
  }

  @Test
  void each_stretch_of_junk_has_its_own_bound() throws Exception {
    String junk = "\u0001".repeat(RtspReader.MAX_JUNK_BYTES / 2 + 1);
    read(PACKET + junk + PACKET + junk, 10_000);
    read(OK, 10_000);
    read(junk, 10_000);
    assertEquals(List.of("0 abc", "0 abc", "200 2 hello"), found);
  }

  @Test
  void a_header_may_be_as_long_as_the_bound_and_no_longer() throws Exception {
    String begin = "RTSP/1.0 200 OK\r\nA: ";
    String longest = "x".repeat(RtspReader.MAX_HEADER_BYTES - begin.length() - 4) + "\r\n\r\n";
    read(begin + longest, 100_000);
    assertEquals(1, found.size());
    assertThrows(MalformedRtspException.class, () -> read(begin + "x" + longest, 100_000));
  }

  @Test
  void a_header_without_end_is_refused() {
    assertThrows(
        MalformedRtspException.class,
        () -> read("RTSP/1.0 200 OK\r\nA: " + "x".repeat(20_000), 1_000));
    assertThrows(
        MalformedRtspException.class,
        () -> read("RTSP/1.0 200 OK\r\n" + "A: b\r\n".repeat(100) + "\r\n", 1_000));
  }

  @Test
  void a_body_that_is_too_long_or_no_number_is_refused_before_it_comes() {
    for (String length : List.of("65537", "-1", "9999999999", "many")) {
      assertThrows(
          MalformedRtspException.class,
          () -> read("RTSP/1.0 200 OK\r\nContent-Length: " + length + "\r\n\r\n", 64),
          length);
    }
  }

  @Test
  void an_answer_without_a_status_is_refused() {
    for (String status : List.of("fine", "099 X", "600 X", "2000 X", "200" + "0".repeat(1_000))) {
      var error =
          assertThrows(
              MalformedRtspException.class, () -> read("RTSP/1.0 " + status + "\r\n\r\n", 64));
      assertTrue(error.getMessage().length() < 200, "what is told is bounded");
    }
  }

  @Test
  void names_of_headers_may_have_spaces_around_them() throws Exception {
    read("RTSP/1.0 200 OK\r\n CSeq : 7\r\n\r\n", 64);
    assertEquals(List.of("200 7 "), found);
  }

  @Test
  void any_bytes_are_read_or_refused() {
    var random = new Random(3);
    byte[] real = (PACKET + OK + PACKET).getBytes(ISO_8859_1);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = real.clone();
      for (int flips = 0; flips < 4; flips++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
      try {
        reader.read(buffer);
      } catch (MalformedRtspException expected) {
        assertTrue(expected.getMessage().contains("at byte"));
      }
    }
  }
}
