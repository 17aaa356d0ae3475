package io.atalaya.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.testkit.FaultProxy.Weather;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bad network, between a camera and a client that are sockets of this test. */
class FaultProxyTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final long SEED = 7;
  private static final byte[] OPTIONS = text("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n");
  private static final byte[] ANSWER = text("RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n");

  private ServerSocket listener;
  private FaultProxy network;
  private Socket client;
  private Socket camera;

  @BeforeEach
  void connects() throws Exception {
    listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    listener.setSoTimeout((int) SOON.toMillis());
    network = FaultProxy.before(listener.getLocalPort(), SEED);
    connect();
  }

  /** Returns when something has come through: both sides are connected then. */
  private void connect() throws IOException {
    client = patient(new Socket(InetAddress.getLoopbackAddress(), network.port()));
    camera = patient(listener.accept());
    send(ANSWER);
    assertArrayEquals(ANSWER, receive(ANSWER.length));
  }

  private static Socket patient(Socket socket) throws IOException {
    socket.setSoTimeout((int) SOON.toMillis());
    return socket;
  }

  @AfterEach
  void closes() throws Exception {
    client.close();
    camera.close();
    network.close();
    listener.close();
  }

  private static byte[] text(String text) {
    return text.getBytes(US_ASCII);
  }

  /** Interleaved, full of its number. */
  private static byte[] packet(int number) {
    byte[] packet = new byte[4 + 96];
    Arrays.fill(packet, (byte) number);
    packet[0] = '$';
    packet[1] = 0;
    packet[2] = 0;
    packet[3] = 96;
    return packet;
  }

  private static byte[] packets(int count) {
    var all = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      all.writeBytes(packet(i));
    }
    return all.toByteArray();
  }

  private void send(byte[] bytes) throws IOException {
    camera.getOutputStream().write(bytes);
  }

  private byte[] receive(int count) throws IOException {
    return client.getInputStream().readNBytes(count);
  }

  @Test
  void in_fine_weather_everything_goes_through_as_it_is_until_one_hangs_up() throws Exception {
    client.getOutputStream().write(OPTIONS);
    assertArrayEquals(OPTIONS, camera.getInputStream().readNBytes(OPTIONS.length));
    send(packets(50));
    send(ANSWER);
    assertArrayEquals(packets(50), receive(5_000));
    assertArrayEquals(ANSWER, receive(ANSWER.length));
    client.shutdownOutput();
    assertEquals(-1, camera.getInputStream().read());
    send(ANSWER);
    camera.close();
    assertArrayEquals(ANSWER, client.getInputStream().readAllBytes());
  }

  @Test
  void every_packet_and_message_is_as_late_as_the_weather_says() throws Exception {
    Duration late = Duration.ofMillis(300);
    network.weather(Weather.late(late));
    for (byte[] sent : new byte[][] {packet(1), ANSWER}) {
      long before = System.nanoTime();
      send(sent);
      assertArrayEquals(sent, receive(sent.length));
      assertLasted(late, before);
    }
  }

  @Test
  void a_narrow_network_takes_its_time_for_each_byte() throws Exception {
    network.weather(Weather.narrow(10_000));
    long before = System.nanoTime();
    send(packets(40));
    assertArrayEquals(packets(40), receive(4_000));
    assertLasted(Duration.ofMillis(400), before);
  }

  private static void assertLasted(Duration atLeast, long sinceNanos) {
    Duration lasted = Duration.ofNanos(System.nanoTime() - sinceNanos);
    assertTrue(lasted.compareTo(atLeast) >= 0, lasted::toString);
  }

  @Test
  void a_reset_is_seen_on_both_sides_and_the_next_connection_stands() throws Exception {
    network.reset();
    assertThrows(SocketException.class, () -> client.getInputStream().read());
    assertThrows(SocketException.class, () -> camera.getInputStream().read());
    client.close();
    camera.close();
    assertEquals(1, network.connections());
    connect();
    assertEquals(2, network.connections());
  }

  @Test
  void while_it_is_frozen_nothing_arrives_and_afterwards_everything() throws Exception {
    network.weather(Weather.FROZEN);
    send(packet(1));
    send(ANSWER);
    assertNothingArrives();
    client.getOutputStream().write(OPTIONS);
    assertArrayEquals(OPTIONS, camera.getInputStream().readNBytes(OPTIONS.length));
    network.weather(Weather.FINE);
    assertArrayEquals(packet(1), receive(100));
    assertArrayEquals(ANSWER, receive(ANSWER.length));
  }

  private void assertNothingArrives() throws IOException {
    client.setSoTimeout(300);
    assertThrows(SocketTimeoutException.class, () -> client.getInputStream().read());
    client.setSoTimeout((int) SOON.toMillis());
  }

  @Test
  void corruption_changes_one_byte_of_a_packet_or_a_line() throws Exception {
    network.weather(Weather.corrupting(1));
    for (byte[] sent : new byte[][] {packet(1), packet(2), text("RTSP/1.0 200 OK\r\n")}) {
      send(sent);
      byte[] received = receive(sent.length);
      int changed = 0;
      for (int i = 0; i < sent.length; i++) {
        changed += received[i] == sent[i] ? 0 : 1;
      }
      assertEquals(1, changed);
    }
  }

  @Test
  void corruption_strikes_as_often_as_is_likely() throws Exception {
    network.weather(Weather.corrupting(0.5));
    send(packets(100));
    byte[] received = receive(10_000);
    int changed = 0;
    for (int i = 0; i < 100; i++) {
      byte[] one = Arrays.copyOfRange(received, 100 * i, 100 * (i + 1));
      changed += Arrays.equals(one, packet(i)) ? 0 : 1;
    }
    assertTrue(changed > 25 && changed < 75, "changed: " + changed);
  }

  @Test
  void loss_takes_whole_packets_as_often_as_is_likely_and_no_message() throws Exception {
    network.weather(Weather.losing(0.5));
    byte[] last = text("BYE\n");
    send(packets(100));
    send(last);
    camera.close();
    byte[] received = client.getInputStream().readAllBytes();
    int left = (received.length - last.length) / 100;
    assertTrue(left > 25 && left < 75, "left: " + left);
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < left; i++) {
      byte[] one = Arrays.copyOfRange(received, 100 * i, 100 * (i + 1));
      numbers.add((int) one[4]);
      assertArrayEquals(packet(one[4]), one);
    }
    assertEquals(numbers.stream().sorted().distinct().toList(), numbers);
    assertArrayEquals(last, Arrays.copyOfRange(received, 100 * left, received.length));
  }

  @Test
  void the_weather_may_change_for_what_is_on_its_way() throws Exception {
    network.weather(Weather.FROZEN);
    send(packets(10));
    send(ANSWER);
    assertNothingArrives();
    network.weather(Weather.losing(1));
    assertArrayEquals(ANSWER, receive(ANSWER.length));
  }

  @Test
  void closed_it_is_gone_with_its_connections() throws Exception {
    network.close();
    assertThrows(SocketException.class, () -> client.getInputStream().read());
    assertThrows(SocketException.class, () -> camera.getInputStream().read());
  }
}
