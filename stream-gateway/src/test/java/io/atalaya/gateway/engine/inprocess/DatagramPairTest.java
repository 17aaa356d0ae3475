package io.atalaya.gateway.engine.inprocess;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.gateway.Eventually;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is heard, and who is not. */
class DatagramPairTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final InetAddress CAMERA = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress STRANGER = InetAddress.ofLiteral("127.0.0.2");

  private final ByteBuf scratch = Unpooled.directBuffer(512 * 1024, 512 * 1024);
  private final List<String> media = new ArrayList<>();
  private final List<String> control = new ArrayList<>();
  private DatagramPair pair;
  private int port;

  @BeforeEach
  void open() throws IOException {
    pair = DatagramPair.open(CAMERA, CAMERA);
    port = Integer.parseInt(pair.transport().replaceAll(".*client_port=([0-9]+)-.*", "$1"));
  }

  @AfterEach
  void close() {
    pair.close();
    scratch.release();
  }

  private static void send(DatagramSocket from, String text, int port) throws IOException {
    byte[] bytes = text.getBytes(US_ASCII);
    from.send(new DatagramPacket(bytes, bytes.length, CAMERA, port));
  }

  private List<String> swept() throws IOException {
    pair.sweep(
        scratch,
        (bytes, index, length) -> media.add(bytes.toString(index, length, US_ASCII)),
        (bytes, index, length) -> control.add(bytes.toString(index, length, US_ASCII)));
    return media;
  }

  @Test
  void the_ports_are_a_pair_and_lead_to_media_and_reports() throws Exception {
    assertEquals(0, port % 2);
    assertTrue(pair.transport().endsWith(port + "-" + (port + 1)));
    try (var camera = new DatagramSocket(new InetSocketAddress(CAMERA, 0))) {
      send(camera, "media", port);
      send(camera, "report", port + 1);
      Eventually.holds(SOON, () -> swept().equals(List.of("media")) && !control.isEmpty());
      assertEquals(List.of("report"), control);
    }
  }

  @Test
  void strangers_are_not_heard_and_the_first_port_of_the_camera_is_the_only_one() throws Exception {
    try (var stranger = new DatagramSocket(new InetSocketAddress(STRANGER, 0));
        var camera = new DatagramSocket(new InetSocketAddress(CAMERA, 0));
        var another = new DatagramSocket(new InetSocketAddress(CAMERA, 0))) {
      send(stranger, "stranger", port);
      send(camera, "first", port);
      Eventually.holds(SOON, () -> swept().contains("first"));
      send(another, "other port", port);
      send(stranger, "stranger", port);
      send(camera, "second", port);
      Eventually.holds(SOON, () -> swept().contains("second"));
      assertEquals(List.of("first", "second"), media);
    }
  }

  @Test
  void only_the_port_that_the_camera_has_named_is_heard_and_it_hears_of_us() throws Exception {
    List<DatagramSocket> both = neighbours();
    try (var camera = both.getFirst();
        var reports = both.getLast();
        var another = new DatagramSocket(new InetSocketAddress(CAMERA, 0))) {
      pair.from(camera.getLocalPort());
      send(another, "other port", port);
      send(camera, "media", port);
      Eventually.holds(SOON, () -> swept().contains("media"));
      assertEquals(List.of("media"), media);
      pair.report(ByteBuffer.wrap("ours".getBytes(US_ASCII)));
      var heard = new DatagramPacket(new byte[64], 64);
      reports.setSoTimeout((int) SOON.toMillis());
      reports.receive(heard);
      assertEquals("ours", new String(heard.getData(), 0, heard.getLength(), US_ASCII));
    }
  }

  /** Two sockets on a port and the next. */
  private static List<DatagramSocket> neighbours() throws IOException {
    while (true) {
      var first = new DatagramSocket(new InetSocketAddress(CAMERA, 0));
      try {
        var next = new InetSocketAddress(CAMERA, first.getLocalPort() + 1);
        return List.of(first, new DatagramSocket(next));
      } catch (BindException taken) {
        first.close();
      }
    }
  }

  @Test
  void a_flood_is_taken_in_bounded_pieces() throws Exception {
    try (var camera = new DatagramSocket(new InetSocketAddress(CAMERA, 0))) {
      pair.from(camera.getLocalPort());
      for (int i = 0; i < 600; i++) {
        send(camera, "m", port);
      }
      assertTrue(swept().size() <= 256, "at once: " + media.size());
    }
  }

  @Test
  void nobody_listening_at_the_camera_is_no_trouble() throws Exception {
    int gone;
    try (var camera = new DatagramSocket(new InetSocketAddress(CAMERA, 0))) {
      gone = camera.getLocalPort();
    }
    pair.from(gone);
    pair.report(ByteBuffer.wrap("ours".getBytes(US_ASCII)));
    for (int i = 0; i < 3; i++) {
      assertEquals(List.of(), swept());
      pair.report(ByteBuffer.wrap("ours".getBytes(US_ASCII)));
    }
  }
}
